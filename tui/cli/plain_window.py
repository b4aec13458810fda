"""The application, opened with words that are often used. Nothing here needs click."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from tui.cli.judging import Unusable
from tui.cli.session import url_map_of

_FLAGS = {
    "--azure": ("azure", True),
    "--cache": ("cache", True),
    "--fresh": ("fresh", True),
    "--no-cache": ("cache", False),
    "--no-mouse": ("no_mouse", True),
    "--read-only": ("read_only", True),
}

_VALUES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "--location": ("location", str),
    "--map": ("maps", lambda text: (url_map_of(text),)),
    "--resource-group": ("resource_group", str),
    "--subscription": ("subscription", str),
    "--tenant": ("tenant", str),
    "-g": ("resource_group", str),
}

_NOT_SAID: Mapping[str, Any] = {
    **dict.fromkeys(("subscription", "resource_group", "location", "tenant", "cloud")),
    **dict.fromkeys(("strict", "api_version", "profile", "theme", "glyphs")),
    **dict.fromkeys(("params", "fills", "select", "ignore"), ()),
    **dict.fromkeys(("read_only", "no_mouse", "azure", "fresh"), False),
    "maps": (),
    "allow_private": (),
    "allow_insecure_http": False,
    "ca_file": None,
    "proxy": None,
    "max_bytes": 64 * 2**20,
    "jobs": 8,
    "cache": True,
}
"""The options of `tui`, by their names, where nothing is said."""


def plain_options(words: Iterable[str]) -> dict[str, Any] | None:
    """Paths and options where the words are plain; None where click must look.

    Loading click, and telling it of every option, takes a tenth of what Textual takes.
    """
    paths, options = list[Path](), dict[str, Any]()
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            paths.append(Path(word))
        elif word in _FLAGS:
            name, is_on = _FLAGS[word]
            options[name] = is_on
        else:
            try:
                name, read = _VALUES[word]
                value = read(next(rest))
            except (KeyError, StopIteration, ValueError):
                return None
            if options.setdefault(name, value) is not value:
                return None  # several, of which the last may count, or all
    return {**_NOT_SAID, **options, "paths": tuple(paths)}


def open_plainly(words: Iterable[str]) -> int | None:
    """Open the application; None where click must look, or tell what cannot be used.

    Raises:
        PermissionError: As `open_application`.
    """
    options = plain_options(words)
    if options is None:
        return None
    from tui.cli.application import open_application

    paths = options.pop("paths") or (Path(),)
    try:
        return open_application(paths, options)
    except Unusable:
        return None
