import pytest
from sample_reports import finding, report, span_of

from integrity.lint.reports.all_reports import REPORTS
from integrity.lint.reports.style import Style
from integrity.lint.rules.all_rules import ALL_RULES


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_tells_in_lines_without_their_ends(name):
    told = list(REPORTS[name](report(finding(span_of("1"))), Style(), ALL_RULES))

    assert "AIB310" in "\n".join(told)
    assert not any("\n" in line or "\r" in line for line in told)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_tells_that_nothing_was_found(name):
    assert list(REPORTS[name](report(files=()), Style(), ALL_RULES))
