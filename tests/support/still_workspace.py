"""A workspace in which nothing moves: what it says was decided before."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from integrity.digests.history import SeenArtifact, SeenVersion
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.reading import FactKey
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from tui.files.demo_workspace import ADDRESS
from tui.workspace.found_file import find_files
from tui.workspace.judged import ArtifactEntry, ArtifactProgress, VerifyRun
from tui.workspace.judged_file import JudgedFile, judged
from tui.workspace.proposal import Proposal, Written
from tui.workspace.proposing import candidate
from tui.workspace.snapshot import Snapshot, TemplateEntry, WorkspaceOptions
from tui.workspace.stages import ArtifactStage, EntryState

if TYPE_CHECKING:
    from tui.submitting.candidate import Candidate

DEMO = Path(__file__).parents[2] / "assets" / "demo"
"""The demo's files as they are shipped: without the artifact too large to ship."""

HERE = (Path("templates"),)
"""What is open, for tests that stand in `DEMO`: no path of this machine is shown."""

MIB = 2**20


@dataclass(frozen=True)
class StillHistory:
    """Stands in for `integrity.digests.history.DigestHistory`."""

    all_seen: tuple[SeenArtifact, ...]

    def seen(self) -> tuple[SeenArtifact, ...]:
        """What was decided."""
        return self.all_seen

    def export_lines(self) -> tuple[bytes, ...]:
        """Nothing."""
        return ()


class StillWorkspace:
    """Stands in for `tui.workspace.workspace.Workspace`, and keeps what it was told."""

    def __init__(
        self,
        snapshot: Snapshot,
        files: Sequence[JudgedFile] = (),
        *,
        proposal: Proposal | None = None,
        can_undo: bool = False,
        seen: tuple[SeenArtifact, ...] = (),
    ) -> None:
        self.told: list[tuple[object, ...]] = []
        self.can_undo = can_undo
        self.history = StillHistory(seen)
        self._snapshot = snapshot
        self._opened = {one.found.key: one.opened for one in files}
        self._files = {one.found.key: one for one in files}
        self._proposal = proposal or Proposal(Safe("0 checksums"), ())

    def __getattr__(self, name: str):
        """Whatever has no answer is written down."""
        return lambda *words: self.told.append((name, *words))

    def snapshot(self) -> Snapshot:
        """What was decided."""
        return self._snapshot

    def become(self, snapshot: Snapshot) -> None:
        """Decide otherwise."""
        self._snapshot = snapshot

    def close(self, patience: float = 2.0) -> bool:
        """Nothing runs."""
        return True

    def start(self) -> None:
        """Nothing begins."""

    def open(self, key: str):
        """A file that was given, and no other."""
        return self._opened.get(key)

    def judged_under(self, key: str, version: str):
        """Nothing that a move would bring."""
        nothing: Future[tuple] = Future()
        nothing.set_result(())
        return nothing

    def propose_stamp(self, keys: Collection[str]) -> "Future[Proposal]":
        """What was decided, at once."""
        return self._done("propose_stamp", self._proposal)

    def propose_fixes(self, keys: Collection[str]) -> "Future[Proposal]":
        """The same."""
        return self._done("propose_fixes", self._proposal)

    def propose_rewrite(self, key: str) -> "Future[Proposal]":
        """The same."""
        return self._done("propose_rewrite", self._proposal)

    def propose_submission(self, key: str) -> "Future[Candidate]":
        """The file, and what reading the demo's artifacts tells."""
        file = self._files[key]
        found = candidate(file, demo_facts([file]), file.judging)
        return self._done("propose_submission", found)

    def write(self, proposal: Proposal) -> "Future[Written]":
        """Say so, and write nothing."""
        return self._done("write", Written(proposal.what, ()))

    def undo(self) -> "Future[Written | None]":
        """Say so, and undo nothing."""
        return self._done("undo", Written(Safe("1 checksum"), ()))

    def _done(self, name: str, result) -> Future:
        self.told.append((name,))
        future = Future()
        future.set_result(result)
        return future


def judged_files(
    options: WorkspaceOptions, facts: Mapping[FactKey, ArtifactFact] | None = None
) -> list[JudgedFile]:
    """The files that are open, judged by what is known."""
    found = find_files(options.paths)
    return [judged(one, options.judging, facts or {}) for one in found if one]


