"""Rules about what a step's own shell cannot make sense of."""

import re
from collections.abc import Iterable, Iterator

from integrity.facts import Facts
from integrity.lint.commands import commands_of, without_sudo
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import script_steps, shell_steps
from integrity.template.hosts import split_address
from integrity.template.model import Part
from integrity.template.nodes import StringNode
from integrity.template.operating_system import OperatingSystem
from integrity.template.references import inline_commands

_CMDLET = (
    r"(?:Add|Clear|Copy|Disable|Enable|Expand|Get|Import|Install|Invoke|Move|New|Out"
    r"|Register|Remove|Rename|Restart|Set|Start|Stop|Test|Uninstall|Update|Write)"
    r"-[A-Z][A-Za-z]+"
)
_OF_LINUX = frozenset(
    (
        "sudo", "apt", "apt-get", "yum", "dnf", "zypper", "chmod", "chown", "export",
        "systemctl",
    )
)  # fmt: skip
_OF_HTML = frozenset(("amp", "gt", "lt", "quot"))
"""What `&amp;` and the like are to a shell: `&` ends one command, `;` the next."""

_OF_BASH = frozenset(("source", "shopt", "declare", "[["))
_WITH_DASH = frozenset(("canonical", "debian"))
"""Publishers whose `sh` is dash, which has nothing of bash."""

_SIGN_OF_HTML = rf"&(?:{'|'.join(sorted(_OF_HTML))});"
_MAY_BE_FOREIGN = {
    "Shell": rf"[A-Z][a-z]+-[A-Z]|\$\w+\s*=|{_SIGN_OF_HTML}"
    r"|\b(?:source|shopt|declare|pipefail)\b|\[\[",
    "PowerShell": rf"\b(?:{'|'.join(sorted(_OF_LINUX))})\b|{_SIGN_OF_HTML}",
}
"""Most commands are settled by this; the others are taken apart.

Here, as below, a pattern is compiled when the first step of its kind is met.
"""

_TEXT_FOR_OTHERS = {
    "Shell": r"(?i)pwsh|powershell",
    "PowerShell": r"(?i)@['\"]|\b(?:wsl|bash)\b",
}
"""Where a step hands text to another shell, it is not looked at."""

_OF_THE_OTHER = {"Shell": ".ps1", "PowerShell": ".sh"}
_NO_SCRIPTS = (
    ".zip", ".7z", ".tar.gz", ".tgz", ".msi", ".msix", ".exe", ".yaml", ".yml", ".json",
)  # fmt: skip

_QUOTED = r"'[^']*'|\"[^\"]*\""
"""Where a carriage return may be meant: `printf 'a\\r\\n'`."""

_WITHIN_A_LINE = r"\r(?!\n|\Z)"

_ASK_ALWAYS = frozenset(("yum", "dnf", "tdnf", "zypper"))
_ASK_ABOUT_MORE = frozenset(("apt", "apt-get"))
_INSTALLER = r"\b(?:yum|t?dnf|zypper|apt|apt-get)\b"
_ASKED = frozenset(
    (
        "install", "update", "upgrade", "dist-upgrade", "full-upgrade", "remove",
        "purge", "autoremove",
    )
)  # fmt: skip
_ANSWER = (
    r"-[A-Za-z]{0,8}[yns][A-Za-z]{0,8}|-qq|--(?:assume-?)?(?:yes|no)|--non-interactive"
    r"|--no-confirm|--simulate|--dry-run"
)
"""A flag that answers, or asks for nothing: `-y`, `-qy`, zypper's `-n`, apt's `-s`."""

_ANSWERED = r"(?i)\byes\b|assume-?yes|<<<|[\s\"']y(?:\\n)?[\"']?\s{0,8}\|"
"""What answers from outside the command: `yes |`, `echo y |`, a setting, `<<<`."""


@rule("AIB328", Severity.WARNING, over=script_steps)
def another_shell(step: Part, _: Facts) -> Iterator[Complaint]:
    """A step has commands, or a script, of another shell than its own.

    A Shell step runs what it is given with `sh` on Linux, a PowerShell step with
    PowerShell on Windows. Neither knows the other's commands: the step fails, or goes
    on without them. Both take `&amp;`, which a web page has for `&`, for a command. On
    Ubuntu and Debian, `sh` is dash: it has no `source`, `[[` and `set -o pipefail`, as
    bash has. A script whose address ends in `.zip` or `.msi` is none.

    Change the step's type, or write the commands of its shell.

    The rule is silent where a step hands text to the other shell. From the
    documentation of the two kinds of step, and of Packer's provisioners that run them.
    """
    yield from _script_of_another(step)
    if step.kind == "PowerShell" and step.template.os is OperatingSystem.LINUX:
        return
    text = "\n".join(one.value for one in inline_commands(step))
    if re.search(_TEXT_FOR_OTHERS[step.kind or ""], text):
        return
    if re.search(_MAY_BE_FOREIGN[step.kind or ""], text) is None:
        return
    for command, found in commands_of(step):
        foreign = next(_foreign(found, step), None)
        if foreign is not None:
            told, other = foreign
            yield Complaint(
                command.span,
                f"{told} is of {other}, and this is a {step.kind} step",
                help=f"Write it as {step.kind} has it, or make another step of it.",
            )


