"""Options of the commands that read artifacts."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from integrity.artifacts.url_map import UrlMap
from integrity.safe_text import safe_text
from integrity.secret_url import redacted
from integrity.sizes import GIB, KIB, MIB, TIB
from tui.cli.combining import combined
from tui.cli.session import url_map_of

_SIZE = re.compile(r"(\d{1,12})\s*([KMGT]?)(?:I?B)?")
"""In capitals: the same without regard to them takes four times as long to compile."""

_UNITS = {"": 1, "K": KIB, "M": MIB, "G": GIB, "T": TIB}


class Size(click.ParamType[int]):
    """A number of bytes: 64MiB, 20M, 1073741824; units are powers of 1024."""

    name = "size"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        match = _SIZE.fullmatch(str(value).strip().upper())
        if match is None:
            self.fail(f"'{safe_text(str(value))}' is not a size like 64MiB", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


class MapOption(click.ParamType[UrlMap]):
    """`URL_PREFIX=DIRECTORY`; the last `=` parts them, for addresses hold some too."""

    name = "map"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> UrlMap:
        if isinstance(value, UrlMap):
            return value
        try:
            return url_map_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _each_prefix_once(
    _context: click.Context, _param: click.Parameter, maps: tuple[UrlMap, ...]
) -> tuple[UrlMap, ...]:
    """Refuse two folders in place of one address: nobody could tell which is read."""
    kept: list[UrlMap] = []
    for one in maps:
        twin = next((other for other in kept if one.rest(other.prefix) == ""), None)
        if twin is None:
            kept.append(one)
        elif not twin.directory.samefile(one.directory):
            first, second = (
                safe_text(str(twin.directory)),
                safe_text(str(one.directory)),
            )
            raise click.BadParameter(
                f"{safe_text(redacted(one.prefix))} stands for two folders, '{first}' "
                f"and '{second}'; leave one of them out"
            )
    return tuple(kept)


class ProxyOption(click.ParamType[str]):
    """The address of a proxy; it may hold a password, so nothing repeats it."""

    name = "proxy"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            parts = urlsplit(str(value))
            is_usable = parts.scheme in {"http", "https"} and parts.port != 0
        except ValueError:
            is_usable = False
        if not (is_usable and parts.hostname):
            self.fail("wants http://HOST:PORT", param, ctx)
        return str(value)


class HostOption(click.ParamType[str]):
    """A host by its name or address, without anything around it."""

    name = "host"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        host = str(value).strip()
        if not host or "/" in host:
            self.fail("wants a host's name or address, and no more", param, ctx)
        return host


reading_options = combined(
    click.option("--map", "maps", type=MapOption(), multiple=True, callback=_each_prefix_once, metavar="URL_PREFIX=DIRECTORY", help="Read addresses below URL_PREFIX from a folder instead."),
    click.option("--allow-private", type=HostOption(), multiple=True, metavar="HOST", help="A host that may have a private address."),
    click.option("--allow-insecure-http", is_flag=True, help="Read http: addresses too, where a checksum is declared."),
    click.option("--ca-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust the certificates in this file instead of the system's."),
    click.option("--proxy", type=ProxyOption(), metavar="URL", help="Go through this proxy; the environment is never asked."),
    click.option("--max-bytes", type=Size(), default="64MiB", show_default=True, help="Give up on a remote artifact that is larger."),
    click.option("-j", "--jobs", type=click.IntRange(1, 32), default=8, show_default=True, help="Artifacts read at once."),
    click.option("--cache/--no-cache", default=True, help="Remember what was read: digests of large artifacts, and the history of all."),
)  # fmt: skip
"""Where artifacts may come from, and how they are read."""
