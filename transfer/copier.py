"""Copies one artifact: finds out what was begun, and takes that up or begins anew."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

from integrity.artifacts.retries import TryAgain
from integrity.progress import Progress, ProgressSink, Stage, silent
from transfer.copy_errors import ArtifactReplaced, NotExpected
from transfer.copy_options import DEFAULTS, CopyOptions
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.most_telling import most_telling, translated
from transfer.receipt import Receipt, receipt_from_json
from transfer.settling import settled
from transfer.strategies.plan import Plan, Survey
from transfer.strategies.ports import Way
from transfer.under_way import JobUnderWay, Started


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
    try:
        return await _Call(way, journal, options, on_progress).copy()
    except BaseExceptionGroup as group:
        raise most_telling(group) from None
    except (MemoryError, RuntimeError) as error:
        raise translated(error) from None


class _Call:
    """One call of `copy`."""

    def __init__(
        self, way: Way, journal: Journal, options: CopyOptions, sink: ProgressSink
    ) -> None:
        self._way, self._journal = way, journal
        self._options, self._sink = options, sink
        self._started = Started()
        way.pacer.heard = self._tell_trouble

    def _tell_trouble(self, again: TryAgain) -> None:
        item = self._way.artifact.shown
        self._sink(Progress(item, Stage.RETRYING, 0, trouble=again.why))

    async def copy(self) -> Receipt:
        """Find out what is there, copy it, and let go of both ends."""
        try:
            found = await self._way.artifact.survey()
            self._way = self._way.fitting(found)
            return await self._take_up_or_begin(self._way.destination.needs(found))
        finally:
            await self._way.destination.close()
            await self._way.artifact.close()

    async def _take_up_or_begin(self, survey: Survey) -> Receipt:
        holder = Holder.this_process()
        try:
            if begun := await self._begun(survey, holder):
                return await self._under_way(begun, survey).take_up()
            if receipt := await self._already_there(survey):
                return receipt
            await self._way.destination.vacant(survey)
            await self._check_expected(survey)
            job = self._new_job(survey)
            await settled(None, self._journal.begin, job, holder)
            return await self._under_way(job, survey).begin()
        finally:
            await settled(None, self._journal.release, holder)

    async def _begun(self, survey: Survey, holder: Holder) -> Job | None:
        """The job that an earlier call has begun with this very version."""
        begun = await settled(None, self._journal.take_up, *self._ends, holder)
        if begun is None:
            return None
        if _is_of(begun, survey):
            return await self._with_digest(begun)
        if not self._options.afresh:
            raise ArtifactReplaced(
                self._way.artifact.shown,
                f"is another version than the one that job {begun.short} has begun with",
            )
        await self._way.destination.give_up(begun)
        await settled(None, self._journal.mark, begun.job_id, JobState.GIVEN_UP)
        return None

    async def _with_digest(self, begun: Job) -> Job:
        """Remember the digest that is expected now: who resumes next may say none."""
        expected = self._options.terms.sha256
        if expected in ("", begun.terms.sha256):
            return begun
        job = replace(begun, terms=replace(begun.terms, sha256=expected))
        await settled(None, self._journal.agree, job)
        return job

    async def _check_expected(self, survey: Survey) -> None:
        """Begin nothing with a file that is not the one that is expected.

        Raises:
            NotExpected: It has another digest; what comes over a wire is read once.
        """
        expected = self._options.expected_sha256
        if expected is None:
            return
        artifact = self._way.artifact

        def heard(taken: int) -> None:
            self._sink(Progress(artifact.shown, Stage.HASHING, taken, survey.size))

        heard(0)
        found = await artifact.digest(heard)
        if found not in ("", expected):
            raise NotExpected(artifact.shown, found, expected)

    async def _already_there(self, survey: Survey) -> Receipt | None:
        """The receipt of an earlier call, if what it published is still what it was."""
        done = await settled(None, self._journal.finished, *self._ends)
        if done is None or not _is_of(done, survey):
            return None
        job = self._under_way(done, survey)
        proof = await job.published()
        if proof is None:
            return None
        again = partial(self._journal.mark, sha256=done.sha256, receipt=done.receipt)
        await settled(None, again, done.job_id, JobState.DONE)  # true as of now
        receipt, kept = job.receipt(proof), receipt_from_json(done.receipt)
        if kept is None:
            return receipt
        return replace(receipt, strategy=kept.strategy, published=kept.published)

    def _new_job(self, survey: Survey) -> Job:
        artifact, destination = self._ends
        return Job(
            job_id=str(uuid4()),
            artifact=artifact,
            destination=destination,
            etag=survey.etag,
            size=survey.size,
            chunk=self._way.destination.chunk(survey.size),
            strategy=self._way.movers[0].name,
            terms=self._options.terms,
        )

    def _under_way(self, job: Job, survey: Survey) -> JobUnderWay:
        return JobUnderWay(
            Plan(job, survey),
            self._way,
            journal=self._journal,
            options=self._options,
            sink=self._sink,
            started=self._started,
        )

    @property
    def _ends(self) -> tuple[str, str]:
        return self._way.artifact.identity, self._way.destination.identity


def _is_of(job: Job, survey: Survey) -> bool:
    """Whether a job was begun with the version that is there now."""
    return (job.etag, job.size) == (survey.etag, survey.size)
