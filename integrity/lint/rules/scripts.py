"""Rules about Shell and PowerShell steps."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.commands import commands_of, without_sudo
from integrity.lint.finding import Complaint
from integrity.lint.fixes import in_brackets
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import script_steps, shell_steps
from integrity.lint.values import is_blank, left_open, settled
from integrity.template.model import Part
from integrity.template.nodes import ArrayNode, Node, Reason, UnknownNode
from integrity.template.operating_system import OperatingSystem

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
_BECOMES_ROOT = frozenset(("-s", "-i", "su", "bash", "sh"))

_ENDS = frozenset(("fi", "done", "esac"))
"""No commands, but what is behind the last one of a block."""


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
    for command, found in commands_of(step):
        for words in found:
            if words[0] == "sudo" and words[1:2] and words[1] in _BECOMES_ROOT:
                return
            name = _program(words)
            if name in _FOR_ROOT_ONLY or (
                name in _INSTALLERS and not _CHANGES.isdisjoint(words)
            ):
                yield Complaint(
                    command.span,
                    f"{name} needs root, and runs without sudo",
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
    `NoCustomizerScript` or `NoValidatorScript` where there is none. Of `inline` with
    blank lines alone it is not known to; that is a warning, for the step does nothing.

    Keep one; split the step where both are wanted.

    From the published API definition: exactly one of `scriptUri` and `inline`.
    """
    if step.get("script") is not None:
        return  # what scriptUri was called before 2019-05-01-preview
    address, inline = _settled(step, "scriptUri"), _settled(step, "inline")
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
    elif _has_blank_lines_only(inline):
        yield Complaint(
            step.span_of("inline"),
            "nothing to run: inline has no command, only blank lines",
            severity=Severity.WARNING,
            help="Write the commands, or take the step away.",
        )


def _has_blank_lines_only(inline: Node | None) -> bool:
    if not isinstance(inline, ArrayNode) or not inline.items:
        return False
    return all(map(_is_blank_line, inline.items))


def _is_blank_line(line: Node) -> bool:
    if line.open:
        raise left_open(line)
    return is_blank(line)


def _settled(step: Part, key: str) -> Node | None:
    """The value; one that is not known is too, where something will stand there."""
    node = step.get(key)
    if isinstance(node, UnknownNode) and (
        node.nonempty or node.reason is Reason.PLACEHOLDER
    ):
        return node
    return settled(step, key)


def _holds_something(node: Node | None) -> bool:
    return bool(node.items) if isinstance(node, ArrayNode) else not is_blank(node)


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
    restart in the same step does not run. A machine that is switched off comes back
    for nobody: that is told here, too.

    Make the restart the last command of its step, and see that SSH comes up by itself.

    Stated in the template reference of March 2020; later documentation dropped it.
    """
    script = list(commands_of(step))
    every = [one for _, found in script for one in found if one[0] not in _ENDS]
    for command, found in script:
        commands = [without_sudo(one) for one in found]
        if any(map(_is_reboot, commands)):
            is_last = any(
                one is every[-1] and _is_reboot(without_sudo(one)) for one in found
            )
            yield Complaint(
                command.span,
                "a restart: the machine must accept SSH again within 20 minutes",
                help="See that SSH comes up by itself."
                if is_last
                else "Make it the last command of its step.",
            )
        elif any(map(_switches_off, commands)):
            yield Complaint(
                command.span,
                "the build loses the machine: nothing switches it on again",
                help="Take it away; the service stops the machine after the last step.",
            )


def _program(words: list[str]) -> str:
    return words[0].rpartition("/")[2]


def _verb(arguments: list[str]) -> str:
    """What systemctl is to do: not `poweroff` of `systemctl mask poweroff`."""
    return next((one for one in arguments if not one.startswith("-")), "")


def _is_reboot(words: list[str]) -> bool:
    if not words:
        return False
    arguments = words[1:]
    match _program(words):
        case "reboot":
            return True
        case "shutdown":
            return "-r" in arguments or "--reboot" in arguments
        case "systemctl":
            return _verb(arguments) == "reboot"
        case "init" | "telinit":
            return arguments[:1] == ["6"]
    return False


def _switches_off(words: list[str]) -> bool:
    if not words:
        return False
    arguments = words[1:]
    match _program(words):
        case "poweroff" | "halt":
            return not arguments
        case "shutdown":
            return bool(arguments) and {"-c", "-k", "--show", "--help"}.isdisjoint(
                arguments
            )
        case "systemctl":
            return _verb(arguments) in {"poweroff", "halt"}
        case "init" | "telinit":
            return arguments[:1] == ["0"]
    return False


RULES = (
    shell_on_windows,
    command_without_sudo,
    register_iso_source,
    not_one_script,
    inline_not_an_array,
    reboot_in_shell,
)
