"""Rules about WindowsRestart steps."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Fix
from integrity.lint.fixes import replaced
from integrity.lint.rule import rule
from integrity.lint.rules.build_timeout import DEFAULT, KEY
from integrity.lint.severity import Severity
from integrity.lint.subjects import restart_steps
from integrity.lint.values import lacks
from integrity.template.model import Part
from integrity.template.nodes import Node
from integrity.template.operating_system import OperatingSystem

_DOCUMENTED = re.compile(r"[0-9]{1,9}[mh]")
_PAIR = re.compile(r"(?:[0-9]{1,9}\.?[0-9]{0,9}|\.[0-9]{1,9})(?:ns|us|µs|μs|ms|s|m|h)")
"""A number and a unit as Go reads them; micro is written with either of two signs."""

_LONGEST_DURATION = 64
_IN_WORDS = re.compile(
    r"(?P<count>[0-9]{1,9}) ?(?P<unit>minutes?|mins?|m|hours?|hrs?|hr?)", re.IGNORECASE
)


@rule("AIB340", Severity.WARNING, over=restart_steps)
def windows_restart_on_linux(step: Part, _: Facts) -> Iterator[Complaint]:
    """A WindowsRestart step in an image of Linux.

    There is no step that restarts Linux.

    Restart it from a Shell step, and see AIB344.

    Stated in the template reference of March 2020.
    """
    if step.template.os is OperatingSystem.LINUX:
        yield Complaint(
            step.head,
            "WindowsRestart in an image of Linux",
            help="Restart it from a Shell step.",
        )


@rule("AIB341", Severity.NOTE, over=restart_steps)
def default_restart_command(step: Part, _: Facts) -> Iterator[Complaint]:
    """A WindowsRestart step without a restartCommand uses the default one.

    That is `shutdown /r /f /t 0 /c "packer restart"`: programs that are still running
    are closed without asking.

    Write a `restartCommand` where that is not what you want.

    Stated in the template reference of March 2020.
    """
    if lacks(step, "restartCommand"):
        yield Complaint(
            step.span_of("restartCommand"),
            'restarts with the default, shutdown /r /f /t 0 /c "packer restart"',
            help="Add restartCommand where that is not what you want.",
        )


@rule("AIB342", Severity.NOTE, over=restart_steps)
def no_restart_check(step: Part, _: Facts) -> Iterator[Complaint]:
    """A WindowsRestart step without a restartCheckCommand checks nothing of its own.

    The build goes on as soon as the machine answers again.

    Write a `restartCheckCommand` that succeeds when what you wait for is there.

    Optional, and empty by default, in the template reference of March 2020.
    """
    if lacks(step, "restartCheckCommand"):
        yield Complaint(
            step.span_of("restartCheckCommand"),
            "no restartCheckCommand: the build goes on as soon as the machine answers",
            help="Add restartCheckCommand where there is something to wait for.",
        )


@rule("AIB343", Severity.ERROR, over=restart_steps)
def malformed_restart_timeout(step: Part, _: Facts) -> Iterator[Complaint]:
    """A restartTimeout is not a duration like 5m or 2h.

    It is a number and a unit, minutes or hours; without one, five minutes hold. The
    build tool below the service also understands seconds and runs of pairs, as in
    `1h30m`; nothing documents that, so those are a warning.

    Write a whole number and `m` or `h`, without a blank. A warning is told of one that
    is longer than the whole build may take: the build ends before it.

    From the template reference of March 2020; no schema has a pattern for it.
    """
    written = step.text("restartTimeout")
    if not written:
        return
    if _DOCUMENTED.fullmatch(written):
        yield from _beyond_the_build(step, written)
        return
    node = step.known("restartTimeout")
    if _is_run_of_pairs(written):
        yield Complaint(
            step.span_of("restartTimeout"),
            f"'{written:.40}' is understood, but only forms like 5m or 2h are documented",
            severity=Severity.WARNING,
            help="Write whole minutes or hours.",
        )
    else:
        yield Complaint(
            step.span_of("restartTimeout"),
            f"'{written:.40}' is not a duration like 5m or 2h",
            help='Write "restartTimeout": "5m".',
            fix=_in_short(node, written),
        )


def _beyond_the_build(step: Part, written: str) -> Iterator[Complaint]:
    minutes = int(written[:-1]) * (60 if written[-1] == "h" else 1)
    whole = step.template.properties.number(KEY) or DEFAULT
    if minutes > whole:
        yield Complaint(
            step.span_of("restartTimeout"),
            f"'{written}' is longer than the whole build may take: {whole} minutes",
            severity=Severity.WARNING,
            help=f"Write less, or raise {KEY}.",
        )


def _is_run_of_pairs(text: str) -> bool:
    return len(text) <= _LONGEST_DURATION and not _PAIR.sub("", text)


def _in_short(node: Node | None, written: str) -> Fix | None:
    match = _IN_WORDS.fullmatch(written.strip())
    if match is None:
        return None
    short = f"{match['count']}{match['unit'][0].lower()}"
    return replaced(node, short, f"write {short}")


RULES = (
    windows_restart_on_linux,
    default_restart_command,
    no_restart_check,
    malformed_restart_timeout,
)
