"""The exit codes of copies that have stopped."""

from collections.abc import Mapping

from transfer.copy_errors import (
    AccessDenied,
    AnswerNotTaken,
    ArtifactReplaced,
    CannotVerifyOrigin,
    ContentDiffers,
    CopyError,
    DestinationExists,
    DestinationMissing,
    DestinationUnfit,
    GivenUp,
    HostNotAllowed,
    HostNotTrusted,
    LeftOut,
    NoBlobAddress,
    NoPageBlobThere,
    NotAVhd,
    NotExpected,
    NotReadable,
    NotSingle,
    Refused,
    Unreachable,
)
from transfer.journal.errors import JobBusy, JournalTooNew, JournalUnusable
from tui.cli.exit_codes import ExitCode

_CODES: Mapping[type[CopyError], ExitCode] = {
    AccessDenied: ExitCode.PERMISSION,
    AnswerNotTaken: ExitCode.REFUSED,
    CannotVerifyOrigin: ExitCode.PERMISSION,
    ContentDiffers: ExitCode.INTEGRITY,
    ArtifactReplaced: ExitCode.PARTIAL,
    DestinationExists: ExitCode.REFUSED,
    DestinationMissing: ExitCode.REFUSED,
    DestinationUnfit: ExitCode.REFUSED,
    HostNotAllowed: ExitCode.REFUSED,
    HostNotTrusted: ExitCode.REFUSED,
    NoPageBlobThere: ExitCode.REFUSED,
    NoBlobAddress: ExitCode.REFUSED,
    LeftOut: ExitCode.DONE,
    NotAVhd: ExitCode.REFUSED,
    NotExpected: ExitCode.INTEGRITY,
    NotReadable: ExitCode.PERMISSION,
    NotSingle: ExitCode.REFUSED,
    Refused: ExitCode.REFUSED,
    GivenUp: ExitCode.INTERRUPTED,
    JobBusy: ExitCode.REFUSED,
    JournalTooNew: ExitCode.USAGE,
    JournalUnusable: ExitCode.PERMISSION,
}


def code_of_copy(error: CopyError, *, has_begun: bool) -> ExitCode:
    """The exit code of a copy that has stopped.

    Args:
        has_begun: There is a job that can be taken up. What could never be reached
            is a remote error; what broke off on the way is partial.
    """
    known = _CODES.get(type(error))
    if known is not None:
        return known
    if isinstance(error, Unreachable) and not has_begun:
        return ExitCode.REMOTE
    return ExitCode.PARTIAL if error.resumable else ExitCode.REMOTE
