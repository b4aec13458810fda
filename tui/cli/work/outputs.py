"""What `bakeferry outputs` does."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from integrity.lint.reports.quantities import counted, size_in_words
from transfer.azure.staged import staged_vhds
from transfer.azure.whereabouts import PlacedOutput, Status, placed_outputs
from tui.cli.live.cells import Column, Row
from tui.cli.live.items import output_item
from tui.cli.live.placed import of_templates, pages
from tui.cli.live.running import Live, run_live
from tui.cli.live.sentences import status_word
from tui.cli.live.vhd_sizes import VhdSizes
from tui.cli.live.watching import Told, list_job
from tui.places import place_words

COLUMNS = (
    Column("TEMPLATE", lambda row: row["template"], at_least=16, shrinks=True),
    Column("OUTPUT", lambda row: row["name"], at_least=16, shrinks=True),
    Column("KIND", lambda row: row["kind"], at_least=11, leaves=1),
    Column(
        "STATUS", status_word, at_least=9, signs=True, raw=lambda row: row["status"]
    ),
    Column("SIZE", lambda row: _size(row), at_least=9, raw=lambda row: row["size"]),
    Column(
        "WHERE",
        lambda row: place_words(row["place"]),
        at_least=12,
        shrinks=True,
        raw=lambda row: row["place"],
    ),
)


def _size(row: Row) -> str | None:
    return None if row["size"] is None else size_in_words(row["size"])


def list_outputs(
    names: tuple[str, ...], ids: tuple[str, ...], at_risk: bool, options: dict[str, Any]
) -> int:
    """List the run outputs of all templates, or of those named."""
    named = (*names, *_ids(ids)) if names or ids else None
    sizes, told = VhdSizes(), set[str]()

    async def fill(live: Live, add: Callable[[Iterable[Row]], object]) -> Told:
        summary = {"outputs": 0, "atRisk": 0}
        async for manager, page in pages(live, named):
            found = await of_templates(live, manager, page)
            wanted = [one for one in found if not at_risk or _is_at_risk(one)]
            await sizes.ask(live.session, wanted)
            wanted = [sizes.placed(one) for one in wanted]
            wanted = [one for one in wanted if not at_risk or _is_at_risk(one)]
            add(output_item(one, sizes.of(one)) for one in wanted)
            summary["outputs"] += len(wanted)
            summary["atRisk"] += sum(map(_is_at_risk, wanted))
        why = sizes.why_unknown()
        if why and why not in told:  # a list may be looked at again and again
            told.add(why)
            live.note(why)
        return summary, _words(summary)

    return run_live(options, list_job("outputs", COLUMNS, options, fill))


def show(name: str, options: dict[str, Any]) -> int:
    """Show one template's outputs, with the sizes of the VHDs in staging."""

    async def fill(live: Live, add: Callable[[Iterable[Row]], object]) -> Told:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        found = await placed_outputs(manager, template, live.session.records)
        staged = await staged_vhds(manager, template, found, live.note)
        found = tuple(map(staged.placed, found))
        add(output_item(one, staged.sizes.get(one.id)) for one in found)
        summary = {"outputs": len(found), "atRisk": sum(map(_is_at_risk, found))}
        return summary, _words(summary)

    return run_live(options, list_job("outputs", COLUMNS, options, fill))


def _is_at_risk(output: PlacedOutput) -> bool:
    return output.status is Status.AT_RISK


def _words(summary: dict[str, int]) -> str:
    words = counted(summary["outputs"], "run output")
    if summary["atRisk"]:
        words += f"; {summary['atRisk']:,} at risk: a VHD dies with its template"
    return words


def _ids(given: Iterable[str]) -> Iterator[str]:
    """The ids that were given, and those on standard input."""
    for one in given:
        if one == "-":
            yield from filter(None, map(str.strip, sys.stdin))
        else:
            yield one
