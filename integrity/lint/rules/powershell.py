"""Rules about what only PowerShell steps have."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product

from integrity.facts import Facts
from integrity.lint.commands import script_of
from integrity.lint.finding import Complaint, Fix
from integrity.lint.fixes import replaced, without_quotes
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import powershell_steps
from integrity.template.edit import Edit
from integrity.template.model import ImageTemplate, Part
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
_LEAST, _MOST = -(1 << 31), (1 << 31) - 1
_CODE = re.compile(r"[0-9]{1,10}")
_EXIT = re.compile(r"\bexit\b[ (]{0,8}([^\s;)}]{0,80})", re.IGNORECASE)
_FAILURE = re.compile("-?[1-9][0-9]{0,9}")
_POWERSHELL = re.compile("powershell|pwsh", re.IGNORECASE)


@rule("AIB350", Severity.WARNING, over=powershell_steps)
def powershell_on_linux(step: Part, _: Facts) -> Iterator[Complaint]:
    """A PowerShell step in an image of Linux.

    The template reference of March 2020 says that PowerShell runs on Windows and
    Linux. Current documentation and the published definition say Windows only, so this
    is a note up to 2019-05-01-preview and a warning from 2020-02-14 on. Where a Shell
    step speaks of PowerShell it stays a note: images are built so, once that is there.

    Write a Shell step; it may start `pwsh`, once that is installed.
    """
    if step.template.os is OperatingSystem.LINUX:
        early = step.template.version <= _LAST_WITH_LINUX_POWERSHELL
        yield Complaint(
            step.head,
            "PowerShell in an image of Linux: documented for Windows only since 2020",
            severity=Severity.NOTE if early or _brings_it(step.template) else None,
            help="Write a Shell step.",
        )


def _brings_it(template: ImageTemplate) -> bool:
    """Say whether a Shell step speaks of PowerShell, and so may install it."""
    for step in template.customizers:
        address = step.get("scriptUri")
        texts = [one.value for one in inline_commands(step)]
        texts += [address.value] if isinstance(address, StringNode) else []
        if step.kind_or_none == "Shell" and any(map(_POWERSHELL.search, texts)):
            return True
    return False


@rule("AIB352", Severity.ERROR, over=powershell_steps)
def exit_codes_not_integers(step: Part, _: Facts) -> Iterator[Complaint]:
    """`validExitCodes` is not an array of integers.

    It lists the exit codes that count as success; without it, that is 0 alone. The
    sample in the template reference of March 2020 shows a string, which no published
    definition allows.

    The published definitions have 32 bits with a sign for each: what Windows shows as
    3221225786 is written as -1073741510.

    Write integers in brackets: `[0, 3010]`.
    """
    node = step.known("validExitCodes")
    if isinstance(node, ArrayNode):
        for item in node.items:
            if not isinstance(item, UnknownNode) and not _is_integer(item):
                yield _not_exit_codes(item, without_quotes(item))
            elif isinstance(item, NumberNode) and not _LEAST <= item.value <= _MOST:
                yield _beyond_32_bits(item)
    elif node is not None:
        yield _not_exit_codes(node, _as_exit_codes(node))


@rule("AIB354", Severity.WARNING, over=powershell_steps)
def success_not_valid(step: Part, _: Facts) -> Iterator[Complaint]:
    """0 is not among the `validExitCodes`.

    The list takes the place of the usual one, which is 0 alone. A script that ends well
    ends with 0, and fails the step then, and with it the build. Commands that always
    end with `exit` and a code of the list are as they should be.

    Write 0 first: `[0, 3010]`.

    From the documentation of Packer's PowerShell provisioner, which runs the step.
    """
    node = step.known("validExitCodes")
    codes = node.items if isinstance(node, ArrayNode) else ()
    if (
        codes
        and all(_is_integer(one) and not _is_zero(one) for one in codes)
        and not _ends_with_one_of(codes, step)
    ):
        yield Complaint(
            step.span_of("validExitCodes"),
            "0 is not among the valid exit codes: a script that ends well fails",
            help="Write 0 first.",
        )


def _ends_with_one_of(codes: tuple[Node, ...], step: Part) -> bool:
    """Say whether the commands end with such a code, and nowhere with 0."""
    script = script_of(step).running.rstrip(" \r\n;)")
    exits = list(_EXIT.finditer(script))
    return (
        bool(exits)
        and exits[-1].end() == len(script)
        and exits[-1][1] in {one.span.text for one in codes}
        and all(_FAILURE.fullmatch(one[1]) for one in exits)
    )


def _is_zero(node: Node) -> bool:
    return isinstance(node, NumberNode) and node.value == 0


def _beyond_32_bits(code: NumberNode) -> Complaint:
    signed = int(code.value) - (1 << 32)
    meant = f" {signed}" if _LEAST <= signed < 0 else ""
    return Complaint(
        code.span,
        f"an exit code is an integer from {_LEAST} to {_MOST}",
        help=f"Write{meant or ' one of these'}.",
    )


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


def _elevations(template: ImageTemplate) -> Iterable[tuple[Part, str]]:
    """PowerShell steps by what each may say of its rights."""
    return product(powershell_steps(template), ("runElevated", "runAsSystem"))


@rule("AIB353", Severity.ERROR, over=_elevations)
def elevation_not_boolean(elevation: tuple[Part, str], _: Facts) -> Iterator[Complaint]:
    """`runElevated` or `runAsSystem` is not a boolean, or they contradict each other.

    Both are `true` or `false` without quotes, although a sample in the template
    reference of March 2020 shows a string. `runAsSystem`, from 2020-02-14 on, is only
    for a step that has `runElevated` true.

    Write `true` or `false`, and `runElevated` where there is `runAsSystem`.
    """
    step, key = elevation
    node = step.known(key)
    if node is not None and not isinstance(node, BooleanNode):
        word = _meant(node)
        yield Complaint(
            node.span,
            f"{key} must be true or false, without quotes",
            help=f'Write "{key}": {word or "true"}.',
            fix=replaced(node, word == "true", f"write {word}") if word else None,
        )
    if key == "runAsSystem" and step.boolean(key) and _is_not_elevated(step):
        yield Complaint(
            step.key_span(key),
            "runAsSystem needs runElevated to be true",
            help='Write "runElevated": true.',
            fix=replaced(step.get("runElevated"), value=True, title="run it elevated"),
        )


def _is_not_elevated(step: Part) -> bool:
    node = step.known("runElevated")
    return node is None or (isinstance(node, BooleanNode) and not node.value)


def _meant(node: Node) -> str | None:
    """The boolean that a text spells."""
    word = node.value.strip().lower() if isinstance(node, StringNode) else ""
    return word if word in {"true", "false"} else None


RULES = (
    powershell_on_linux,
    exit_codes_not_integers,
    success_not_valid,
    elevation_not_boolean,
)
