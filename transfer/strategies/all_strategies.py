"""The one list of strategies, and which of them lead from one place to another."""

from collections.abc import Callable
from dataclasses import field, replace
from pathlib import Path

import httpx

from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.pacing import Pacer, ignore
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.wire import COPYING, Wire
from transfer.azure.staging.signing import SigningTransport
from transfer.limiting import MOST_STREAMS, RateLimit
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.block_blob import BlockBlobDestination
from transfer.strategies.by_service import ByService, ServiceCopyDestination
from transfer.strategies.local_artifact import LocalArtifact
from transfer.strategies.local_copy import LocalCopy
from transfer.strategies.local_destination import LocalDestination
from transfer.strategies.marked_blob import MarkedBlob
from transfer.strategies.page_blob import PageBlobDestination
from transfer.strategies.ports import Mover, ReadableArtifact, Way
from transfer.strategies.relay import Relay
from transfer.strategies.server_side import ServerSide

Place = BlobAddress | Path
"""Where something is or goes: a blob, or a local file."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What every copy of one run shares."""

    transport: httpx.AsyncBaseTransport
    """Attaches bearer tokens by host; a signature is part of an address."""

    signing: SigningTransport | None = None
    """The same, where containers may be named in which addresses have to be signed."""

    policy: ReadingPolicy = COPYING
    limit: RateLimit = field(default_factory=lambda: RateLimit(None))

    spoken_for: frozenset[Path] = frozenset()
    """Where its other copies go: no digests are written there."""

    tree: Path | None = None
    """The folder that becomes the copy of a whole one, as `LocalDestination` has it."""

    at_once: int = MOST_STREAMS
    """Calls of one copy side by side, at most; it begins with fewer."""

    def wire(self, heard: Callable[[TryAgain], object]) -> Wire:
        """What sends the calls of one copy.

        Args:
            heard: Hears of each attempt that failed.
        """
        return Wire(self.transport, self.policy, heard)


AnyArtifact = BlobArtifact | LocalArtifact

AnyDestination = PageBlobDestination | BlockBlobDestination | LocalDestination

Ends = tuple[AnyArtifact, AnyDestination, Tools]

Strategy = Callable[[Ends], Mover | None]
"""Makes a mover between two ends; None: it does not lead from one to the other."""


def _server_side(ends: Ends) -> Mover | None:
    match ends:
        case (
            BlobArtifact() as artifact,
            (PageBlobDestination() | BlockBlobDestination()) as destination,
            tools,
        ):
            return ServerSide(artifact, destination, tools.limit)
    return None


def _by_service(ends: Ends) -> Mover | None:
    match ends:
        case (BlobArtifact(), ServiceCopyDestination() as destination, tools):
            return ByService(destination, tools.policy)
    return None


def _local(ends: Ends) -> Mover | None:
    match ends:
        case (LocalArtifact() as artifact, LocalDestination() as destination, tools):
            return LocalCopy(artifact, destination, tools.limit)
    return None


def _relayed(
    name: str, of: type[AnyArtifact], to: type[AnyDestination | MarkedBlob]
) -> Strategy:
    def make(ends: Ends) -> Mover | None:
        artifact, destination, tools = ends
        if isinstance(artifact, of) and isinstance(destination, to):
            return Relay(name, artifact, destination, tools.limit)
        return None

    return make


ALL_STRATEGIES: dict[str, Strategy] = {
    "server-side": _server_side,
    "streamed": _relayed("streamed", BlobArtifact, MarkedBlob),
    "service": _by_service,
    "download": _relayed("download", BlobArtifact, LocalDestination),
    "upload": _relayed("upload", LocalArtifact, MarkedBlob),
    "local": _local,
}
"""How each is made for two ends that it fits; where several fit, the first is best.

`service` has to be asked for: its destination is made in one go and knows no ranges.
"""


def find_way(
    artifact: Place,
    destination: Place,
    tools: Tools,
    *,
    overwrite: bool = False,
    only: str | None = None,
) -> Way:
    """How to get from one place to another.

    Args:
        only: The name of the one strategy that may be used.

    Raises:
        LookupError: That strategy does not lead there.
    """
    pacer = Pacer(at_most=tools.at_once)
    wire = tools.wire(pacer.trouble)
    start = _artifact(artifact, wire)
    goal = _destination(destination, wire, tools, overwrite=overwrite)
    if (
        only == "service"
        and isinstance(start, BlobArtifact)
        and isinstance(destination, BlobAddress)
    ):
        goal = ServiceCopyDestination(
            wire,
            destination,
            artifact=start,
            overwrite=overwrite,
        )
    way = _way((start, goal, tools), pacer, only)
    if way is None:
        raise LookupError(f"{only} does not lead from {artifact} to {destination}")
    if only == "service" or not isinstance(destination, BlobAddress):
        return way
    blocks = BlockBlobDestination(wire, destination, overwrite=overwrite)
    return replace(way, for_no_disk=_way((start, blocks, tools), pacer, only))


def _way(ends: Ends, pacer: Pacer, only: str | None) -> Way | None:
    made = [
        mover
        for name, make in ALL_STRATEGIES.items()
        if only in (None, name) and (mover := make(ends))
    ]
    return Way(ends[0], ends[1], tuple(made), pacer) if made else None


def reading_end(
    place: Place, tools: Tools, heard: Callable[[TryAgain], object] = ignore
) -> ReadableArtifact:
    """What reads an artifact that is not to be copied.

    Args:
        heard: Hears of each attempt that failed.
    """
    pacer = Pacer(at_most=tools.at_once, heard=heard)
    return _artifact(place, tools.wire(pacer.trouble))


def _artifact(place: Place, wire: Wire) -> AnyArtifact:
    if isinstance(place, BlobAddress):
        return BlobArtifact(BlobReader(wire, place))
    return LocalArtifact(place)


def _destination(
    place: Place, wire: Wire, tools: Tools, *, overwrite: bool
) -> PageBlobDestination | LocalDestination:
    if isinstance(place, BlobAddress):
        return PageBlobDestination(wire, place, overwrite=overwrite)
    return LocalDestination(
        place, overwrite=overwrite, spoken_for=tools.spoken_for, tree=tools.tree
    )
