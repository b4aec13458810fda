"""What commands download: addresses that the service itself never sees."""

import re
from collections.abc import Iterable, Iterator

from integrity.template.hosts import answers_scripts, host_of
from integrity.template.literal import LONGEST_LINE, excerpt
from integrity.template.nodes import HOLE, StringNode
from integrity.template.position import Span

_DOWNLOAD = re.compile(
    r"\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|start-bitstransfer"
    r"|downloadfile|downloadstring|bitsadmin|azcopy|aria2c|certutil|msiexec"
    r"|add-appxpackage|urlretrieve|blob\s+download|uri\s[^|;&]{1,200}\s-outfile"
    r"|(?:rpm\s+-|(?:yum|t?dnf|zypper)(?:\s+-\S{1,9})?\s+install)[^|;&]{0,40}\shttps?)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s\"'`<>|;)(]{1,2000}", re.IGNORECASE)
_ONE_COMMAND = re.compile(r"[^|;&]+")
_FETCHES = re.compile(r"\b(?:curl|wget)\b")
_ASKS_ONLY = re.compile(r"\s(?:--head|--spider|-[a-z]{0,8}I[a-z]{0,8})(?!\S)")
_SENDS = re.compile(
    r"\s(?:-X|--request[= ]|-Method)\s{0,3}[\"']?(?:post|put|patch|delete|head)\b"
    r"|\bazcopy\S{0,8}\s{1,3}(?:cp|copy|sync)\s{1,3}(?![\"']?https?:|-)"
    r"(?:\"[^\"]{1,200}\"|'[^']{1,200}'|\S{1,200})\s{1,3}[\"']?https?:",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\s(?:-[a-z]{0,8}o|--output|--remote-name)(?![\w-])|-outf", re.IGNORECASE
)
_SAYS = re.compile(
    r"\s*(?:(?:then|do|else)\s+|\{\s*)?(?:echo|printf|write-(?:host|output|verbose))\b",
    re.IGNORECASE,
)
_BY_THE_WAY = re.compile(
    r"(?:proxy\s{0,3}[ =]|\s-x\s|referer:|msiexec[^|;&]{0,200}[\s\"'`]\w{1,60}=)"
    r"\s{0,3}[`\\]?[\"']?$",
    re.IGNORECASE,
)
_NEAR = 280
"""What stands before an address that a download only goes by, and how near."""

_ASSIGNED = rf"(?i)([A-Za-z_]\w{{0,80}})\s*=\s*\\?[\"']?({_ADDRESS.pattern})"
_USED = re.compile(r"\$\{?(?i:env:)?([A-Za-z_]\w{0,80})")
_SPLATTED = re.compile(r"\s@[A-Za-z_]")
_PARAMETERS = ("uri", "url", "source")
"""Where a table of PowerShell has the address that `@table` hands over."""

_OWN_HOSTS = frozenset(("localhost", "127.0.0.1", "169.254.169.254", "168.63.129.16"))
"""The build machine itself and the host it runs on."""


def downloads_in(
    commands: Iterable[StringNode], mark: str
) -> Iterator[tuple[str, Span]]:
    """Addresses that commands download from, also by way of variables.

    Args:
        mark: What a line ends with that goes on in the next one.
    """
    variables: dict[str, tuple[str, Span]] = {}
    fetches = goes_on = False
    for command in commands:
        for line, start in _lines(command.value):
            fetches = bool(_DOWNLOAD.search(line)) or (fetches and goes_on)
            goes_on = line.rstrip().endswith(mark)
            if fetches:
                yield from _addresses(command, line, start)
                yield from _used(line, variables)
            else:
                variables |= _assigned(command, line, start)


def _lines(script: str) -> Iterator[tuple[str, int]]:
    """The lines that do something, as far as they are looked at, and their places."""
    start = 0
    for line in script.splitlines(keepends=True):
        looked_at = line[:LONGEST_LINE]
        if not looked_at.lstrip().startswith("#"):
            yield _ONE_COMMAND.sub(_unless_it_asks, looked_at), start
        start += len(line)


def _unless_it_asks(command: re.Match[str]) -> str:
    """A command; blanks for one that asks whether something is there, or sends to it.

    And for one that only says something.
    """
    text = command.group()
    asks = _FETCHES.search(text) and _ASKS_ONLY.search(text)
    sends = _SENDS.search(text) and not _KEEPS.search(text)
    says = _SAYS.match(text) and not _DOWNLOAD.search(text)
    return " " * len(text) if asks or sends or says else text


def _addresses(
    command: StringNode, line: str, start: int
) -> Iterator[tuple[str, Span]]:
    for match in _ADDRESS.finditer(line):
        url = match.group().rstrip(".,\\")
        host = host_of(url) or ""
        if HOLE in url or _goes_by(line, match.start()):
            continue
        if host not in _OWN_HOSTS and not answers_scripts(host):
            place = start + match.start()
            yield url, excerpt(command, place, place + len(url))


def _assigned(
    command: StringNode, line: str, start: int
) -> dict[str, tuple[str, Span]]:
    """Addresses that a line gives to variables, by their names."""
    return {
        match[1].casefold(): found
        for match in re.finditer(_ASSIGNED, line)
        if not match[1].casefold().endswith("proxy")
        for found in _addresses(command, match[2], start + match.start(2))
    }


def _used(
    line: str, variables: dict[str, tuple[str, Span]]
) -> Iterator[tuple[str, Span]]:
    """Addresses of the variables that a line uses; each is told once."""
    names = [match[1].casefold() for match in _USED.finditer(line)]
    for name in (*names, *(_PARAMETERS if _SPLATTED.search(line) else ())):
        found = variables.pop(name, None)
        if found is not None:
            yield found


def _goes_by(line: str, place: int) -> bool:
    """Say whether a download only goes by the address at a place, as a proxy's."""
    return _BY_THE_WAY.search(line, max(0, place - _NEAR), place) is not None
