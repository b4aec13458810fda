"""The one list of reports: what `-o` takes. Each is loaded when it is called."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from integrity.lint.report import Report
from integrity.lint.reports.style import Style
from integrity.lint.rule import Rule

Telling = Callable[[Report, Style, Sequence[Rule]], Iterator[str]]
"""Makes lines without their ends. Only `text` has a style, only SARIF tells rules."""


def _text(report: Report, style: Style, _: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.text import text

    return text(report, style)


def _json(report: Report, _: Style, __: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.json_document import json_document

    return json_document(report)


def _jsonl(report: Report, _: Style, __: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.json_document import json_lines

    return json_lines(report)


def _github(report: Report, _: Style, __: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.github import github

    return github(report)


def _azure(report: Report, _: Style, __: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.azure import azure

    return azure(report)


def _sarif(report: Report, _: Style, rules: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.sarif import sarif

    return sarif(report, rules)


def _junit(report: Report, _: Style, __: Sequence[Rule]) -> Iterator[str]:
    from integrity.lint.reports.junit import junit

    return junit(report)


REPORTS: Mapping[str, Telling] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "github": _github,
    "azure": _azure,
    "sarif": _sarif,
    "junit": _junit,
}
