"""What dies with a template, as it is told before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from transfer.azure.dying import Dying
from transfer.azure.resources import TemplateDetail
from tui.cli.live.items import output_item
from tui.cli.live.sentences import describe_output
from tui.cli.shown import shown


def dying_item(one: Dying) -> dict[str, Any]:
    """A VHD that dies, as documents have it."""
    found = dict(output_item(one.output, one.size))
    return {**found, "id": str(one.output.template)} if one.is_older else found


def tell_loss(template: TemplateDetail, dying: Sequence[Dying]) -> None:
    """Say on standard error what dies with a template."""
    for line in _loss_lines(template, dying):
        click.echo(shown(line), err=True)


def _loss_lines(template: TemplateDetail, dying: Iterable[Dying]) -> Iterator[str]:
    group = template.staging_group
    yield f"With {template.summary.name} goes:"
    yield f"  its staging group {group.name if group else '(none known)'}"
    last = template.summary.last_run
    if last is not None and last.is_running:
        yield f"  its build, which has not ended ({last.run_state})"
    for each in dying:
        for line in describe_output(dying_item(each)):
            yield f"  {line}"
