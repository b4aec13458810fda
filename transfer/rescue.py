"""Brings a finished image home before the staging resources around it go."""

from dataclasses import replace

from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from integrity.progress import Progress, ProgressSink, Stage, silent
from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_errors import NotAVhd
from transfer.copy_options import DEFAULTS, CopyOptions
from transfer.journal.records import Terms
from transfer.journal.store import Journal
from transfer.limiting import MOST_STREAMS
from transfer.names import local_path, safe_component
from transfer.ranges import ByteRange
from transfer.receipt import Receipt
from transfer.settling import settled
from transfer.strategies.all_strategies import Place, Tools, find_way, reading_end
from transfer.vhd.converting import how_to_convert
from transfer.vhd.footer import FOOTER_SIZE
from transfer.vhd.inspection import Inspection, inspect
from transfer.vhd.partitions import HEAD_SIZE


@dataclass(frozen=True, slots=True)
class RescueOptions:
    """What a person has decided about a rescue."""

    copying: CopyOptions = DEFAULTS
    overwrite: bool = False

    only: str | None = None
    """The one strategy that may be used; None: the best that leads there."""

    any_file: bool = False
    """Rescue what is no sound VHD, too."""

    origin: str = ""
    """The id of the run output that it is of: who takes it up can be let in again."""


AS_USUAL = RescueOptions()


def place(text: str) -> Place:
    """A blob or a local file, as somebody has written it.

    Raises:
        Refused: It is an address, but no blob's, or it is no UTF-8.
    """
    if "://" in text:
        return BlobAddress.parse(text)
    return local_path(text)


def destination_for(artifact: Place, home: Place) -> Place:
    """Where an artifact goes that is to be put into a folder or to a name.

    Args:
        home: A folder, a file's name, or a blob's address.

    Raises:
        Refused: Its name cannot be a file's.
    """
    if isinstance(home, BlobAddress) or not home.is_dir():
        return home
    return home / safe_component(artifact.name)


async def examine(
    artifact: Place, tools: Tools, *, on_progress: ProgressSink = silent
) -> Inspection:
    """Look at both ends of a VHD: three small reads, wherever it is.

    Args:
        on_progress: Hears what is waited for, when somebody does not answer.

    Raises:
        CopyError: It cannot be read.
    """

    def heard(again: TryAgain) -> None:
        on_progress(Progress(str(artifact), Stage.RETRYING, 0, trouble=again.why))

    end = reading_end(artifact, tools, heard)
    try:
        survey = await end.survey()
        size = survey.size
        tail = await end.read(ByteRange(max(0, size - FOOTER_SIZE), size))
        head = await end.read(ByteRange(0, min(size, HEAD_SIZE)))
    finally:
        await end.close()
    return inspect(size, tail=bytes(tail.data), head=bytes(head.data))


def not_a_vhd(artifact: Place, inspection: Inspection) -> NotAVhd:
    """What to say of an image that is no sound VHD, and how it becomes one."""
    shown = str(artifact)
    return NotAVhd(shown, inspection.problems, how_to_convert(inspection, shown))


async def rescue(
    artifact: Place,
    home: Place,
    *,
    tools: Tools,
    journal: Journal,
    options: RescueOptions = AS_USUAL,
    on_progress: ProgressSink = silent,
) -> Receipt:
    """Copy a VHD to where it is safe, and prove it. The same call resumes.

    Args:
        artifact: A run output's `artifactUri`, any blob's address, or a local file.
        home: A folder, a file's name, or a blob's address in another account.

    Raises:
        NotAVhd: It is none that Azure would take, and `any_file` was not said.
        CopyError: As `copy`.
    """
    if not options.any_file:
        inspection = await examine(artifact, tools, on_progress=on_progress)
        if not inspection.is_sound:
            raise not_a_vhd(artifact, inspection)
    destination = await settled(None, destination_for, artifact, home)
    way = find_way(
        artifact, destination, tools, overwrite=options.overwrite, only=options.only
    )
    copying = replace(options.copying, terms=_terms(options, tools))
    return await copy(way, journal=journal, options=copying, on_progress=on_progress)


def _terms(options: RescueOptions, tools: Tools) -> Terms:
    rate = tools.limit.rate
    return Terms(
        overwrite=options.overwrite,
        level=options.copying.level,
        limit_rate=None if rate is None else int(rate),
        streams=None if tools.at_once == MOST_STREAMS else tools.at_once,
        origin=options.origin,
        tree="" if tools.tree is None else str(tools.tree),
        sha256=options.copying.expected_sha256 or "",
    )
