"""What `bakeferry open` does."""

import re
from pathlib import Path
from typing import Any

import click

from integrity.safe_text import safe_text
from tui.actions import Place
from tui.cli.application import open_application
from tui.opening import Target

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d{1,9}))?(?::\d{1,9})?")


def open_(
    target: str | None, view: str | None, wanted: str, options: dict[str, Any]
) -> int:
    """Open the application at a template, a file and line, or a view."""
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
