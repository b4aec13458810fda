"""Rules about Shell and PowerShell steps."""

import json
import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.commands import simple_commands, without_sudo
from integrity.lint.finding import Complaint, Fix, Severity
from integrity.lint.fixes import in_brackets, replaced, without_quotes
from integrity.lint.rule import Needs, Rule, explained, rule
from integrity.lint.subjects import powershell_steps, script_steps, shell_steps
from integrity.template.edit import Edit
from integrity.template.model import Part
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NumberNode,
    StringNode,
    UnknownNode,
)
from integrity.template.operating_system import OperatingSystem
from integrity.template.references import inline_commands

_LAST_WITH_LINUX_POWERSHELL = "2019-05-01-preview"
_INSTALLERS = frozenset(
    ("apt", "apt-get", "yum", "dnf", "tdnf", "zypper", "snap", "systemctl")
)
_CHANGES = frozenset(
    (
        "install", "update", "upgrade", "dist-upgrade", "remove", "purge", "autoremove",
        "reinstall", "enable", "disable", "start", "stop", "restart", "daemon-reload",
    )
)  # fmt: skip
_FOR_ROOT_ONLY = frozenset(
    ("useradd", "usermod", "userdel", "groupadd", "reboot", "shutdown", "update-grub")
)
_CODE = re.compile(r"[0-9]{1,10}")
_BECOMES_ROOT = frozenset(("-s", "-i", "su", "bash", "sh"))


@rule("AIB320", Severity.WARNING, over=shell_steps)
def shell_on_windows(step: Part, _: Facts) -> Iterator[Complaint]:
    """A Shell step runs on Linux only, and this is an image of Windows.

    Whether an image is one of Windows is told by the publisher of its base image, or
    by the other steps. Where that cannot be told, the rule is silent.

    Write a PowerShell step.

    Stated in the template reference of March 2020.
    """
    if step.template.os is OperatingSystem.WINDOWS:
        yield Complaint(
            step.head, "Shell runs on Linux only", help="Write a PowerShell step."
        )


@rule("AIB321", Severity.NOTE, over=shell_steps)
def command_without_sudo(step: Part, _: Facts) -> Iterator[Complaint]:
    """An inline command that needs root runs without sudo.

    Commands run as an ordinary user who may use sudo without a password.

    Put `sudo` before each command that needs it.

    Stated in the template reference of March 2020.
    """
    for command in inline_commands(step):
        for words in simple_commands(command.value):
            if words[0] == "sudo" and words[1:2] and words[1] in _BECOMES_ROOT:
                return
            if words[0] in _FOR_ROOT_ONLY or (
                words[0] in _INSTALLERS and not _CHANGES.isdisjoint(words)
            ):
                yield Complaint(
                    command.span,
                    f"{words[0]} needs root, and runs without sudo",
                    help="Put sudo before it.",
                )
                break


@explained("AIB322", Severity.NOTE, needs=Needs.TEXT)
def register_iso_source() -> None:
    """The first Shell step on an ISO of Red Hat had to register the system.

    It took a subscription before anything could be installed, and the last step had to
    give it back.

    Nothing is left to do: the service takes no ISO since 2020 (AIB201). Images with a
    subscription of your own come from the Marketplace.

    A note of the template reference of March 2020.
    """


@rule("AIB323", Severity.ERROR, over=script_steps)
def not_one_script(step: Part, _: Facts) -> Iterator[Complaint]:
    """A script step has both a scriptUri and inline commands, or neither.

    The service runs the one or the other, and refuses the template with
    `NoCustomizerScript` or `NoValidatorScript` where there is none.

    Keep one; split the step where both are wanted.

    From the published API definition: exactly one of `scriptUri` and `inline`.
    """
    address, inline = step.known("scriptUri"), step.known("inline")
    if step.get("script") is not None:
        return  # what scriptUri was called before 2019-05-01-preview
    if _holds_something(address) and _holds_something(inline):
        yield Complaint(
            step.key_span("inline"),
            "both scriptUri and inline; a step runs one of them",
            help="Keep one, or make two steps of it.",
        )
    elif not _holds_something(address) and not _holds_something(inline):
        yield Complaint(
            step.head,
            "nothing to run: neither scriptUri nor inline",
            help="Give exactly one of scriptUri and inline.",
        )


def _holds_something(node: Node | None) -> bool:
    match node:
        case None:
            return False
        case StringNode():
            return bool(node.value)
        case ArrayNode():
            return bool(node.items)
    return True


@rule("AIB330", Severity.ERROR, over=script_steps)
def inline_not_an_array(step: Part, _: Facts) -> Iterator[Complaint]:
    """`inline` is not an array of commands.

    The service wants an array of strings, one for each line of the script.

    Put the command into brackets. The samples in the template reference of March 2020
    show a string; its text says that `inline` is an array.
    """
    node = step.known("inline")
    if node is not None and not isinstance(node, ArrayNode):
        yield Complaint(
            node.span,
            "inline must be an array of strings",
            help='Write "inline": ["…"].',
            fix=in_brackets(node),
        )


