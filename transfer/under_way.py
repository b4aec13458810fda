"""A job under way: what is there is looked at, the rest moved, the whole proven."""

import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, field, replace
from functools import partial

from integrity.dataclass import dataclass
from integrity.parallel import for_each
from integrity.progress import Progress, ProgressSink, Stage
from transfer.compare import compare
from transfer.copy_errors import CannotVerifyOrigin, ContentDiffers, NotExpected
from transfer.copy_options import CopyOptions
from transfer.digesting import ChunkDigest
from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.most_telling import most_telling
from transfer.ranges import Chunk
from transfer.receipt import Level, Receipt, receipt_from_json
from transfer.settling import settled
from transfer.shortages import DiskFull
from transfer.strategies.plan import Plan, Proof, Wish
from transfer.strategies.ports import Mover, Way
from transfer.window import CHUNKS_AT_STAKE, CommitWindow

_log = logging.getLogger(__name__)

_CHECKED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Started:
    """When a call began, by both clocks."""

    by_the_wall: float = field(default_factory=time.time)
    """Seconds since 1970."""

    monotonic: float = field(default_factory=time.monotonic)


class JobUnderWay:
    """One job, from what has arrived of it to its receipt."""

    def __init__(
        self,
        plan: Plan,
        way: Way,
        *,
        journal: Journal,
        options: CopyOptions,
        sink: ProgressSink,
        started: Started,
    ) -> None:
        """Nothing of it is known yet."""
        self._plan, self._job = plan, plan.job
        self._artifact, self._destination = way.artifact, way.destination
        self._movers, self._pacer = way.movers, way.pacer
        self._journal, self._options = journal, options
        self._sink, self._started = sink, started
        self._digests: dict[int, ChunkDigest] = {}
        self._done = self._moved = 0
        way.pacer.heard = lambda again: self._tell(Stage.RETRYING, again.why)

    async def begin(self) -> Receipt:
        """Copy all of it.

        Raises:
            CopyError, ExceptionGroup: It has stopped.
        """
        await self._destination.begin(self._plan)
        return await self._bring_home()

    async def take_up(self) -> Receipt:
        """Copy what is missing, if anything is.

        Raises:
            CopyError, ExceptionGroup: It has stopped.
        """
        if self._job.state is JobState.PUBLISHING and (proof := await self.published()):
            return await self._publish(proof)
        await self._destination.take_up(self._plan)
        await self._believe_what_is_there()
        return await self._bring_home()

    async def published(self) -> Proof | None:
        """What an earlier call has published, if it is still what it was.

        Raises:
            CopyError: Nobody can say.
        """
        claimed = await settled(None, self._journal.chunks, self._job.job_id)
        wish = self._wish(claimed)
        proof = await self._destination.published(wish)
        if proof is None:
            return None
        receipt = receipt_from_json(self._job.receipt)
        level = max(proof.level, receipt.level if receipt else Level.NONE)
        back = self._destination.back
        if back and wish.level is Level.FULL and level < Level.FULL:
            proof = await compare(wish, proof, artifact=self._artifact, back=back)
            level = proof.level
        if proof.differing:
            return None
        return self._as_expected(replace(proof, level=level))

    def receipt(self, proof: Proof) -> Receipt:
        """What is told of it when it is done."""
        return Receipt(
            job=self._job.job_id,
            artifact=self._artifact.identity,
            destination=self._destination.identity,
            etag=self._job.etag,
            size=self._job.size,
            data_bytes=self._plan.data_bytes,
            moved_bytes=self._moved,
            strategy=self._movers[0].name,
            level=proof.level,
            sha256=proof.sha256 or None,
            crc64=proof.crc64,
            started=self._started.by_the_wall,
            seconds=time.monotonic() - self._started.monotonic,
            not_kept=self._plan.survey.unsendable,
        )

    async def _believe_what_is_there(self) -> None:
        """Believe the journal only where the destination bears it out."""
        claimed = await settled(None, self._journal.chunks, self._job.job_id)

        async def look(index: int) -> None:
            chunk = self._plan.by_index.get(index)
            if chunk and await self._destination.holds(chunk, claimed[index]):
                self._digests[index] = claimed[index]
                self._done += chunk.data_bytes
                self._tell(Stage.HASHING)

        await for_each(sorted(claimed), look, at_once=_CHECKED_AT_ONCE)
        lost = sorted(claimed.keys() - self._digests.keys())
        if lost:
            _log.info("%s: %d chunks have to come again", self._job.short, len(lost))
            await self._forget(lost)
        await self._destination.tidy(map(self._plan.extent_of, self._digests))

    async def _bring_home(self) -> Receipt:
        async def follow() -> None:
            await self._destination.follow(self._wish(self._digests))

        await for_each((self._move_missing, follow), lambda work: work(), at_once=2)
        proof = await self._prove()
        await self._mark(JobState.PUBLISHING, proof)
        return await self._publish(proof)

    async def _move_missing(self) -> None:
        """The last chunk comes last: what is half there is then visibly no VHD."""
        window = CommitWindow(
            self._job.job_id,
            self._journal,
            self._destination,
            self._options.window,
            at_stake=CHUNKS_AT_STAKE * self._job.chunk,
        )
        self._tell(Stage.COPYING)
        try:
            await self._move(self._plan.chunks[:-1], window)
            await window.commit()
            await self._move(self._plan.chunks[-1:], window)
        finally:
            await window.commit()

    async def _move(self, chunks: Iterable[Chunk], window: CommitWindow) -> None:
        """Move chunks by the best way that is open."""
        while True:
            missing = [each for each in chunks if each.index not in self._digests]
            try:
                await self._move_by(self._movers[0], missing, window)
            except BaseExceptionGroup as group:
                error = most_telling(group)
                if not isinstance(error, CannotVerifyOrigin) or not self._movers[1:]:
                    raise
                _log.warning("%s; trying another way", error)
                self._movers = self._movers[1:]
            else:
                return

    async def _move_by(
        self, mover: Mover, chunks: Iterable[Chunk], window: CommitWindow
    ) -> None:
        async def move(chunk: Chunk) -> None:
            async with self._pacer.turn(), window.under_way(chunk):
                digest = await self._moved_by(mover, chunk)
            self._digests[chunk.index] = digest
            self._done += chunk.data_bytes
            self._moved += chunk.data_bytes
            self._pacer.brought(chunk.data_bytes)
            self._tell(Stage.COPYING)
            self._destination.arrived(chunk.index)
            await window.arrived(chunk, digest)

        at_once = self._plan.at_once(self._pacer.at_most)
        await for_each(chunks, move, at_once=at_once)

    async def _moved_by(self, mover: Mover, chunk: Chunk) -> ChunkDigest:
        """Whoever has to make room wants to know for how much, and not of one write."""
        try:
            return await mover.move(chunk)
        except DiskFull as full:
            raise full.of_all(self._plan.data_bytes - self._done) from full

    async def _prove(self) -> Proof:
        await self._artifact.check_unchanged()
        wish = self._wish(self._digests)
        proof = await self._destination.prove(wish)
        back = self._destination.back
        if back and not proof.differing:
            proof = await compare(wish, proof, artifact=self._artifact, back=back)
        if lost := proof.differing:
            await self._forget(lost)
            why = f"{len(lost)} of {len(self._plan)} chunks differ from the artifact"
            raise ContentDiffers(self._destination.shown, why, lost)
        if self._options.expected_sha256 is None:
            known = proof.sha256 or await self._artifact.digest(wish.heard)
            return replace(proof, sha256=known)
        return replace(self._as_expected(proof), level=Level.FULL)

    def _as_expected(self, proof: Proof) -> Proof:
        """The same, if the whole has the digest that somebody was told.

        Raises:
            NotExpected: It has another.
        """
        expected = self._options.expected_sha256
        if expected not in (None, proof.sha256):
            raise NotExpected(self._destination.shown, proof.sha256, expected)
        return proof

    def _wish(self, digests: Mapping[int, ChunkDigest]) -> Wish:
        def heard(taken: int) -> None:
            if self._done == self._plan.data_bytes:  # until then it is behind the copy
                item = self._artifact.shown
                self._sink(Progress(item, Stage.HASHING, taken, self._job.size))

        is_expected = self._options.expected_sha256 is not None
        level = Level.FULL if is_expected else self._options.level
        return Wish(self._plan, digests, level, heard)

    async def _publish(self, proof: Proof) -> Receipt:
        published = await self._destination.publish(self._plan, proof)
        receipt = replace(self.receipt(proof), published=published)
        await self._mark(JobState.DONE, proof, receipt=json.dumps(asdict(receipt)))
        self._tell(Stage.DONE)
        return receipt

    async def _mark(self, state: JobState, proof: Proof, receipt: str = "") -> None:
        mark = partial(self._journal.mark, sha256=proof.sha256, receipt=receipt)
        await settled(None, mark, self._job.job_id, state)

    async def _forget(self, chunks: Iterable[int]) -> None:
        await settled(None, self._journal.forget, self._job.job_id, chunks)

    def _tell(self, stage: Stage, trouble: str = "") -> None:
        item, total = self._artifact.shown, self._plan.data_bytes
        self._sink(Progress(item, stage, self._done, total, trouble))
