"""Image templates made, run, cancelled and deleted: each of it once.

A reply that is lost leaves open whether the request arrived. Whatever makes or starts
something is then looked for, and never sent a second time.
"""

from collections.abc import Callable

from integrity.dataclass import dataclass
from integrity.safe_text import safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.calls import Answer, Call
from transfer.azure.operations import Operation, Rhythm, operation_of
from transfer.azure.resources import TemplateDetail
from transfer.errors import (
    AzureUnreachable,
    BuildRunning,
    OperationTooLong,
    ReplyLost,
    ResourceMissing,
    StateConflict,
    TemplateExists,
)

_LOOKING = 60.0
"""Seconds in which a request whose reply was lost must show its effect."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A change that Azure has taken on."""

    template: ResourceId
    operation: Operation

    reply_lost: bool = False
    """The template told us that it had arrived, not a reply."""


class Changes:
    """Changes image templates; `endings` tells how what was begun comes out."""

    def __init__(self, manager: ResourceManager) -> None:
        self._manager = manager

    def creation(self, template: ResourceId, body: Body) -> Call:
        """What `create` sends, for whoever wants to see it first."""
        return self._call("PUT", template, f"submit {template.name}", body=body)

    async def create(self, template: ResourceId, body: Body) -> Begun:
        """Submit a template that is not there yet.

        Raises:
            TemplateExists: One of that name is there; nothing was sent.
            ReplyLost: No reply came, and no such template has come up since.
            AzureError: As for `Caller.send`.
        """
        manager = self._manager
        if (known := await manager.find_template(template)) is not None:
            raise TemplateExists(known.summary.name)
        call = self.creation(template, body)
        try:
            return self._begun(template, await manager.caller.send(call), call.doing)
        except ReplyLost as lost:
            await self._look(template, lambda found: found is not None, lost)
            return Begun(template, Operation(call.doing), reply_lost=True)

    def deletion(self, template: ResourceId) -> Call:
        """What `delete` sends, for whoever wants to see it first."""
        return self._call("DELETE", template, f"delete {template.name}")

    async def delete(self, template: ResourceId) -> Begun:
        """Delete a template, and its staging group with all VHDs in it.

        One that is gone already is deleted too.

        Raises:
            AzureError: As for `Caller.send`.
        """
        call = self.deletion(template)
        try:
            answer = await self._manager.caller.send(call)
        except ResourceMissing:
            return Begun(template, Operation(call.doing))
        except StateConflict:
            known = await self._manager.find_template(template)
            state = known.summary.provisioning_state if known else "deleting"
            if state.casefold() != "deleting":
                raise
            return Begun(template, Operation(call.doing))
        return self._begun(template, answer, call.doing)

    async def run(self, template: ResourceId) -> Begun:
        """Start a build.

        Raises:
            BuildRunning: One is running; nothing was sent.
            ReplyLost: No reply came, and no build has begun since.
            AzureError: As for `Caller.send`.
        """
        before = (await self._manager.template(template)).summary.last_run
        if before is not None and before.is_running:
            raise BuildRunning(safe_text(template.name), before.run_state)
        began = before.started if before else None

        def has_begun(found: TemplateDetail | None) -> bool:
            last = found.summary.last_run if found else None
            return last is not None and (last.is_running or last.started != began)

        return await self._post("run", template, has_begun)

    async def cancel(self, template: ResourceId) -> Begun:
        """Stop the build that runs.

        Raises:
            StateConflict: None runs.
            AzureError: As for `Caller.send`.
        """

        def is_stopping(found: TemplateDetail | None) -> bool:
            last = found.summary.last_run if found else None
            return last is not None and last.run_state.casefold().startswith("cancel")

        return await self._post("cancel", template, is_stopping)

    async def _post(
        self,
        action: str,
        template: ResourceId,
        has_arrived: Callable[[TemplateDetail | None], bool],
    ) -> Begun:
        call = self._call("POST", template, f"{action} {template.name}", f"/{action}")
        try:
            answer = await self._manager.caller.send(call)
        except ReplyLost as lost:
            await self._look(template, has_arrived, lost)
            return Begun(template, Operation(call.doing), reply_lost=True)
        return self._begun(template, answer, call.doing)

    async def _look(
        self,
        template: ResourceId,
        has_arrived: Callable[[TemplateDetail | None], bool],
        lost: ReplyLost,
    ) -> None:
        """Look for the effect of a request whose reply was lost.

        Raises:
            ReplyLost: There is none to be seen.
        """
        rhythm = Rhythm(self._manager.caller, _LOOKING, lost.doing)
        try:
            while not has_arrived(await self._manager.find_template(template)):
                await rhythm.pause()
        except (OperationTooLong, AzureUnreachable):
            why = f"{lost.why}; looked for it, and saw nothing of it"
            raise ReplyLost(lost.doing, why) from lost

    def _begun(self, template: ResourceId, answer: Answer, doing: str) -> Begun:
        return Begun(template, operation_of(answer, doing))

    def _call(
        self,
        method: str,
        template: ResourceId,
        doing: str,
        action: str = "",
        *,
        body: Body | None = None,
    ) -> Call:
        url = self._manager.url(template.path + action, self._manager.api_version)
        return Call(method, url, doing, body)
