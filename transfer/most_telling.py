"""Several failures, and those of other rooms, as the one error that a copy raises."""

from integrity.errors import DigestError
from integrity.out_of_memory import is_out_of_memory
from integrity.parallel import leaves
from transfer.copy_errors import CopyError, DiskFailed, Resumable
from transfer.shortages import OutOfMemory, shortage


def most_telling(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """What to raise for several failures: what cannot be mended before what can.

    The group itself, if something in it is no `CopyError` at all.
    """
    errors = [translated(error) for error in leaves(group)]
    known = [error for error in errors if isinstance(error, CopyError)]
    if len(known) < len(errors):
        return group
    return min(known, key=lambda error: isinstance(error, Resumable))


def translated(error: BaseException) -> BaseException:
    """What somebody can act on, if memory is what was short; else the same."""
    return OutOfMemory() if is_out_of_memory(error) else error


def unread(item: str, error: DigestError) -> CopyError:
    """What a file that could not be read to its end means for a copy."""
    cause = error.__cause__
    short = None if cause is None else shortage(item, cause)
    return short or DiskFailed(item, error.why)
