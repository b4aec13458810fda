"""`bakeferry triggers`: what starts builds by itself."""

from typing import Any

import click

from tui.cli.live.options import live_options, watch_option


@click.group(
    epilog="""\b
Examples:
  bakeferry triggers list
  bakeferry triggers create win11-avd
  bakeferry triggers delete win11-avd source-image"""
)
def triggers() -> None:
    """Have templates be built by themselves when their base image has a new version."""


@triggers.command(
    "list",
    epilog="""\b
Examples:
  bakeferry triggers list
  bakeferry triggers list win11-avd -o json""",
)
@click.argument("names", nargs=-1, metavar="[TEMPLATE]...")
@watch_option
@live_options
def list_triggers(names: tuple[str, ...], **options: Any) -> int:
    """List the triggers of all templates, or of those named."""
    from tui.cli.work import triggers as work

    return work.list_triggers(names, options)


@triggers.command(
    short_help="Build a template whenever its base image has a new version.",
    epilog="""\b
Examples:
  bakeferry triggers create win11-avd
  bakeferry triggers create win11-avd monthly-base -g rg-golden""",
)
@click.argument("template")
@click.argument("name", default="source-image")
@live_options
def create(template: str, name: str, **options: Any) -> int:
    """Start a build of a template whenever its base image has a new version.

    The service wants a base image of version `latest` for that.
    """
    from tui.cli.work import triggers as work

    return work.create(template, name, options)


@triggers.command(
    epilog="""\b
Examples:
  bakeferry triggers delete win11-avd source-image
  bakeferry triggers delete win11-avd source-image -y"""
)
@click.argument("template")
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@live_options
def delete(template: str, name: str, **options: Any) -> int:
    """Take a trigger away; the template and its outputs stay."""
    from tui.cli.work import triggers as work

    return work.delete(template, name, options)