def _script_of_another(step: Part) -> Iterator[Complaint]:
    address = step.get("scriptUri")
    if not isinstance(address, StringNode):
        return
    path = split_address(address.value)[1].path.casefold()
    if path.endswith((_OF_THE_OTHER[step.kind or ""], *_NO_SCRIPTS)):
        yield Complaint(
            address.span,
            f"{path.rpartition('/')[2]:.60} is no script for a {step.kind} step",
            help="Name a script of its own shell; a File step copies all else.",
        )


def _foreign(commands: Iterable[list[str]], step: Part) -> Iterator[tuple[str, str]]:
    """What of some commands belongs to another shell, and to which."""
    for words in commands:
        if words[0] in _OF_HTML and len(words) == 1:
            yield f"&{words[0]};", "a web page"
        elif step.kind == "Shell":
            yield from _foreign_to_sh(without_sudo(words), step)
        elif words[0] in _OF_LINUX:
            yield words[0], "Linux"


def _foreign_to_sh(words: list[str], step: Part) -> Iterator[tuple[str, str]]:
    first, *rest = words or [""]
    if re.fullmatch(_CMDLET, first):
        yield first, "PowerShell"
    elif first.startswith("$") and rest[:1] == ["="]:
        yield f"{first:.40} =", "PowerShell"
    elif first in _OF_BASH and _runs_dash(step):
        yield first, "bash"
    elif first == "set" and "pipefail" in rest and _runs_dash(step):
        yield "set -o pipefail", "bash"


def _runs_dash(step: Part) -> bool:
    """Say whether `sh` is dash; a step that names a shell itself is left alone."""
    first = next(inline_commands(step), None)
    origin = step.template.source
    publisher = origin.get("publisher") if origin else None
    return (
        isinstance(publisher, StringNode)
        and publisher.value.casefold() in _WITH_DASH
        and (first is None or not first.value.startswith("#!"))
    )


@rule("AIB329", Severity.WARNING, over=shell_steps)
def carriage_return(step: Part, _: Facts) -> Iterator[Complaint]:
    r"""A command of a Shell step has a carriage return within a line.

    JSON takes the `\r` of `/opt\run` for one. The shell takes a carriage return for a
    part of a word. What ends lines as Windows does, `\r\n`, is made `\n` before the step
    runs.

    Write `\n` where a line ends, and `\\r` for a backslash and an r.

    From the documentation of Packer's shell provisioner, which runs the step.
    """
    for command in inline_commands(step):
        if re.search(_WITHIN_A_LINE, re.sub(_QUOTED, "", command.value)):
            yield Complaint(
                command.span,
                "a carriage return within a line: the shell takes it for part of a word",
                help="Write \\n where a line ends, and \\\\r for a backslash and an r.",
            )


@rule("AIB331", Severity.WARNING, over=shell_steps)
def unanswered_question(step: Part, _: Facts) -> Iterator[Complaint]:
    """A command asks whether it may go on, and nobody answers.

    A build has no terminal: yum, dnf and zypper take that for a no and fail. So does
    apt-get where it would install more than it was told to; that is a note, because it
    may be all there is.

    Write `-y` behind it.
    """
    text = "\n".join(one.value for one in inline_commands(step))
    if re.search(_ANSWERED, text) or re.search(_INSTALLER, text) is None:
        return
    for command, found in commands_of(step):
        asking = next(_asking(found), None)
        if asking is not None:
            may_ask = asking in _ASK_ABOUT_MORE
            yield Complaint(
                command.span,
                f"{asking} {'may ask' if may_ask else 'asks'} whether to go on, and"
                " nobody answers",
                severity=Severity.NOTE if may_ask else None,
                help=f"Write {asking} -y.",
            )


def _asking(commands: Iterable[list[str]]) -> Iterator[str]:
    for words in commands:
        name, *rest = without_sudo(words) or [""]
        if name not in _ASK_ALWAYS and name not in _ASK_ABOUT_MORE:
            continue
        is_asked = any(one in _ASKED for one in rest)
        is_open = any("$" in one for one in rest)
        if name in _ASK_ABOUT_MORE and "update" in rest:
            continue  # which only reads what there is
        if (
            is_asked
            and not is_open
            and not any(re.fullmatch(_ANSWER, one) for one in rest)
        ):
            yield name


RULES = (another_shell, carriage_return, unanswered_question)
