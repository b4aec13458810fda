"""How a change comes out: by its operation, or by the template where there is none."""

from collections.abc import Callable

from integrity.safe_text import NOTHING, safe_text
from transfer.azure.arm import ResourceManager
from transfer.azure.changes import Begun
from transfer.azure.operations import DEADLINE, Rhythm, StatusSink, follow, unheard
from transfer.azure.resources import TemplateDetail
from transfer.errors import OperationFailed, OperationGone


async def ready(
    manager: ResourceManager,
    begun: Begun,
    *,
    on_status: StatusSink = unheard,
) -> TemplateDetail:
    """Wait until a template that was submitted is ready to be run.

    Raises:
        OperationFailed: The service could not make it, and says why.
        OperationGone: Somebody has deleted it meanwhile.
        OperationTooLong: No end came in time.
        AzureError: As for `follow`.
    """
    rhythm = Rhythm(manager.caller, DEADLINE, begun.operation.doing)
    await follow(manager.caller, begun.operation, rhythm=rhythm, on_status=on_status)
    found = await _settled(
        manager, begun, lambda known: known.summary.is_changing, rhythm, on_status
    )
    summary = found.summary
    if summary.provisioning_state.casefold() != "succeeded":
        raise OperationFailed(
            begun.operation.doing,
            summary.provisioning_state,
            NOTHING,
            summary.provisioning_error or NOTHING,
        )
    return found


async def built(
    manager: ResourceManager,
    begun: Begun,
    *,
    on_status: StatusSink = unheard,
) -> TemplateDetail:
    """Wait until a run, or its cancelling, has come to its end, whichever that is.

    How the build went stands in the template's `last_run`; that a run failed is an
    answer here, and no error.

    Raises:
        OperationGone: The template was deleted meanwhile.
        OperationTooLong: No end came in time.
        AzureError: As for `follow`.
    """
    rhythm = Rhythm(manager.caller, DEADLINE, begun.operation.doing)
    try:
        await follow(
            manager.caller, begun.operation, rhythm=rhythm, on_status=on_status
        )
    except OperationFailed as failed:
        on_status(failed.status)

    def is_running(known: TemplateDetail) -> bool:
        last = known.summary.last_run
        return begun.operation.has_no_address if last is None else last.is_running

    return await _settled(manager, begun, is_running, rhythm, on_status)


async def deleted(
    manager: ResourceManager,
    begun: Begun,
    *,
    on_status: StatusSink = unheard,
) -> None:
    """Wait until a template is gone.

    Raises:
        OperationFailed: The service could not delete it, and says why.
        OperationTooLong: It is still there.
        AzureError: As for `follow`.
    """
    rhythm = Rhythm(manager.caller, DEADLINE, begun.operation.doing)
    try:
        await follow(
            manager.caller, begun.operation, rhythm=rhythm, on_status=on_status
        )
    except OperationGone:
        on_status(safe_text("Gone"))
    while (known := await manager.find_template(begun.template)) is not None:
        state = known.summary.provisioning_state
        if state.casefold() == "failed":
            why = known.summary.provisioning_error or safe_text("it is still there")
            raise OperationFailed(begun.operation.doing, state, NOTHING, why)
        on_status(state)
        await rhythm.pause()


async def _settled(
    manager: ResourceManager,
    begun: Begun,
    goes_on: Callable[[TemplateDetail], bool],
    rhythm: Rhythm,
    on_status: StatusSink,
) -> TemplateDetail:
    """The template, once it no longer changes.

    Raises:
        OperationGone: There is none any more.
        OperationTooLong: It changes on and on.
    """
    while True:
        known = await manager.find_template(begun.template)
        if known is None:
            raise OperationGone(f"{begun.operation.doing}: the template is gone")
        if not goes_on(known):
            return known
        last = known.summary.last_run
        state = known.summary.provisioning_state
        on_status(last.run_state if last and not known.summary.is_changing else state)
        await rhythm.pause()
