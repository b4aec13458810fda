"""The logs of a template's runs, which lie in its staging account."""

from collections.abc import Sequence
from datetime import UTC, datetime

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from transfer.azure.staging.area import LOGS
from transfer.azure.staging.files import Piece, StagingFiles
from transfer.errors import ResourceMissing

CUSTOMIZATION = "customization.log"
VALIDATION = "validation.log"

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log of one run."""

    blob: str
    """Its name in the container: `<run>/customization.log`."""

    run: Safe
    """The folder of the run: an id that nothing else tells of."""

    name: Safe
    """`customization.log`, `validation.log`, …"""

    size: int
    """Bytes when it was listed; a running build adds some."""

    changed: datetime | None


async def list_logs(files: StagingFiles) -> tuple[LogFile, ...]:
    """All logs of all runs, those that were written last before the others.

    A template that never ran has no container for them, and no logs.

    Raises:
        AzureError: As for `StagingFiles.listed`.
    """
    found: list[LogFile] = []
    try:
        async for page in files.listed(LOGS):
            found += [
                _log(item.name, item.size, item.changed)
                for item in page
                if item.name.endswith(".log")
            ]
    except ResourceMissing:
        return ()
    return tuple(sorted(found, key=lambda log: log.changed or _LONG_AGO, reverse=True))


def latest(logs: Sequence[LogFile], name: str = CUSTOMIZATION) -> LogFile | None:
    """The log of that name which was written last; None when there is none."""
    return next((log for log in logs if log.name == name), None)


async def read_log(files: StagingFiles, log: LogFile, start: int = 0) -> Piece:
    """What has come since `start`; ask again from `start + len(data)`.

    Raises:
        AzureError: As for `StagingFiles.read`.
    """
    return await files.read(LOGS, log.blob, start)


def _log(blob: str, size: int, changed: datetime | None) -> LogFile:
    run, _, name = blob.rpartition("/")
    return LogFile(blob, safe_text(run), safe_text(name), size, changed)
