"""`bakeferry open`: the application at a template, a line of a file, or a view."""

import re
from pathlib import Path
from typing import Any

import click

from integrity.safe_text import safe_text
from tui.actions import Place
from tui.cli.application import VIEW_NAMES, application_options, open_application
from tui.cli.live.online_options import account_options
from tui.cli.options import input_options, judging_options
from tui.cli.reading import reading_options
from tui.opening import Target

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d{1,9}))?(?::\d{1,9})?")


@click.command(
    name="open",
    epilog="""\b
Examples:
  bakeferry open templates/win11-avd.json
  bakeferry open templates/win11-avd.json:48      # as findings are printed
  bakeferry open win11-avd                        # by its name, below here
  bakeferry open --view digests""",
)
@click.argument("target", required=False)
@click.option("--view", type=click.Choice(VIEW_NAMES), help="The view to begin with.")
@click.option("--filter", "wanted", default="", metavar="TEXT", help="Filter the list.")
@input_options
@judging_options
@reading_options
@account_options
@application_options
def open_(target: str | None, view: str | None, wanted: str, **options: Any) -> int:
    """Open the application at a template, a file and line, or a view.

    TARGET is a file, FILE:LINE as findings are printed, a folder, or the name of a
    template in this folder.
    """
    if target is None:
        place = Target(view=Place(view) if view else None, filter=wanted)
        return open_application((Path(),), options, place)
    path, line = _parted(target)
    if path.is_dir():
        place = Target(view=Place(view) if view else None, filter=wanted)
        return open_application((path,), options, place)
    if path.is_file():
        place = Target(template=str(path), line=line, filter=wanted)
        return open_application((path,), options, place)
    if "/" in target or target.endswith(".json"):
        raise click.UsageError(f"{safe_text(target)}: no such file or folder")
    place = Target(template=target, filter=wanted)
    return open_application((Path(),), options, place)


def _parted(target: str) -> tuple[Path, int | None]:
    """A file and its line; a file whose name ends like one is a file."""
    if Path(target).exists():
        return Path(target), None
    match = _PLACE.fullmatch(target)
    if match is None or match["line"] is None:
        return Path(target), None
    return Path(match["path"]), int(match["line"])
