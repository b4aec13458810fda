"""A File step rewritten as a script step that downloads and checks by itself."""

import json
import re
import shlex

from integrity.lint.finding import Fix
from integrity.lint.secrets import find_secrets
from integrity.template.edit import Edit
from integrity.template.model import Part
from integrity.template.nodes import Node, ObjectNode, StringNode, text_at
from integrity.template.operating_system import OperatingSystem

_PART_OF_A_FILE_STEP = frozenset(
    ("type", "name", "sourceuri", "destination", "sha256checksum")
)
_TAB_OR_BLANKS = re.compile(r"[ \t]*")
_POWERSHELL_QUOTES = re.compile("(['\u2018\u2019\u201a\u201b])")
"""PowerShell takes the curly ones for straight ones."""

_SHA256_PLACE = "<sha256>"


def download_step(step: Part, digest: str | None) -> str | None:
    """The JSON text of a script step that does what a File step does, and checks it.

    It is indented like the step in its file, and its first line is not: it can take the
    step's place.

    Args:
        digest: The SHA-256 to check; None leaves a place for it, `<sha256>`.

    Returns:
        None where it cannot be written: the address or the destination is not known or
        not absolute, the system is neither Windows nor Linux, or the address holds a
        secret, which must not move into an inline command.
    """
    url = text_at(step.node, "sourceUri")
    destination = text_at(step.node, "destination")
    if not url or not destination or find_secrets(url) or not url.isprintable():
        return None
    if not destination.isprintable():
        return None
    sha256 = digest or _SHA256_PLACE
    if _is_windows(step, destination):
        kind, commands = "PowerShell", _powershell(url, destination, sha256)
    elif destination.startswith("/") and "\\" not in destination:
        kind, commands = "Shell", _shell(url, destination, sha256)
    else:
        return None
    name = text_at(step.node, "name")
    named = {"name": name} if name else {}
    return _as_written_there(step.node, {"type": kind, **named, "inline": commands})


def download_fix(step: Part, digest: str | None) -> Fix | None:
    """Put the script step in the place of the File step.

    None without a digest, and where the step is not wholly written out in the file.
    """
    if digest is None or not _is_literal(step.node):
        return None
    text = download_step(step, digest)
    if text is None:
        return None
    return Fix("download it in a script step", (Edit(step.node.span, text),))


def _is_literal(node: ObjectNode) -> bool:
    """Say whether nothing is lost when the object's text is replaced."""
    return not node.computed and all(
        member.key.value.casefold() in _PART_OF_A_FILE_STEP
        and isinstance(member.value, StringNode)
        and not member.value.computed
        for member in node
    )


def _is_windows(step: Part, destination: str) -> bool:
    has_drive = destination[1:3] in {":\\", ":/"}
    return has_drive and step.template.os is not OperatingSystem.LINUX


def _shell(url: str, destination: str, sha256: str) -> list[str]:
    sudo = "" if destination.startswith("/tmp/") else "sudo "
    path = shlex.quote(destination)
    return [
        f"{sudo}curl -fsSL --retry 5 -o {path} {shlex.quote(url)}",
        f"echo {shlex.quote(f'{sha256}  {destination}')} | sha256sum -c -",
    ]


def _powershell(url: str, destination: str, sha256: str) -> list[str]:
    path = _quoted(destination)
    return [
        "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'",
        f"Invoke-WebRequest -UseBasicParsing -Uri {_quoted(url)} -OutFile {path}",
        f"$hash = (Get-FileHash -Algorithm SHA256 -LiteralPath {path}).Hash",
        f"if ($hash -ne {_quoted(sha256)}) {{ throw 'SHA-256 mismatch' }}",
    ]


def _quoted(text: str) -> str:
    return "'" + _POWERSHELL_QUOTES.sub(r"\1\1", text) + "'"


def _as_written_there(node: ObjectNode, step: dict[str, str | list[str]]) -> str:
    """JSON text in the indentation of an object's place."""
    span = node.span
    first = next(iter(node.members)).key.span.start
    before = span.document.text[span.start : first]
    if node.computed or "\n" not in before:
        return json.dumps(step, ensure_ascii=False)
    outer, inner = _indent_at(node, span.start), _indent_at(node, first)
    unit = inner.removeprefix(outer) or "  "
    lines = json.dumps(step, ensure_ascii=False, indent=unit).splitlines()
    end_of_line = "\r\n" if "\r\n" in before else "\n"
    return (end_of_line + outer).join(lines)


def _indent_at(node: Node, offset: int) -> str:
    text = node.span.document.text
    start = text.rfind("\n", 0, offset) + 1
    match = _TAB_OR_BLANKS.match(text, start, offset)
    return match.group() if match else ""
