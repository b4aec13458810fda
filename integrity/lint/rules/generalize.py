"""Rules about the step that the service adds at the end: it generalizes the image."""

import ntpath
import posixpath
import re
from collections.abc import Iterable, Iterator

from integrity.dataclass import dataclass
from integrity.facts import Facts
from integrity.lint.commands import commands_of, script_lines, without_sudo
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import file_steps, shell_steps
from integrity.template.literal import LONGEST_LINE
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import StringNode
from integrity.template.operating_system import OperatingSystem
from integrity.template.position import Span
from integrity.template.references import inline_commands

_WINDOWS = "c:\\DeprovisioningScript.ps1"
_LINUX = "/tmp/DeprovisioningScript.sh"
_NAMES = f"{_WINDOWS} and {_LINUX}"

_LONGEST_PATH = 200
_CANDIDATE = re.compile(r"[\w.:/\\~$%-]{8,200}", re.ASCII)
_NEARLY = re.compile(
    r"de-?provision(?:ing|er)?[_-]?scripts?\.(?:ps1|sh)", re.IGNORECASE
)
_WRITES = (
    ">", "out-file", "set-content", "add-content", "new-item", "tee ", "cp ", "mv ",
    "copy", "move", "-outfile", "curl", "wget", "rename-item", "install ",
)  # fmt: skip
_DELETES = re.compile(
    r"(?:^|[\s;&|({])(?:sudo +)?(?:rm|remove-item|ri|del|erase|unlink|shred)\s",
    re.IGNORECASE,
)


@explained("AIB380", Severity.NOTE, needs=Needs.TEXT)
def image_is_generalized() -> None:
    r"""After the last step the service generalizes the image.

    It runs Sysprep on Windows and `waagent -force -deprovision+user` on Linux, so that
    many machines can be made from one image. Accounts made by a step may be gone after
    that.

    To run other commands, let a step write a script of exactly this name:
    `c:\DeprovisioningScript.ps1` or `/tmp/DeprovisioningScript.sh`.

    Stated in the template reference of March 2020; the exact default has changed since.
    """


@dataclass(frozen=True, slots=True)
class _Mention:
    """A line of a command, or a destination, that names a script to deprovision."""

    path: str
    line: str
    span: Span


@rule("AIB381", Severity.WARNING)
def misnamed_override(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    r"""A step writes a deprovisioning script under a name that the service does not read.

    It looks for `c:\DeprovisioningScript.ps1` and `/tmp/DeprovisioningScript.sh`, and
    on Linux upper and lower case count. Under any other name the script stays unused in
    the image, and the default commands run; each system has its own. Where a step also
    mentions the right name, the rule is silent: it may copy the one to the other.

    Write the exact name.

    A must in the template reference of March 2020: the exact file name, in the correct
    directory.
    """
    mentions = tuple(_mentions(template.customizers))
    if any(_may_be_exact(one.path, template.os) for one in mentions):
        return
    for one in mentions:
        if any(word in one.line for word in _WRITES):
            yield Complaint(
                one.span,
                f"the service does not read '{one.path}' to generalize the image",
                help=f"It reads {_NAMES} only.",
            )


@rule("AIB382", Severity.WARNING)
def override_undone(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """A step deletes the deprovisioning script, or a File step writes it.

    What is deleted before the last step is over is not there when the service looks for
    it, and the default commands run. A step that writes the script again after that
    makes the rule silent. A File step is not the documented way to write it.

    Write the script in a Shell or PowerShell step, and leave it where it is.

    The template reference of March 2020 says to create it with those.
    """
    system = template.os
    mentions = _mentions(template.customizers)
    exact = [one for one in mentions if _is_exact(one.path, system)]
    for one in exact[-1:]:
        if _DELETES.search(one.line):
            yield Complaint(
                one.span,
                f"deletes '{one.path}', which the service reads after the last step",
                help="Leave it where it is.",
            )
    for step in file_steps(template):
        if _is_exact(step.text("destination") or "", system):
            yield Complaint(
                step.span_of("destination"),
                "a File step writes the script that generalizes the image",
                help="Write it in a Shell or PowerShell step, as documented.",
            )


@rule("AIB383", Severity.WARNING, over=shell_steps)
def deprovisioned_by_step(step: Part, _: Facts) -> Iterator[Complaint]:
    """A Shell step deprovisions the machine itself.

    The service does so after the last step. Done before, `waagent` takes away the
    account that the build logs in with, or the name server, and the steps that follow
    fail. A step that mentions `DeprovisioningScript.sh` makes the rule silent: it may
    write the script that the service runs.

    Leave it to the service. To run other commands, see AIB380.

    Follows from the template reference of March 2020, which tells what runs at the end.
    """
    text = "\n".join(one.value for one in inline_commands(step))
    if "DeprovisioningScript" in text or "waagent" not in text:
        return
    for command, found in commands_of(step):
        if any(_deprovisions(without_sudo(one)) for one in found):
            yield Complaint(
                command.span,
                "the service deprovisions the machine itself, after the last step",
                help="Take it away; /tmp/DeprovisioningScript.sh can do more.",
            )


def _deprovisions(words: list[str]) -> bool:
    is_agent = bool(words) and posixpath.basename(words[0]) == "waagent"
    return is_agent and any(one.lstrip("-").startswith("deprovision") for one in words)


def _mentions(steps: Iterable[Part]) -> Iterator[_Mention]:
    """Every mention of a script to deprovision, in the order in which steps run."""
    for step in steps:
        for command in inline_commands(step):
            for line in script_lines(command.value):
                yield from _mentions_in(line, command.span)
        destination = step.get("destination")
        if isinstance(destination, StringNode):
            line = f"> {destination.value[:LONGEST_LINE]}"
            yield from _mentions_in(line, destination.span)


def _mentions_in(line: str, span: Span) -> Iterator[_Mention]:
    folded = line.casefold()
    if "provision" not in folded:
        return
    for match in _CANDIDATE.finditer(line):
        path = match.group()
        name = re.split(r"[/\\]", path)[-1]
        if _NEARLY.fullmatch(name):
            yield _Mention(path, folded, span)


def _is_exact(path: str, system: OperatingSystem) -> bool:
    """Say whether a path is the one that the service reads; either, if none can tell."""
    if len(path) > _LONGEST_PATH:
        return False
    on_windows = ntpath.normpath(path).casefold() == _WINDOWS.casefold()
    on_linux = posixpath.normpath(path) == _LINUX
    match system:
        case OperatingSystem.WINDOWS:
            return on_windows
        case OperatingSystem.LINUX:
            return on_linux
    return on_windows or on_linux


def _may_be_exact(path: str, system: OperatingSystem) -> bool:
    """Say whether a path leads to the right place, or one that cannot be told."""
    folder, name = ntpath.split(path)
    is_named = name.casefold() == ntpath.basename(_WINDOWS).casefold()
    is_named = is_named or name == posixpath.basename(_LINUX)
    unknown = not folder.strip("/\\") or "$" in folder or "%" in folder
    return _is_exact(path, system) or (is_named and unknown)


RULES = (
    image_is_generalized,
    misnamed_override,
    override_undone,
    deprovisioned_by_step,
)
