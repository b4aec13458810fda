"""What dies with a template, as it is told before."""

from collections.abc import Iterable, Iterator, Sequence

import click

from transfer.azure.dying import Dying
from transfer.azure.resources import TemplateDetail
from tui.cli.live.documents import OutputItem
from tui.cli.live.items import output_item
from tui.cli.live.sentences import describe_output
from tui.cli.shown import shown


def lost_items(dying: Iterable[Dying]) -> tuple[OutputItem, ...]:
    """What dies, as documents have it."""
    return tuple(output_item(one.output, one.size) for one in dying)


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
    for each in lost_items(dying):
        for line in describe_output(each):
            yield f"  {line}"
