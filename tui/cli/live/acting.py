"""What commands tell that change something in Azure."""

import shlex
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from integrity.dataclass import dataclass
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import at_risk, placed_outputs
from transfer.errors import AzureError
from tui.cli.exit_codes import ExitCode
from tui.cli.live.following import Following, outcome_of
from tui.cli.live.items import now, template_item
from tui.cli.live.log_telling import LogTeller
from tui.cli.live.output import Single
from tui.cli.live.running import Live, code_of_error
from tui.cli.live.sentences import describe_run
from tui.cli.live.status_line import StatusLine
from tui.cli.live.until import code_at_the_end
from tui.cli.shown import shown


def status_line(live: Live) -> StatusLine:
    """A line that shows where things stand, and makes room when something is told."""
    line = StatusLine(quiet=bool(live.options.get("quiet")))
    live.closing.append(line.clear)
    return line


def log_teller(live: Live) -> LogTeller | None:
    """Tells the log beside the result, where `--logs` wants it."""
    return LogTeller(sys.stderr) if live.options["logs"] else None


@dataclass(frozen=True, slots=True)
class Deed:
    """What a command does, as its document tells it."""

    name: str

    lost: tuple[Mapping[str, Any], ...] = ()
    """The VHDs that died with a template, as items of documents."""

    replaces: bool = False
    """A template of the same name was deleted for it."""


def action(
    deed: Deed,
    resource: ResourceId,
    outcome: str,
    *,
    template: TemplateDetail | None = None,
    step: str | None = None,
) -> dict[str, Any]:
    """The content of an `action` document."""
    item = None if template is None else template_item(template.summary, now())
    return {
        "action": deed.name,
        "id": str(resource),
        "outcome": outcome,
        "template": item,
        "step": None if step is None else shown(step),
        "lost": list(deed.lost),
        "replaced": deed.replaces,
    }


async def follow_build(
    live: Live,
    single: Single,
    following: Following,
    *,
    deed: Deed,
    begun_by_us: bool,
    deadline: float | None = None,
) -> int:
    """Follow a build to its end and tell how it came out; returns the exit code."""
    word = shown(following.template.name)
    live.going_on = (
        f"the build of {word} goes on in Azure; `bakeferry watch {word}` follows it, "
        f"`bakeferry cancel {word}` stops it"
    )
    try:
        found = await following.to_the_end(begun_by_us=begun_by_us, deadline=deadline)
    except AzureError as error:
        _keep(live, single, following, deed=deed, code=code_of_error(error))
        raise
    live.going_on = None
    outcome, came_out = outcome_of(found)
    code = code_at_the_end(following.until, came_out)
    has_failed = came_out is ExitCode.BUILD_FAILED
    step = following.step if has_failed or outcome == "running" else None
    content = action(deed, following.template, outcome, template=found, step=step)
    lost = await _risk(following.manager, found, live)
    single.show(content, _build_lines(content, step, lost), code)
    return code


def _keep(
    live: Live, single: Single, following: Following, *, deed: Deed, code: ExitCode
) -> None:
    """Tell what was known of a build that could not be followed any further."""
    words, seen = following.last_words(), following.seen
    if words is None or seen is None:
        return
    following.line.clear()
    live.note(f"last seen: {words}")
    if live.going_on is not None:
        live.note(live.going_on)
    outcome, _ = outcome_of(seen)
    step = following.step
    content = action(deed, following.template, outcome, template=seen, step=step)
    single.show(content, (), code)


async def _risk(
    manager: ResourceManager, found: TemplateDetail, live: Live
) -> tuple[str, ...]:
    """The VHDs that are only in staging now; none where nobody may see them."""
    try:
        outputs = await placed_outputs(manager, found, live.session.records)
    except AzureError as error:
        live.note(f"the outputs are not known: {error}")
        return ()
    return tuple(one.name for one in at_risk(outputs))


def _build_lines(
    content: Mapping[str, Any], step: str | None, lost: tuple[str, ...]
) -> Iterator[str]:
    template = content["template"]
    yield f"{template['name']}: build {content['outcome']}"
    run = tuple(describe_run(template))
    yield from run
    if step is not None and content["outcome"] == "running":
        yield f"{'Step':<15} {shown(step)}"
    elif step is not None:
        yield f"{'Ended in':<15} {shown(step)}"
        following = f"bakeferry logs {shlex.quote(template['name'])} --errors"
        if not any(line.endswith(following) for line in run):
            yield f"{'Next':<15} {following}"
    for name in lost:
        yield f"{'At risk':<15} {name}: only in staging, dies with the template"
