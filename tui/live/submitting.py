"""A verified file submitted and built. Lives on the engine's loop."""

import asyncio
from collections.abc import Callable

from integrity.dataclass import dataclass
from integrity.template.resource_ids import ResourceId
from transfer.azure.changes import Changes
from transfer.azure.endings import deleted, ready
from transfer.errors import AzureError
from tui.azure_session import AzureSession
from tui.live.access import Access
from tui.live.changing import Changing
from tui.live.known import Known
from tui.live.lanes import Lanes
from tui.live.snapshot import Deletion
from tui.submitting.candidate import Candidate
from tui.submitting.halfway import how_it_stands
from tui.submitting.submission import Submission, prepared


@dataclass(frozen=True, slots=True)
class SubmissionPlan:
    """What would be sent, and what would die to make room for it."""

    submission: Submission
    deletion: Deletion | None
    """None where no template of that name stands in Azure."""


@dataclass(frozen=True, slots=True)
class Submitting:
    """Plans a submission, then makes it; each method fails with a `TransferError`."""

    session: AzureSession
    known: Known
    lanes: Lanes
    access: Access
    changing: Changing
    say: Callable[[str], None]

    async def plan(self, candidate: Candidate, group: str | None) -> SubmissionPlan:
        """Judge a file by all that Azure knows, and look for what is in its way."""
        version = candidate.template.stated_version
        manager = self.session.manager(api_version=version)
        own = self.session.place.scope.group
        group = group or (own.value if own is not None else None)
        submission = await prepared(manager, candidate, group, self.changing.records)
        standing = submission.standing
        if standing is None:
            return SubmissionPlan(submission, None)
        return SubmissionPlan(submission, await self.changing.deletion_of(standing))

    async def submit(self, plan: SubmissionPlan) -> None:
        """Begin to make a template, which is then built; what comes of it is said."""
        candidate = plan.submission.candidate
        if not await asyncio.to_thread(lambda: candidate.is_as_it_was):
            raise AzureError(
                f"{candidate.shown_path} has changed since it was verified; "
                "nothing was sent"
            )
        self.lanes.endings.put_nowait(lambda: self._submit(plan))

    async def _submit(self, plan: SubmissionPlan) -> None:
        submission = plan.submission
        resource = submission.resource
        with self.known.doing(str(resource).casefold(), "submitting"):
            if plan.deletion is None:
                await self._create(submission)
            else:
                await self.changing.check(plan.deletion)
                await self._replace(submission)
        await self.changing.build_of(resource)

    async def _replace(self, submission: Submission) -> None:
        """Delete what stands there, and submit it anew; what stops halfway is told whole."""
        resource = submission.resource
        try:
            await self._make_room(resource)
            await self._create(submission)
        except AzureError as error:
            self.changing.look_again()
            path = str(submission.candidate.path)
            stands = await how_it_stands(self.session.manager(), resource, path)
            raise AzureError(f"{error}; {stands}") from error

    async def _make_room(self, resource: ResourceId) -> None:
        manager = self.session.manager()
        begun = await Changes(manager).delete(resource)
        self.changing.look_again()
        await self.access.outlasting(lambda: deleted(manager, begun))
        self.say(f"{resource.name} is deleted, to be submitted anew.")

    async def _create(self, submission: Submission) -> None:
        version = submission.candidate.template.stated_version
        manager = self.session.manager(api_version=version)
        begun = await Changes(manager).create(submission.resource, submission.body)
        if begun.reply_lost:
            self.say("The reply was lost; the template is there, so it had arrived.")
        self.changing.look_again()
        await self.access.outlasting(lambda: ready(manager, begun))
        self.say(f"{submission.resource.name} is submitted.")
