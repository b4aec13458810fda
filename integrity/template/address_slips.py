"""Slips of the pen that make an address useless, and the address that was meant."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl

from integrity.dataclass import dataclass
from integrity.template.hosts import is_azure_storage, is_github, split_address

_AROUND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\"'`\u2018-\u201f\u00ab\u00bb]+")
"""What word processors, chats and shells leave around what is copied from them."""

_DOUBLED = re.compile(r"https?:/*(https?://\S+)", re.IGNORECASE)
_MISSPELT = re.compile(
    r"(?!https?://[^/])(?:h{0,2}t{1,3}p{0,2}s{0,2}(?:[:;]/*|/{2,}))([\w-]+\.[^\s/]+/\S+)",
    re.IGNORECASE,
)
_PRIVATE_LINK = ".privatelink."
_NOT_QUITE_AZURE = re.compile(r".+\.core\.(?!windows\.net\Z)wind[a-z]{0,5}\.[a-z]{2,4}")
_SIGNED = frozenset(("sv", "se", "sp", "sr", "srt", "ss"))


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with an address as it is written."""

    message: str

    meant: str | None = None
    """The address that was meant, where it can be told."""

    way_out: str = ""
    """What to do where that is more than to write what was meant."""

    is_sure: bool = True
    """Nobody could fetch it."""


@lru_cache(64)  # several rules ask for each
def slip_in(url: str) -> Slip | None:
    """The first slip in an address; None where none is seen."""
    return next((slip for look in _LOOKS if (slip := look(url))), None)


def _around(url: str) -> Slip | None:
    before, after = _AROUND.match(url), _AROUND.match(url[::-1])
    start = before.end() if before else 0
    end = after.end() if after else 0
    if not start and not end:
        return None
    foreign = url[:start] + url[len(url) - end :]
    return Slip(
        f"{_called(foreign)} around the address",
        url[start : len(url) - end],
        "Take the white space away." if foreign.isspace() else "Take it away.",
    )


def _called(foreign: str) -> str:
    if foreign.isspace():
        return "white space"
    invisible = next((one for one in foreign if not one.isprintable()), None)
    if invisible is None or invisible.isspace():
        return "a quotation mark"
    return f"an invisible U+{ord(invisible):04X}"


def _after(url: str) -> Slip | None:
    """What ended a sentence or an item of a list where the address was copied."""
    if not url.endswith((",", ";")):
        return None
    mark = "a comma" if url.endswith(",") else "a semicolon"
    return Slip(f"{mark} at the end of the address", url.rstrip(",;"), is_sure=False)


def _backslash(url: str) -> Slip | None:
    if "\\" not in url or not url.casefold().startswith(("http:", "https:")):
        return None
    meant = url.replace("\\u0026", "&").replace("\\", "/")
    return Slip("a backslash in the address", meant)


def _scheme(url: str) -> Slip | None:
    if doubled := _DOUBLED.fullmatch(url):
        return Slip("https:// is there twice", doubled[1])
    if misspelt := _MISSPELT.fullmatch(url):
        return Slip("https:// is misspelt", f"https://{misspelt[1]}")
    rest = url.removeprefix("//")
    host = rest.partition("/")[0].casefold()
    if "/" in rest and (is_github(host) or is_azure_storage(host)):
        return Slip("https:// is missing before the address", f"https://{rest}")
    return None


def _host(url: str) -> Slip | None:
    host, _ = split_address(url)
    if _PRIVATE_LINK in host:
        meant = _with(url, _PRIVATE_LINK, ".")
        return Slip("a privatelink name is one for DNS: no certificate has it", meant)
    if _NOT_QUITE_AZURE.fullmatch(host):
        written = host.partition(".core.")[2]
        meant = _with(url, f".core.{written}", ".core.windows.net")
        return Slip(f"Azure's hosts end in core.windows.net, not {written}", meant)
    return None


def _with(url: str, part: str, another: str) -> str:
    """An address whose host has another part, however the one that it has is cased."""
    start = url.casefold().index(part)
    return f"{url[:start]}{another}{url[start + len(part) :]}"


def _signature(url: str) -> Slip | None:
    """A shared access signature that opens nothing, whatever the time is."""
    host, parts = split_address(url)
    if not parts.query or not is_azure_storage(host):
        return None
    if parts.query.startswith("?"):
        return Slip("the query begins with two question marks", url.replace("??", "?"))
    if "&amp;" in url:
        return Slip("'&amp;' stands for '&' in XML only", url.replace("&amp;", "&"))
    query = {key.casefold(): value for key, value in parse_qsl(parts.query)}
    if "sig" in query:
        return _right(query)
    if _SIGNED & query.keys():
        return Slip(
            "the SAS has no sig",
            way_out="Write all of it: a shell cuts at & what is not in quotes.",
            is_sure=False,
        )
    return None


def _right(query: dict[str, str]) -> Slip | None:
    for key, letter, lacking in (
        ("sp", "r", "gives no right to read"),
        ("ss", "b", "is not for blobs"),
        ("srt", "o", "is not for what is in a container"),
    ):
        if key in query and letter not in query[key]:
            return Slip(
                f"the SAS {lacking}: {key}={query[key]:.20}",
                way_out=f"Make one that has {letter} in {key}.",
            )
    return None


_LOOKS: tuple[Callable[[str], Slip | None], ...] = (
    _around,
    _after,
    _backslash,
    _scheme,
    _host,
    _signature,
)
