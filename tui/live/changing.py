"""What is done to a template in Azure, and how it ends. Lives on the engine's loop."""

from collections.abc import Callable

from integrity.dataclass import dataclass
from integrity.safe_text import safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.changes import Begun, Changes
from transfer.azure.dying import dying_among, more_lost, newly_lost
from transfer.azure.endings import built, deleted
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import RescueRecords, Status, placed_outputs
from transfer.errors import AzureError
from tui.azure_session import AzureSession
from tui.live.access import Access
from tui.live.known import Known
from tui.live.lanes import Lanes
from tui.live.snapshot import Deletion


@dataclass(frozen=True, slots=True)
class Changing:
    """Builds, cancels and deletes; each method fails with an `AzureError`."""

    session: AzureSession
    known: Known
    lanes: Lanes
    records: RescueRecords
    access: Access
    say: Callable[[str], None]
    look_again: Callable[[], None]
    """Called when the list is not as it was."""

    follow: Callable[[ResourceId], None]
    """Called with the template of a build that has begun."""

    async def build(self, key: str) -> None:
        """Start a build; its end is told when it comes."""
        await self.build_of(self._template(key))

    async def build_of(self, template: ResourceId) -> None:
        """The same, of a template that may not be listed yet."""
        with self.known.doing(str(template).casefold(), "starting a build"):
            begun = await Changes(self.session.manager()).run(template)
        self.say(f"{template.name}: the build has begun.")
        self.look_again()
        self.follow(template)
        self.lanes.endings.put_nowait(lambda: self._tell_end(begun))

    async def _tell_end(self, begun: Begun) -> None:
        manager = self.session.manager()
        detail = await self.access.outlasting(lambda: built(manager, begun))
        last = detail.summary.last_run
        how = last.run_state if last is not None else "ended"
        self.say(f"{begun.template.name}: the build has {how.lower()}.")
        self.look_again()

    async def cancel(self, key: str) -> None:
        """Cancel the build that runs."""
        template = self._template(key)
        with self.known.doing(key, "cancelling"):
            await Changes(self.session.manager()).cancel(template)
        self.say(f"{template.name}: the build is being cancelled.")
        self.look_again()

    async def plan_deletion(self, key: str) -> Deletion:
        """Say what would die with a template, and what stays."""
        template = await self.session.manager().template(self._template(key))
        return await self.deletion_of(template)

    async def deletion_of(self, detail: TemplateDetail) -> Deletion:
        """The same, of a template that was just read."""
        manager, records = self.session.manager(), self.records
        outputs = await placed_outputs(manager, detail, records)
        dying = await dying_among(outputs, manager, detail, records, self.say)
        group = detail.staging_group
        kept = [one for one in outputs if one.status is Status.DELIVERED]
        kept += [one.output for one in dying if not one.is_at_risk]
        staging = safe_text(group.name if group is not None else "")
        summary = detail.summary
        key = str(summary.id).casefold()
        place = safe_text(f"subscription {summary.id.subscription}, {summary.group}")
        return Deletion(key, summary.name, place, staging, dying, tuple(kept))

    async def delete(self, agreed: Deletion) -> None:
        """Delete a template, and all that dies with it.

        Raises:
            AzureError: More would be lost by now than whoever agreed was told of.
        """
        key, template = agreed.key, self._template(agreed.key)
        with self.known.doing(key, "deleting"):
            await self.check(agreed)
            begun = await Changes(self.session.manager()).delete(template)
        self.look_again()
        self.lanes.endings.put_nowait(lambda: self._tell_gone(key, begun))

    async def check(self, agreed: Deletion) -> None:
        """See that no more would be lost than whoever agreed was told of.

        Raises:
            AzureError: It would.
        """
        now = await self.plan_deletion(agreed.key)
        if more := newly_lost(agreed.dying, now.dying):
            raise AzureError(
                f"{agreed.name}: {more_lost(more)}; nothing was deleted, ask again"
            )

    async def _tell_gone(self, key: str, begun: Begun) -> None:
        with self.known.doing(key, "deleting"):
            manager = self.session.manager()
            await self.access.outlasting(lambda: deleted(manager, begun))
        self.say(f"{begun.template.name} is deleted.")
        self.look_again()

    def _template(self, key: str) -> ResourceId:
        template = self.known.id_of(key)
        if template is None:
            raise AzureError("the template is not there any more")
        return template