def snapshot_of(files: Sequence[JudgedFile], **changes) -> Snapshot:
    """What a workspace says of files: all of them judged, nothing under way."""
    entries = [one.entry for one in files]
    return Snapshot(
        number=1,
        entries=tuple(one for one in entries if one.state is not EntryState.OTHER),
        others=tuple(one for one in entries if one.state is EntryState.OTHER),
        looked_in=len(files),
        told=len(changes.get("messages", ())),
        **changes,
    )


def demo_facts(files: Sequence[JudgedFile]) -> dict[FactKey, ArtifactFact]:
    """What reading the demo's artifacts tells, its large one and a lost one included."""
    return {key: _fact(key) for one in files for key, _ in one.wanted}


def _fact(key: FactKey) -> ArtifactFact:
    url = SecretUrl(key[0])
    if "fonts" in key[0]:
        digest = "7be0" + "0" * 56 + "114d"
        return ArtifactFact(url, 20_660_000, sha256=digest, etag='"f1"')
    path = Path("artifacts") / key[0].removeprefix(f"{ADDRESS}/")
    with suppress(OSError):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        return ArtifactFact(url, len(data), sha256=digest, read_from=str(path))
    gone = ArtifactProblem(ProblemKind.MISSING, "not found (404)", 404)
    return ArtifactFact(url, problem=gone)


def verified(files: Sequence[JudgedFile]) -> list[JudgedFile]:
    """Files whose artifacts were read two minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=2, seconds=10)
    return [
        replace(one, entry=replace(one.entry, verified_at=then if one.wanted else None))
        for one in files
    ]


def half_read(entry: TemplateEntry) -> TemplateEntry:
    """A template whose first artifact is read to 51 %, the others waiting for it."""
    waits = ArtifactProgress(ArtifactStage.WAITING)
    waiting = (replace(one, progress=waits) for one in entry.artifacts)
    first, *rest = waiting
    return replace(entry, artifacts=(half_read_artifact(first), *rest))


def half_read_artifact(artifact: ArtifactEntry) -> ArtifactEntry:
    """An artifact of 100 MiB at 51 %."""
    half = ArtifactProgress(
        ArtifactStage.READING,
        done=51 * MIB,
        total=100 * MIB,
        rate=7.0 * MIB,
        seconds_left=7.0,
    )
    return replace(artifact, progress=half, fact=None, verdict=None)


def half_run(under_way: Sequence[ArtifactEntry], **changes) -> VerifyRun:
    """A run over 100 artifacts, of which 51 are read."""
    run = VerifyRun(
        number=2,
        total=100,
        done=51,
        bytes_done=510 * MIB,
        rate=7.0 * MIB,
        seconds_left=83.0,
        under_way=tuple(under_way),
    )
    return replace(run, **changes)


def past_run(**changes) -> VerifyRun:
    """A run that ended five minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=5, seconds=10)
    run = VerifyRun(1, total=14, done=14, bytes_done=42 * MIB, ended_at=then)
    return replace(run, **changes)


def seen_artifacts() -> tuple[SeenArtifact, ...]:
    """Three addresses: one as ever, one that has changed, one that is gone."""
    now = datetime.now(UTC)
    week, hour = (
        now - timedelta(days=7, minutes=5),
        now - timedelta(hours=1, minutes=5),
    )
    first = SeenVersion("a" * 64, 12_288, Safe('"v1"'), week, hour)
    second = SeenVersion("b" * 64, 20_660_000, None, hour, hour)
    return (
        SeenArtifact(Safe(f"{ADDRESS}/edge/watchdog.sh"), (first,), hour, None),
        SeenArtifact(Safe(f"{ADDRESS}/fonts.zip"), (second, first), hour, None),
        SeenArtifact(Safe(f"{ADDRESS}/lost.sh"), (), hour, Safe("not found (404)")),
    )


async def settled(app, pilot: Pilot) -> None:
    """Wait until what was asked for is done and on the screen."""
    await pilot.pause(0)
    while not app.frame.is_drawn or _busy(app):
        await pilot.pause()
    app.look()
    await pilot.pause(0)
    await pilot.pause()  # the sizes that a first look has changed are told


def _busy(app) -> bool:
    """Something is asked of the workspace, or the screen is made again."""
    ours = ("workspace", "draw")
    return any(one.group in ours and not one.is_finished for one in app.workers)
