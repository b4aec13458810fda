"""What `bakeferry templates` does."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from integrity.quantities import counted
from transfer.azure.resources import TemplateDetail, Trigger
from transfer.azure.whereabouts import PlacedOutput, placed_outputs
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column, Row, ago, duration
from tui.cli.live.items import now, output_item, template_item, trigger_item
from tui.cli.live.output import Single
from tui.cli.live.running import Live, run_live
from tui.cli.live.watching import Told, list_job

COLUMNS = (
    Column("NAME", lambda row: row["name"], at_least=20, shrinks=True),
    Column("GROUP", lambda row: row["resourceGroup"], at_least=12, shrinks=True),
    Column("LOCATION", lambda row: row["location"], at_least=12, leaves=1),
    Column("STATE", lambda row: _state(row), at_least=18, signs=True),
    Column(
        "TOOK",
        lambda row: duration(_seconds(row)),
        at_least=7,
        raw=lambda row: _seconds(row),
    ),
    Column(
        "STARTED",
        lambda row: ago(_started(row), now()),
        at_least=10,
        raw=lambda row: _started(row),
    ),
    Column("OUTPUTS", lambda row: ", ".join(row["outputs"]), at_least=8, leaves=2),
)


def _seconds(row: Row) -> float | None:
    return row["lastRun"]["seconds"] if row["lastRun"] else None


def _started(row: Row) -> str | None:
    return row["lastRun"]["startedAt"] if row["lastRun"] else None


def _state(row: Row) -> str:
    """What matters most about a template, in one or two words."""
    if row["provisioningState"].casefold() != "succeeded":
        word = row["provisioningState"]
        return f"{word} to submit" if word.casefold() == "failed" else str(word)
    last = row["lastRun"]
    if last is None:
        return "never ran"
    sub = last["runSubState"]
    return f"{last['runState']}, {sub}" if sub else str(last["runState"])


def list_templates(options: dict[str, Any]) -> int:
    """List image templates, the first ones before the last page has come."""

    async def fill(live: Live, add: Callable[[Iterable[Row]], object]) -> Told:
        summary = {"templates": 0, "building": 0, "failed": 0}
        async for page in live.manager().templates(live.group):
            add(template_item(one, now()) for one in page)
            for one in page:
                last = one.last_run
                summary["templates"] += 1
                summary["building"] += bool(last and last.is_running)
                states = (one.provisioning_state, last.run_state if last else "")
                summary["failed"] += "failed" in (each.casefold() for each in states)
        words = counted(summary["templates"], "image template")
        if summary["building"]:
            words += f", {summary['building']:,} building"
        if summary["failed"]:
            words += f", {summary['failed']:,} failed"
        return summary, words

    return run_live(options, list_job("templates", COLUMNS, options, fill))


def show(name: str, options: dict[str, Any]) -> int:
    """Show one template: its state, its last run, its outputs."""
    single = Single("template", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        outputs = await placed_outputs(manager, template, live.session.records)
        triggers = [one async for page in manager.triggers(resource) for one in page]
        content = _content(template, outputs, triggers)
        single.show(content, _lines(content), ExitCode.DONE)
        return ExitCode.DONE

    return run_live(options, job)


def _content(
    template: TemplateDetail,
    outputs: tuple[PlacedOutput, ...],
    triggers: list[Trigger],
) -> dict[str, Any]:
    group = template.staging_group
    return {
        "template": template_item(template.summary, now()),
        "stagingResourceGroup": group.name if group else None,
        "identities": [str(one) for one, _ in template.identities],
        "apiVersion": template.api_version,
        "runOutputs": [output_item(one) for one in outputs],
        "triggers": [trigger_item(template.summary.id, one) for one in triggers],
    }


def _lines(content: dict[str, Any]) -> Iterator[str]:
    from tui.cli.live.sentences import describe

    yield from describe(content, _state(content["template"]))


def pull(name: str, out: Path | None, options: dict[str, Any]) -> int:
    """Print a live template as the file that would make it."""
    from tui.cli.live.pulling import write_clean

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        return write_clean(await manager.template(resource), out, live.note)

    return run_live(options, job)
