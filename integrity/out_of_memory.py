"""When the system gives no more memory: how an error tells that."""

import errno
from threading import Event, Thread


def is_out_of_memory(error: BaseException) -> bool:
    """Whether all that has failed is memory, or threads that were to get some."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_out_of_memory(each) for each in error.exceptions)
    is_thread = isinstance(error, RuntimeError) and "start new thread" in str(error)
    is_refused = isinstance(error, OSError) and error.errno == errno.ENOMEM
    return is_thread or is_refused or isinstance(error, MemoryError)


def see_threads_start(count: int) -> None:
    """Try whether the system gives so many threads at once.

    Raises:
        RuntimeError: It does not, as `is_out_of_memory` knows it.
    """
    over = Event()
    threads = list[Thread]()
    try:
        for _ in range(count):
            thread = Thread(target=over.wait, daemon=True)
            thread.start()
            threads.append(thread)
    finally:
        over.set()
        for thread in threads:
            thread.join()
