"""`bakeferry outputs`: what builds have brought forth, and what would be lost."""

from typing import Any

import click

from tui.cli.live.options import live_options, watch_option


@click.group(
    epilog="""\b
Examples:
  bakeferry outputs list
  bakeferry outputs list --at-risk -o tsv --query "items[].id"
  bakeferry outputs show win11-avd"""
)
def outputs() -> None:
    """Look at run outputs: where each is, and whether it dies with its template."""


@outputs.command(
    "list",
    epilog="""\b
Examples:
  bakeferry outputs list
  bakeferry outputs list --at-risk
  bakeferry outputs list win11-avd rhel9-base -o json
  bakeferry outputs list --ids - < ids.txt""",
)
@click.argument("names", nargs=-1, metavar="[TEMPLATE]...")
@click.option(
    "--ids",
    multiple=True,
    metavar="ID",
    help="Templates by their ids; - reads them from standard input.",
)
@click.option("--at-risk", is_flag=True, help="Only VHDs that die with their template.")
@watch_option
@live_options
def list_outputs(
    names: tuple[str, ...], ids: tuple[str, ...], at_risk: bool, **options: Any
) -> int:
    """List the run outputs of all templates, or of those named."""
    from tui.cli.work import outputs as work

    return work.list_outputs(names, ids, at_risk, options)


@outputs.command(
    epilog="""\b
Examples:
  bakeferry outputs show win11-avd
  bakeferry outputs show win11-avd -g rg-golden -o json"""
)
@click.argument("name", metavar="TEMPLATE")
@watch_option
@live_options
def show(name: str, **options: Any) -> int:
    """Show one template's outputs, with the sizes of the VHDs in staging."""
    from tui.cli.work import outputs as work

    return work.show(name, options)
