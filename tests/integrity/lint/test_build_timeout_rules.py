"""The rules about the build timeout, where the examples do not tell enough."""

import pytest
from judging import complaints, properties_with

from integrity.lint.rules.build_timeout import (
    build_timeout_not_minutes,
    build_timeout_short_for_windows,
    build_timeout_too_long,
    build_timeout_too_short,
    default_build_timeout,
    long_build_timeout,
)
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.model import ImageTemplate


def of(minutes: object, **others: object) -> ImageTemplate:
    return properties_with(buildTimeoutInMinutes=minutes, **others)


@pytest.mark.parametrize("minutes", ["120", "long", 1.5, -1, False, {}])
def test_a_timeout_is_a_whole_number(minutes):
    assert len(complaints(build_timeout_not_minutes, of(minutes))) == 1


def test_the_fix_takes_the_quotes_of_a_timeout_away():
    template = of("120")
    fix = complaints(build_timeout_not_minutes, template)[0].fix

    assert '"buildTimeoutInMinutes": 120}' in apply(template.document, fix.edits)


def test_words_cannot_be_made_minutes():
    assert complaints(build_timeout_not_minutes, of("two hours"))[0].fix is None


@pytest.mark.parametrize(
    "rule",
    [build_timeout_too_long, build_timeout_too_short, long_build_timeout],
)
@pytest.mark.parametrize("minutes", [None, 0, "1440", -5])
def test_only_a_number_of_minutes_is_measured(rule, minutes):
    assert complaints(rule, of(minutes)) == []


def test_sixteen_hours_are_allowed_and_not_a_minute_more():
    assert complaints(build_timeout_too_long, of(960)) == []
    assert len(complaints(build_timeout_too_long, of(961))) == 1


def test_six_minutes_are_allowed_and_not_one_fewer():
    assert complaints(build_timeout_too_short, of(6)) == []
    assert len(complaints(build_timeout_too_short, of(5))) == 1


@pytest.mark.parametrize("minutes", [None, 0])
def test_0_stands_for_the_default(minutes):
    assert len(complaints(default_build_timeout, of(minutes))) == 1


def test_a_timeout_that_is_not_known_is_not_judged():
    with pytest.raises(NotKnown):
        complaints(default_build_timeout, of(...))
    with pytest.raises(NotKnown):
        complaints(build_timeout_too_long, of(...))


def test_a_windows_step_tells_that_the_image_is_windows():
    template = of(30, customize=[{"type": "WindowsRestart"}])

    assert len(complaints(build_timeout_short_for_windows, template)) == 1


def test_linux_may_be_built_in_half_an_hour():
    template = of(30, customize=[{"type": "Shell", "inline": ["true"]}])

    assert complaints(build_timeout_short_for_windows, template) == []
