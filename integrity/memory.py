"""When the system gives no more memory: how an error tells that."""


def is_short(error: BaseException) -> bool:
    """Whether all that has failed is memory, or threads that were to get some."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_short(each) for each in error.exceptions)
    is_thread = isinstance(error, RuntimeError) and "start new thread" in str(error)
    return is_thread or isinstance(error, MemoryError)
