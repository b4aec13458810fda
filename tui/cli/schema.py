"""`bakeferry schema`: the JSON Schema of an output."""

import json

import click

from integrity.lint.reports.schemas import SCHEMAS, schema_of
from tui.cli.live.account_documents import AccountDocument, DoctorDocument
from tui.cli.live.documents import (
    ActionDocument,
    DiffDocument,
    OutputsDocument,
    TemplateDocument,
    TemplatesDocument,
    TriggersDocument,
)
from tui.cli.live.events import LiveEvent
from tui.cli.live.log_documents import LogDocument, LogRunsDocument
from tui.cli.live.transfer_documents import CopiesDocument, JobsDocument, VhdDocument

ALL_SCHEMAS: dict[str, object] = {
    **SCHEMAS,
    "templates": TemplatesDocument,
    "template": TemplateDocument,
    "outputs": OutputsDocument,
    "triggers": TriggersDocument,
    "action": ActionDocument,
    "diff": DiffDocument,
    "log": LogDocument,
    "log-runs": LogRunsDocument,
    "account": AccountDocument,
    "doctor": DoctorDocument,
    "live-events": LiveEvent,
    "vhd": VhdDocument,
    "copies": CopiesDocument,
    "jobs": JobsDocument,
}
"""What can be asked for by name."""


@click.command(
    epilog="""\b
Examples:
  bakeferry schema                 # the names
  bakeferry schema verify > verify.schema.json
  bakeferry schema events          # the lines of -o jsonl
  bakeferry schema templates       # of templates list"""
)
@click.argument(
    "name", metavar="[NAME]", type=click.Choice(list(ALL_SCHEMAS)), required=False
)
def schema(name: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of an output, or the names of all.

    Within /1 fields are only added: a document of a later version still fits.
    """
    if name is None:
        click.echo("\n".join(ALL_SCHEMAS))
    else:
        click.echo(json.dumps(schema_of(name, ALL_SCHEMAS), indent=2))
