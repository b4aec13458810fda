"""What `bakeferry outputs` does."""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from integrity.quantities import counted, size_in_words
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.vhds import outputs_in_sight, staged_vhds
from transfer.azure.whereabouts import PlacedOutput, Status, placed_outputs
from tui.cli.live.cells import Column, Row
from tui.cli.live.items import output_item
from tui.cli.live.placed import of_each, pages
from tui.cli.live.running import Live, run_live
from tui.cli.live.sentences import kind_words, status_word
from tui.cli.live.vhd_sizes import VhdSizes
from tui.cli.live.watching import Told, list_job
from tui.places import place_words

COLUMNS = (
    Column("TEMPLATE", lambda row: row["template"], at_least=16, shrinks=True),
    Column("OUTPUT", lambda row: row["name"], at_least=16, shrinks=True),
    Column("KIND", kind_words, at_least=11, leaves=1, raw=lambda row: row["kind"]),
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
        summary, unseen = _counts(()), list[str]()

        async def look(
            manager: ResourceManager, template: TemplateDetail
        ) -> tuple[PlacedOutput, ...]:
            found, staged = await outputs_in_sight(
                manager, template, live.session.records, unseen.append
            )
            sizes.take(found, staged.sizes)
            return found

        async for manager, page in pages(live, named):
            found = await of_each(manager, page, partial(look, manager))
            wanted = [one for one in found if not at_risk or _is_at_risk(one)]
            await sizes.ask(live.session, wanted)
            wanted = [sizes.placed(one) for one in wanted]
            wanted = [one for one in wanted if not at_risk or _is_at_risk(one)]
            add(output_item(one, sizes.of(one)) for one in wanted)
            summary.update(_counts(wanted))
        for why in filter(None, (sizes.why_unknown(), _unseen_words(len(unseen)))):
            if why not in told:  # a list may be looked at again and again
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
        records = live.session.records
        staged = await staged_vhds(manager, template, found, records, live.note)
        found = staged.and_older(found)
        add(output_item(one, staged.sizes.get(one.id)) for one in found)
        summary = _counts(found)
        return summary, _words(summary)

    return run_live(options, list_job("outputs", COLUMNS, options, fill))


def _is_at_risk(output: PlacedOutput) -> bool:
    return output.status is Status.AT_RISK


def _unseen_words(unseen: int) -> str:
    """That VHDs may be missing in a list; empty when none can be."""
    if not unseen:
        return ""
    groups = counted(unseen, "staging group")
    return (
        f"VHDs of earlier runs may be missing: {groups} could not be looked into;"
        " `bakeferry outputs show TEMPLATE` says why"
    )


def _counts(outputs: Collection[PlacedOutput]) -> Counter[str]:
    return Counter(
        outputs=len(outputs),
        atRisk=sum(map(_is_at_risk, outputs)),
        older=sum(one.is_older for one in outputs),
    )


def _words(summary: Mapping[str, int]) -> str:
    words = counted(summary["outputs"] - summary["older"], "run output")
    if summary["older"]:
        words += f", {counted(summary['older'], 'older VHD')}"
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
