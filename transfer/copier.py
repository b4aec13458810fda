"""Copies one artifact: takes up what was begun, moves the rest, proves the whole."""

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from integrity.parallel import for_each
from integrity.progress import Progress, ProgressSink, Stage, silent
from transfer.compare import compare
from transfer.copy_errors import ArtifactReplaced, CannotVerifyOrigin, ContentDiffers
from transfer.copy_options import DEFAULTS, CopyOptions
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.most_telling import most_telling, told
from transfer.ranges import Chunk, total
from transfer.receipt import Level, Receipt
from transfer.settling import settled
from transfer.strategies.plan import Mover, Plan, Proof, Survey, Way, Wish
from transfer.window import CommitWindow

if TYPE_CHECKING:
    from transfer.digesting import ChunkDigest

_log = logging.getLogger(__name__)

_CHECKED_AT_ONCE = 4


async def copy(
    way: Way,
    *,
    journal: Journal,
    options: CopyOptions = DEFAULTS,
    on_progress: ProgressSink = silent,
) -> Receipt:
    """Copy an artifact; the same call takes up a copy that was stopped.

    A cancelled call leaves a true journal, and the destination marked as partial.

    Raises:
        CopyError: The copy has stopped. `resumable` tells whether this same call may
            go on, and `advice` what to do.
    """
    run = _Run(way, journal, options, on_progress)
    try:
        return await run.run_and_close()
    except BaseExceptionGroup as group:
        raise most_telling(group) from None
    except (MemoryError, RuntimeError) as error:
        raise told(error) from None


