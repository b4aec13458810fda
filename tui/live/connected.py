"""What can be done with a subscription once a session is open; on the engine's loop."""

import asyncio
from collections.abc import Awaitable, Callable

from integrity.parallel import for_each
from integrity.template.resource_ids import ResourceId
from transfer.azure.whereabouts import RescueRecords
from tui.azure_session import AzureSession
from tui.live.access import Access
from tui.live.changing import Changing
from tui.live.following import Following
from tui.live.known import Known
from tui.live.lanes import Lanes
from tui.live.listing import Listing
from tui.live.memory import OutputMemory
from tui.live.outputs import Outputs
from tui.live.submitting import SubmissionPlan, Submitting
from tui.workspace.courtesy import Courtesy


class Connected:
    """Lists, reads, follows, changes and submits, each where it holds up no other."""

    def __init__(
        self,
        session: AzureSession,
        known: Known,
        *,
        records: RescueRecords,
        memory: OutputMemory,
        courtesy: Courtesy,
        is_due: asyncio.Event,
        say: Callable[[str], None],
    ) -> None:
        """Nothing is asked of Azure before `live`.

        Args:
            known: Where all that is found out goes.
            is_due: Set when the list is to be looked at now rather than soon.
            say: Tells whoever looks at the window.
        """
        access = Access(is_due.set)
        self._known = known
        self._lanes = Lanes(say)
        self.outputs = Outputs(session, known, self._lanes, records, memory)
        self._following = Following(session, known, courtesy)
        self.changing = Changing(
            session=session,
            known=known,
            lanes=self._lanes,
            records=records,
            access=access,
            say=say,
            look_again=is_due.set,
            follow=self._follow_build,
        )
        self.submitting = Submitting(
            session, known, self._lanes, access, self.changing, say
        )
        self._listing = Listing(
            session,
            known,
            access,
            is_due,
            on_list=self.outputs.after_list,
            courtesy=courtesy,
        )

    async def live(self) -> None:
        """Do what is asked for, until cancelled."""
        self.outputs.recall()
        lives = (self._listing.live, self._following.live, self._lanes.live)
        await for_each(lives, lambda live: live(), at_once=len(lives))

    def change(self, do: Callable[[Changing], Awaitable[object]]) -> None:
        """Change something, after all that was asked for before."""
        self._lanes.changes.put_nowait(lambda: do(self.changing))

    def submit(self, plan: SubmissionPlan) -> None:
        """The same, with a template that is to be made."""
        self._lanes.changes.put_nowait(lambda: self.submitting.submit(plan))

    def follow(self, key: str) -> None:
        """Read the log of a template's newest run, and go on as it grows."""
        template = self._known.id_of(key)
        if template is not None:
            self._following.follow(key, template)

    def _follow_build(self, template: ResourceId) -> None:
        """Read the log of a build that has begun, unless somebody reads another one."""
        log = self._known.log
        if not (log and log.is_growing):
            self._following.follow(str(template).casefold(), template)