@rule("AIB344", Severity.WARNING, over=shell_steps)
def reboot_in_shell(step: Part, _: Facts) -> Iterator[Complaint]:
    """A Shell step restarts the machine.

    That is allowed, as there is no step that restarts Linux, but the build goes on only
    if the machine accepts SSH again within 20 minutes. And what stands after the
    restart in the same step does not run.

    Make the restart the last command of its step, and see that SSH comes up by itself.

    Stated in the template reference of March 2020; later documentation dropped it.
    """
    for command in inline_commands(step):
        if any(_is_reboot(without_sudo(one)) for one in simple_commands(command.value)):
            yield Complaint(
                command.span,
                "a restart: the machine must accept SSH again within 20 minutes",
                help="Make it the last command of its step.",
            )


def _is_reboot(words: list[str]) -> bool:
    if not words:
        return False
    name, arguments = words[0].rpartition("/")[2], words[1:]
    match name:
        case "reboot":
            return True
        case "shutdown":
            return "-r" in arguments or "--reboot" in arguments
        case "systemctl":
            return "reboot" in arguments
        case "init" | "telinit":
            return arguments[:1] == ["6"]
    return False


@rule("AIB350", Severity.WARNING, over=powershell_steps)
def powershell_on_linux(step: Part, _: Facts) -> Iterator[Complaint]:
    """A PowerShell step in an image of Linux.

    The template reference of March 2020 says that PowerShell runs on Windows and
    Linux. Current documentation and the published definition say Windows only, so this
    is a note up to 2019-05-01-preview and a warning from 2020-02-14 on.

    Write a Shell step; it may start `pwsh`, once that is installed.
    """
    if step.template.os is OperatingSystem.LINUX:
        early = step.template.version <= _LAST_WITH_LINUX_POWERSHELL
        yield Complaint(
            step.head,
            "PowerShell in an image of Linux: documented for Windows only since 2020",
            severity=Severity.NOTE if early else None,
            help="Write a Shell step.",
        )


@rule("AIB352", Severity.ERROR, over=powershell_steps)
def exit_codes_not_integers(step: Part, _: Facts) -> Iterator[Complaint]:
    """`validExitCodes` is not an array of integers.

    It lists the exit codes that count as success; without it, that is 0 alone. The
    sample in the template reference of March 2020 shows a string, which no published
    definition allows.

    Write integers in brackets: `[0, 3010]`.
    """
    node = step.known("validExitCodes")
    if isinstance(node, ArrayNode):
        for item in node.items:
            if not isinstance(item, UnknownNode) and not _is_integer(item):
                yield _not_exit_codes(item, without_quotes(item))
    elif node is not None:
        yield _not_exit_codes(node, _as_exit_codes(node))


def _is_integer(node: Node) -> bool:
    return isinstance(node, NumberNode) and isinstance(node.value, int)


def _not_exit_codes(node: Node, fix: Fix | None) -> Complaint:
    return Complaint(
        node.span,
        "validExitCodes must be integers in brackets, as in [0, 3010]",
        help='Write "validExitCodes": [0, 3010].',
        fix=fix,
    )


def _as_exit_codes(node: Node) -> Fix | None:
    if isinstance(node, StringNode):
        words = node.value.strip().removeprefix("[").removesuffix("]").split(",")
        codes = [word.strip() for word in words]
    else:
        codes = [node.span.text if _is_integer(node) else ""]
    if node.computed or not all(_CODE.fullmatch(code) for code in codes):
        return None
    written = json.dumps([int(code) for code in codes])
    return Fix("make it an array of integers", (Edit(node.span, written),))


@rule("AIB353", Severity.ERROR, over=powershell_steps)
def elevation_not_boolean(step: Part, _: Facts) -> Iterator[Complaint]:
    """`runElevated` or `runAsSystem` is not a boolean, or they contradict each other.

    Both are `true` or `false` without quotes, although a sample in the template
    reference of March 2020 shows a string. `runAsSystem`, from 2020-02-14 on, is only
    for a step that has `runElevated` true.

    Write `true` or `false`, and `runElevated` where there is `runAsSystem`.
    """
    for key in ("runElevated", "runAsSystem"):
        node = step.known(key)
        if node is not None and not isinstance(node, BooleanNode):
            yield Complaint(
                node.span,
                f"{key} must be true or false, without quotes",
                help=f'Write "{key}": true.',
                fix=_as_boolean(node),
            )
    if step.boolean("runAsSystem") and step.boolean("runElevated") in {None, False}:
        node = step.get("runElevated")
        if node is None or isinstance(node, BooleanNode):
            yield Complaint(
                step.key_span("runAsSystem"),
                "runAsSystem needs runElevated to be true",
                help='Write "runElevated": true.',
                fix=replaced(node, value=True, title="run it elevated"),
            )


def _as_boolean(node: Node) -> Fix | None:
    word = node.value.strip().lower() if isinstance(node, StringNode) else ""
    if word not in {"true", "false"}:
        return None
    return replaced(node, word == "true", f"write {word}")


RULES: tuple[Rule, ...] = (
    shell_on_windows,
    command_without_sudo,
    register_iso_source,
    not_one_script,
    inline_not_an_array,
    reboot_in_shell,
    powershell_on_linux,
    exit_codes_not_integers,
    elevation_not_boolean,
)
