"""Rules about `buildTimeoutInMinutes`."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import without_quotes
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import whole_templates
from integrity.lint.values import is_count
from integrity.template.model import ImageTemplate
from integrity.template.nodes import NumberNode
from integrity.template.operating_system import OperatingSystem

KEY = "buildTimeoutInMinutes"
DEFAULT = 240
MAXIMUM = 960
MINIMUM = 6
WINDOWS_MINIMUM = 60
LONG = 480
"""Minutes, twice the default: the reference only speaks of 'very high' values."""


def _minutes(template: ImageTemplate) -> int | float:
    """The timeout; 0, which stands for the default, where none or no number is given.

    Raises:
        NotKnown: It is not known offline.
    """
    return template.properties.number(KEY) or 0


@rule("AIB240", Severity.ERROR)
def build_timeout_not_minutes(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The build timeout is not a whole number of minutes, 0 or more.

    0 stands for the default, 240 minutes. A number in quotes is refused.

    Write an integer from 0 to 960.

    Stated in the template reference of March 2020; every schema says the same.
    """
    node = template.properties.known(KEY)
    if node is None or is_count(node):
        return
    yield Complaint(
        node.span,
        f"{KEY} must be an integer from 0 to {MAXIMUM}",
        help="Write whole minutes, without quotes.",
        fix=without_quotes(node),
    )


@rule("AIB241", Severity.ERROR)
def build_timeout_too_long(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The build timeout is over 960 minutes, the maximum.

    The service refuses a template that asks for more than 16 hours.

    Ask for 960 minutes or fewer, and do slow work before the build.

    Stated in the template reference of March 2020; every schema says the same.
    """
    if _minutes(template) > MAXIMUM:
        yield Complaint(
            template.properties.span_of(KEY),
            f"{MAXIMUM} minutes (16 hours) is the maximum",
            help=f"Write {MAXIMUM} or less.",
        )


@rule("AIB242", Severity.WARNING)
def build_timeout_short_for_windows(
    template: ImageTemplate, _: Facts
) -> Iterator[Complaint]:
    """The build timeout is below 60 minutes, and the image is Windows.

    A Windows build seldom ends within the hour: restarts, updates and Sysprep take
    their time. When the timeout is hit all work is lost.

    Allow 60 minutes or more. Whether an image is Windows is told by its publisher,
    else by the kinds of its steps; where neither tells, this rule is silent.

    Advised by the template reference of March 2020.
    """
    short = 0 < _minutes(template) < WINDOWS_MINIMUM
    if short and template.os is OperatingSystem.WINDOWS:
        yield Complaint(
            template.properties.span_of(KEY),
            f"below {WINDOWS_MINIMUM} minutes is not recommended for Windows",
            help=f"Write {WINDOWS_MINIMUM} or more.",
        )


@rule("AIB243", Severity.NOTE, over=whole_templates)
def default_build_timeout(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """No build timeout is set, so the default of 240 minutes applies.

    0 means the same as leaving it out. (The help of `az image builder create` speaks
    of 60 minutes; that is wrong.)

    Set it if your build needs more, or if you want to hear of a hang sooner.

    Stated in the template reference of March 2020.
    """
    given = template.properties.known(KEY)
    if given is None or (isinstance(given, NumberNode) and given.value == 0):
        yield Complaint(
            template.properties.span_of(KEY),
            f"the default of {DEFAULT} minutes applies",
            help=f"Set {KEY} if the build needs another.",
        )


@rule("AIB244", Severity.NOTE)
def long_build_timeout(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The build timeout is very long, over eight hours.

    A step that hangs, because it waits for input for example, is only noticed when
    the timeout is hit: you wait that long before you see the error.

    Set the timeout a little above what a good build takes.

    Advised by the template reference of March 2020, which names no number; eight
    hours, twice the default, is our choice.
    """
    minutes = _minutes(template)
    if LONG < minutes <= MAXIMUM:
        yield Complaint(
            template.properties.span_of(KEY),
            f"a hang will take {minutes:g} minutes to surface",
            help="Set it a little above what a good build takes.",
        )


@explained("AIB245", Severity.NOTE, needs=Needs.RUN)
def build_timeout_reached() -> None:
    """A run that fails with `context deadline exceeded` has hit the build timeout.

    The timeout covers customizing, validating, optimizing and distributing together.

    Look in `customization.log` for the last step that began: most often it waits for
    input. If all steps moved on, raise `buildTimeoutInMinutes`, up to 960.

    Stated in the template reference of March 2020.
    """


@rule("AIB246", Severity.ERROR)
def build_timeout_too_short(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The build timeout is below 6 minutes, the minimum.

    No build can end so soon; the service refuses it. 0 is allowed and stands for the
    default.

    Write 6 or more.

    Stated in later documentation, not in the template reference of March 2020, and
    not in any schema.
    """
    if 0 < _minutes(template) < MINIMUM:
        yield Complaint(
            template.properties.span_of(KEY),
            f"{MINIMUM} minutes is the minimum",
            help=f"Write {MINIMUM} or more, or 0 for the default of {DEFAULT}.",
        )


RULES = (
    build_timeout_not_minutes,
    build_timeout_too_long,
    build_timeout_short_for_windows,
    default_build_timeout,
    long_build_timeout,
    build_timeout_reached,
    build_timeout_too_short,
)
