"""`bakeferry templates`: the image templates of a subscription."""

from pathlib import Path
from typing import Any

import click

from tui.cli.completing import files
from tui.cli.live.options import (
    file_options,
    live_file_options,
    live_options,
    untold_options,
    watch_option,
)


@click.group(
    epilog="""\b
Examples:
  bakeferry templates list
  bakeferry templates list -g rg-golden -o tsv --query "items[].id"
  bakeferry templates show win11-avd
  bakeferry templates pull win11-avd --out templates/win11-avd.json
  bakeferry templates diff templates/win11-avd.json"""
)
def templates() -> None:
    """Look at the image templates that stand in Azure."""


@templates.command(
    "list",
    epilog="""\b
Examples:
  bakeferry templates list --watch
  bakeferry templates list -o jsonl
  bakeferry templates list -o tsv --query "items[?lastRun==null].name\"""",
)
@watch_option
@live_options
def list_templates(**options: Any) -> int:
    """List image templates, the first ones before the last page has come."""
    from tui.cli.work import templates as work

    return work.list_templates(options)


@templates.command(
    epilog="""\b
Examples:
  bakeferry templates show win11-avd
  bakeferry templates show win11-avd -g rg-golden -o json"""
)
@click.argument("name")
@live_options
def show(name: str, **options: Any) -> int:
    """Show one template: its state, its last run, its outputs."""
    from tui.cli.work import templates as work

    return work.show(name, options)


@templates.command(
    epilog="""\b
Examples:
  bakeferry templates pull win11-avd
  bakeferry templates pull win11-avd --out templates/win11-avd.json"""
)
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a new file instead of standard output.",
)
@untold_options
def pull(name: str, out: Path | None, **options: Any) -> int:
    """Print a live template as the file that would make it.

    What the service adds is left out: read-only properties and defaults. The checksums
    that it has filled in stay, so the file builds the same bytes or says that it cannot.
    """
    from tui.cli.work import templates as work

    return work.pull(name, out, options)


@templates.command(
    short_help="Hold a file against the live template.",
    epilog="""\b
Examples:
  bakeferry templates diff templates/win11-avd.json
  bakeferry templates diff win11.json -n win11-avd -g rg-golden -o json""",
)
@click.argument("file", shell_complete=files)
@click.option(
    "-n", "--name", metavar="NAME", help="The live template; else the file's own name."
)
@click.option(
    "--drift/--no-drift",
    default=True,
    help="Read the artifacts too, and hold them against the stored checksums.",
)
@file_options
@live_file_options
def diff(file: str, **options: Any) -> int:
    """Hold a file against the live template, the service's defaults filled in.

    Also told is drift: an address that serves something else than what the template
    builds, for artifacts are frozen when a template is submitted. Exits 1 when anything
    differs, 4 when an artifact does, 5 when one cannot be read.
    """
    from tui.cli.live.differing import compare

    return compare(file, options)