class _Run:
    """One call of `copy`."""

    def __init__(
        self, way: Way, journal: Journal, options: CopyOptions, sink: ProgressSink
    ) -> None:
        self._way, self._artifact, self._pacer = way, way.artifact, way.pacer
        self._destination, self._movers = way.destination, way.movers
        self._ends = (way.artifact.identity, way.destination.identity)
        self._journal, self._options, self._sink = journal, options, sink
        self._holder = Holder.this_process()
        self._digests: dict[int, ChunkDigest] = {}
        self._done = self._moved = 0
        self._at_once = way.pacer.at_most
        self._total: int | None = None
        self._started, self._began = time.time(), time.monotonic()
        self._used = way.movers[0].name
        way.pacer.heard = lambda again: self._tell(Stage.RETRYING, again.why)

    async def run_and_close(self) -> Receipt:
        """Run, and let go of both ends."""
        try:
            return await self.run()
        finally:
            await self._way.destination.close()
            await self._way.artifact.close()

    async def run(self) -> Receipt:
        """Find out what is there, and bring home what is missing."""
        found = await self._artifact.survey()
        way = self._way.fitting(found)
        self._destination, self._movers = way.destination, way.movers
        survey = way.destination.needs(found)
        self._total = total(survey.data)
        try:
            return await self._run(survey)
        finally:
            await settled(None, self._journal.release, self._holder)

    async def _run(self, survey: Survey) -> Receipt:
        begun = await settled(None, self._journal.take_up, *self._ends, self._holder)
        if begun and (begun.etag, begun.size) != (survey.etag, survey.size):
            await self._give_up(begun)
            begun = None
        if begun:
            return await self._go_on(Plan(begun, survey))
        if receipt := await self._already_there(survey):
            return receipt
        self._digests = {}  # of a copy that is gone: all of it has to come again
        await self._destination.vacant(survey)
        plan = Plan(self._new_job(survey), survey)
        await settled(None, self._journal.begin, plan.job, self._holder)
        await self._destination.begin(plan)
        return await self._bring_home(plan)

    async def _go_on(self, plan: Plan) -> Receipt:
        if proof := await self._left_to_publish(plan):
            return await self._publish(plan, proof)
        await self._destination.take_up(plan)
        await self._take_up(plan)
        return await self._bring_home(plan)

    async def _give_up(self, begun: Job) -> None:
        if not self._options.afresh:
            raise ArtifactReplaced(
                self._artifact.shown,
                f"is another version than the one that job {begun.short} has begun with",
            )
        await settled(None, self._journal.mark, begun.job_id, JobState.GIVEN_UP)

    def _new_job(self, survey: Survey) -> Job:
        return Job(
            job_id=str(uuid4()),
            artifact=self._artifact.identity,
            destination=self._destination.identity,
            etag=survey.etag,
            size=survey.size,
            chunk=self._destination.chunk(survey.size),
            strategy=self._used,
            terms=self._options.terms,
        )

    async def _already_there(self, survey: Survey) -> Receipt | None:
        """The receipt of an earlier run, if what it published is still what it was."""
        done = await settled(None, self._journal.finished, *self._ends)
        if done is None or (done.etag, done.size) != (survey.etag, survey.size):
            return None
        plan = Plan(done, survey)
        self._digests = await settled(None, self._journal.chunks, done.job_id)
        proof = await self._destination.published(self._wish(plan))
        return self._receipt(plan, proof) if proof else None

    async def _bring_home(self, plan: Plan) -> Receipt:
        await self._move_and_follow(plan)
        proof = await self._prove(plan)
        await self._mark(plan, JobState.PUBLISHING, proof)
        return await self._publish(plan, proof)

    async def _publish(self, plan: Plan, proof: Proof) -> Receipt:
        await self._destination.publish(plan, proof)
        receipt = self._receipt(plan, proof)
        kept = json.dumps(asdict(receipt))
        await self._mark(plan, JobState.DONE, proof, receipt=kept)
        self._tell(Stage.DONE)
        return receipt

    async def _mark(
        self, plan: Plan, state: JobState, proof: Proof, receipt: str = ""
    ) -> None:
        mark = partial(self._journal.mark, sha256=proof.sha256, receipt=receipt)
        await settled(None, mark, plan.job.job_id, state)

    async def _left_to_publish(self, plan: Plan) -> Proof | None:
        """What an earlier run has published before it could write so down."""
        if plan.job.state is not JobState.PUBLISHING:
            return None
        self._digests = await settled(None, self._journal.chunks, plan.job.job_id)
        proof = await self._destination.published(self._wish(plan))
        if proof is None:
            self._digests = {}
        return proof

    async def _take_up(self, plan: Plan) -> None:
        """Believe the journal only where the destination bears it out."""
        claimed = await settled(None, self._journal.chunks, plan.job.job_id)

        async def look(index: int) -> None:
            chunk = plan.by_index.get(index)
            if chunk and await self._destination.holds(chunk, claimed[index]):
                self._digests[index] = claimed[index]
                self._done += chunk.data_bytes
                self._tell(Stage.HASHING)

        await for_each(sorted(claimed), look, at_once=_CHECKED_AT_ONCE)
        lost = claimed.keys() - self._digests.keys()
        if lost:
            _log.info("%s: %d chunks have to come again", plan.job.short, len(lost))
            await settled(None, self._journal.forget, plan.job.job_id, sorted(lost))
        await self._destination.tidy(plan.extent_of(index) for index in self._digests)

    async def _move_and_follow(self, plan: Plan) -> None:
        move = partial(self._move_missing, plan)
        follow = partial(self._destination.follow, self._wish(plan))
        await for_each((move, follow), lambda work: work(), at_once=2)

    async def _move_missing(self, plan: Plan) -> None:
        """The last chunk comes last: what is half there is then visibly no VHD."""
        window = CommitWindow(
            plan.job.job_id, self._journal, self._destination, self._options.window
        )
        self._at_once = plan.at_once(self._pacer.at_most)
        self._tell(Stage.COPYING)
        try:
            await self._move(plan.chunks[:-1], window)
            await window.commit()
            await self._move(plan.chunks[-1:], window)
        finally:
            await window.commit()

    async def _move(self, chunks: Iterable[Chunk], window: CommitWindow) -> None:
        """Move chunks by the best way that is open."""
        for mover in self._movers:
            missing = [each for each in chunks if each.index not in self._digests]
            self._used = mover.name
            try:
                await self._move_by(mover, missing, window)
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
            async with self._pacer.turn():
                digest = await mover.move(chunk)
            self._digests[chunk.index] = digest
            self._done += chunk.data_bytes
            self._moved += chunk.data_bytes
            self._pacer.brought(chunk.data_bytes)
            self._tell(Stage.COPYING)
            self._destination.arrived(chunk.index)
            await window.arrived(chunk, digest)

        await for_each(chunks, move, at_once=self._at_once)

    async def _prove(self, plan: Plan) -> Proof:
        await self._artifact.check_unchanged()
        wish = self._wish(plan)
        proof = await self._destination.prove(wish)
        if self._destination.back and not proof.differing:
            back = self._destination.back
            proof = await compare(wish, proof, artifact=self._artifact, back=back)
        if proof.differing:
            lost = proof.differing
            await settled(None, self._journal.forget, plan.job.job_id, lost)
            why = f"{len(lost)} of {len(plan)} chunks differ from the artifact"
            raise ContentDiffers(self._destination.shown, why, lost)
        expected = self._options.expected_sha256
        if expected is None:
            known = proof.sha256 or await self._artifact.digest()
            return replace(proof, sha256=known)
        if proof.sha256 != expected:
            why = f"its sha256 is {proof.sha256 or 'unknown'}, not {expected}"
            raise ContentDiffers(self._destination.shown, why)
        return replace(proof, level=Level.FULL)

    def _wish(self, plan: Plan) -> Wish:
        def heard(taken: int) -> None:
            if self._done == self._total:  # until then it is behind what is copied
                item = self._artifact.shown
                self._sink(Progress(item, Stage.HASHING, taken, plan.job.size))

        level = self._options.level
        if level is None and self._options.expected_sha256:
            level = Level.FULL
        return Wish(plan, self._digests, level, heard)

    def _receipt(self, plan: Plan, proof: Proof) -> Receipt:
        return Receipt(
            job=plan.job.job_id,
            artifact=self._artifact.identity,
            destination=self._destination.identity,
            etag=plan.survey.etag,
            size=plan.job.size,
            data_bytes=plan.data_bytes,
            moved_bytes=self._moved,
            strategy=self._used,
            level=proof.level,
            sha256=proof.sha256 or None,
            crc64=proof.crc64,
            started=self._started,
            seconds=time.monotonic() - self._began,
            not_kept=plan.survey.unsendable,
        )

    def _tell(self, stage: Stage, trouble: str = "") -> None:
        item = self._artifact.shown
        self._sink(Progress(item, stage, self._done, self._total, trouble))
