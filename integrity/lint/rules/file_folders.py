"""The rule about the folder that a File step writes into."""

import ntpath
import posixpath
import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import file_steps
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ArrayNode, StringNode, UnknownNode
from integrity.template.operating_system import OperatingSystem
from integrity.template.references import inline_commands

_STOCK = (
    "c:\\windows\\",
    "c:\\users\\",
    "c:\\program files\\",
    "c:\\program files (x86)\\",
    "c:\\programdata\\",
)
"""What stands below these on Windows depends on the image."""

_LONGEST_PATH = 1024
_LONGEST_LINE = 4096
_MAKES = r"(?:\bmkdir|\bmd|-ItemType\s{1,9}[\"']?Directory)\b[^;|&]{0,200}?[\s\"']"
"""How a command makes a folder, up to where its path begins."""

_END_OF_PATH = r"\\?(?=[\s\"';]|\Z)"


@rule("AIB363", Severity.WARNING, over=file_steps)
def missing_folder(step: Part, _: Facts) -> Iterator[Complaint]:
    """A File step writes into a folder that nothing has made.

    The File step makes no folders: where the path does not exist, the step fails. A
    folder counts as made when an earlier step mentions it, runs a script from an
    address, or holds commands that are not known; and images of your own may bring it
    along. In all those cases the rule is silent. On Windows it is a note: templates
    that the portal makes for virtual desktops begin so, and are built.

    Put a Shell step with `mkdir` or a PowerShell step with `New-Item` before it.

    A must in the template reference of March 2020: any referenced path and
    subdirectories must exist.
    """
    folder = _folder_to_be_made(step.text("destination") or "")
    template = step.template
    if folder is None or not _starts_from_marketplace(template):
        return
    if template.os is OperatingSystem.LINUX and not folder.startswith("/"):
        return  # AIB364: no folder made there would help
    earlier = _steps_before(step)
    if earlier is not None and not any(_may_make(one, folder) for one in earlier):
        yield Complaint(
            step.span_of("destination"),
            f"{folder} must exist before this step, and no step makes it",
            severity=None if folder.startswith("/") else Severity.NOTE,
            help="Make it in a step before this one, with mkdir or New-Item.",
        )


def _folder_to_be_made(destination: str) -> str | None:
    """The folder of a destination, unless every image has it or nobody can say."""
    if destination.startswith("/"):
        folder = posixpath.dirname(posixpath.normpath(destination))
        return folder if folder.startswith("/tmp/") else None
    if len(destination) > _LONGEST_PATH or destination[:3].casefold() not in {
        "c:\\",
        "c:/",
    }:
        return None
    folder = ntpath.dirname(ntpath.normpath(destination))
    if f"{folder}\\".casefold().startswith(_STOCK) or len(folder) <= len("c:\\"):
        return None
    return folder


def _starts_from_marketplace(template: ImageTemplate) -> bool:
    return template.source is not None and template.source.kind == "PlatformImage"


def _steps_before(step: Part) -> list[Part] | None:
    """The steps that run before one; None where one of them is not known."""
    template = step.template
    is_validator = step in template.validators
    customize = template.properties.items("customize")
    count = len(customize) if is_validator else step.index
    before = [one for one in template.customizers if one.index < count]
    if len(before) < count:
        return None
    if is_validator:
        before += (one for one in template.validators if one.index < step.index)
    return before


def _may_make(step: Part, folder: str) -> bool:
    """Say whether a step may make a folder, as far as can be told."""
    if step.kind not in {"Shell", "PowerShell"}:
        return False
    inline = step.get("inline")
    if not isinstance(inline, ArrayNode | StringNode):
        return True
    lines = inline.items if isinstance(inline, ArrayNode) else (inline,)
    name = re.escape(folder.replace("\\", "/").rpartition("/")[2])
    mentions = re.compile(rf"(?<!\w){name}(?!\w)", re.IGNORECASE)
    return any(
        isinstance(line, UnknownNode)
        or (isinstance(line, StringNode) and mentions.search(line.value))
        for line in lines
    )


def is_made_before(step: Part, path: str) -> bool:
    """Say whether a step before makes a folder of Windows where a file is to be."""
    if path[1:3] != ":\\" or len(path) > _LONGEST_PATH:
        return False
    made = re.compile(_MAKES + re.escape(path) + _END_OF_PATH, re.IGNORECASE)
    return any(
        made.search(command.value[:_LONGEST_LINE])
        for earlier in _steps_before(step) or ()
        for command in inline_commands(earlier)
    )


RULES = (missing_folder,)
