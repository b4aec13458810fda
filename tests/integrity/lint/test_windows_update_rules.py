"""The rules about WindowsUpdate steps."""

import pytest
from build_steps import on_windows
from judging import complaints, messages
from mending import first_step, mended

from integrity.lint.rules.windows_update import (
    default_search_criteria,
    filters_not_strings,
    malformed_update_limit,
)
from integrity.lint.severity import Severity


@pytest.mark.parametrize("criteria", [None, "", " "])
def test_without_criteria_the_default_is_told(criteria):
    step = {"type": "WindowsUpdate", "searchCriteria": criteria}

    assert messages(default_search_criteria, on_windows(step)) == [
        "searches with the default, BrowseOnly=0 and IsInstalled=0"
    ]


def test_criteria_of_another_type_are_not_the_default():
    step = {"type": "WindowsUpdate", "searchCriteria": 5}

    assert messages(default_search_criteria, on_windows(step)) == []


@pytest.mark.parametrize("limit", ["40", 4.5, -1, True, {}])
def test_an_update_limit_is_a_count(limit):
    template = on_windows({"type": "WindowsUpdate", "updateLimit": limit})

    assert messages(malformed_update_limit, template)


@pytest.mark.parametrize("limit", [0, 40, None])
def test_a_count_is_an_update_limit(limit):
    template = on_windows({"type": "WindowsUpdate", "updateLimit": limit})

    assert messages(malformed_update_limit, template) == []


def test_each_filter_that_is_no_string_is_told():
    step = {"type": "WindowsUpdate", "filters": ["include:$true", 1, None, ...]}

    assert len(messages(filters_not_strings, on_windows(step))) == 2


NO_PREVIEW = "exclude:$_.Title -like '*Preview*'"


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ([NO_PREVIEW], "no filter includes anything: no update is installed"),
        (
            ["$_.Title -like '*Preview*'", "include:$true"],
            "neither include: nor exclude: is before the filter's expression",
        ),
    ],
)
def test_filters_by_which_less_is_installed_than_is_meant_are_a_warning(filters, told):
    step = {"type": "WindowsUpdate", "filters": filters}
    (complaint,) = complaints(filters_not_strings, on_windows(step))

    assert complaint.message == told
    assert complaint.severity is Severity.WARNING


@pytest.mark.parametrize(
    "filters",
    [
        [],
        [NO_PREVIEW, "include:$true"],
        ["Include:$_.Title -match 'Security'"],
        [NO_PREVIEW, ...],
        [NO_PREVIEW, "${more}"],
    ],
)
def test_filters_that_include_something_or_may_do_so_are_fine(filters):
    step = {"type": "WindowsUpdate", "filters": filters}

    assert messages(filters_not_strings, on_windows(step)) == []


def test_quotation_marks_that_are_doubled_are_mended():
    filters = ["exclude:$_.Title -like ''*Preview*''", "include:$true"]
    template = on_windows({"type": "WindowsUpdate", "filters": filters})

    step = first_step(mended(filters_not_strings, template))
    assert step["filters"][0] == "exclude:$_.Title -like '*Preview*'"


@pytest.mark.parametrize(
    "text", ["-ne ''", "-eq '' -or $true", "-like '*it''s*'", "-in '', 'a'"]
)
def test_an_empty_text_is_no_mark_that_is_doubled(text):
    filters = [f"exclude:$_.Title {text}", "include:$true"]
    template = on_windows({"type": "WindowsUpdate", "filters": filters})

    assert messages(filters_not_strings, template) == []
