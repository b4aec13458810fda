"""The one list of reports: what `-o` takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from integrity.lint.report import Report
from integrity.lint.reports.azure import azure
from integrity.lint.reports.github import github
from integrity.lint.reports.json_document import json_document, json_lines
from integrity.lint.reports.junit import junit
from integrity.lint.reports.sarif import sarif
from integrity.lint.reports.style import Style
from integrity.lint.reports.text import text
from integrity.lint.rule import Rule

Telling = Callable[[Report, Style, Sequence[Rule]], Iterator[str]]
"""Makes lines without their ends of a report; of the rules, only SARIF tells."""


def _for_machines(tell: Callable[[Report], Iterator[str]]) -> Telling:
    """A report that looks the same wherever it is read."""
    return lambda report, _style, _rules: tell(report)


REPORTS: Mapping[str, Telling] = {
    "text": lambda report, style, _rules: text(report, style),
    "json": _for_machines(json_document),
    "jsonl": _for_machines(json_lines),
    "github": _for_machines(github),
    "azure": _for_machines(azure),
    "sarif": lambda report, _style, rules: sarif(report, rules),
    "junit": _for_machines(junit),
}
