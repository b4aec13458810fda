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


NO_FILES = {
    "text": "No file was judged",
    "json": '"files":0,',
    "jsonl": '"files":0,',
    "github": "No file was judged",
    "azure": "No file was judged",
    "sarif": '"results":[]',
    "junit": 'time="1.500"></testsuites>',
}


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_tells_that_no_file_was_judged(name):
    told = REPORTS[name](report(files=()), Style(), ALL_RULES)

    assert NO_FILES[name] in "".join(told)
