"""The last lines of the report for people: how much of what, and what to do next."""

from collections import Counter
from collections.abc import Iterator, Mapping

from integrity.facts import Appearance
from integrity.lint.report import ArtifactResult, Report
from integrity.lint.reports.style import Style
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.quantities import counted, listed, size_in_words
from integrity.template.hosts import names_page
from integrity.template.references import Use

_VERDICT_COUNTS = {
    Verdict.MATCH: ("matches", "match"),
    Verdict.MISMATCH: ("differs", "differ"),
    Verdict.UNDECLARED: ("undeclared", "undeclared"),
    Verdict.PROBLEM: ("not read", "not read"),
}

_NAMES_SHOWN = 4

_PLACEHOLDER = "AIB004"


def sums(report: Report, style: Style) -> Iterator[str]:
    """What was stamped, read, found and left out, and what can be mended: a line each."""
    yield from _stamps(report)
    yield from _artifacts(report)
    if report.findings or report.stamped is None:
        yield found(report, style)
    yield from _unknown(report)
    yield from _mendable(report)


def found(report: Report, style: Style) -> str:
    """The findings in one sentence."""
    count = Counter(finding.severity for finding in report.findings)
    clauses = [_wrong(report, count)]
    if count[Severity.NOTE]:
        hint = "" if style.show_notes else " (show with --notes)"
        clauses.append(counted(count[Severity.NOTE], "note") + hint)
    if skipped := sum(file.skipped for file in report.files):
        clauses.append(
            f"{counted(skipped, 'judgement')} skipped because a value is not known"
            f" offline ({_to_give(report, style)})"
        )
    return "; ".join(clauses)


def _wrong(report: Report, count: Mapping[Severity, int]) -> str:
    """How many errors and warnings there are, and in how many files."""
    if not report.files:
        return "No file was judged"
    files = counted(len(report.files), "file")
    parts = [
        counted(count[severity], severity)
        for severity in (Severity.ERROR, Severity.WARNING)
        if count[severity]
    ]
    if parts:
        concerned = _files_concerned(report)
        files = counted(max(len(report.files), concerned), "file")
        return f"Found {listed(parts)} in {concerned} of {files}"
    if report.target is not None:
        return f"Nothing breaks in {files} with {report.target}"
    return f"Found nothing wrong in {files}"


def _to_give(report: Report, style: Style) -> str:
    """What the user can say to make more known; the first few names, if there are any."""
    is_to_fill_in = any(finding.rule == _PLACEHOLDER for finding in report.findings)
    names = dict.fromkeys(
        style.shown(name) for file in report.files for name in file.missing_parameters
    )
    if not names:
        return "give --set NAME=VALUE" if is_to_fill_in else "give --params or --set"
    shown = list(names)[:_NAMES_SHOWN]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    fills = "; --set for placeholders" if is_to_fill_in else ""
    return f"give --params {', '.join(shown)}{more}{fills}"


def _files_concerned(report: Report) -> int:
    """How many have errors or warnings; parameters files may be among them."""
    return len({
        finding.path
        for finding in report.findings
        if finding.severity is not Severity.NOTE
    })  # fmt: skip


def _artifacts(report: Report) -> Iterator[str]:
    if report.artifacts is None:
        return
    count = Counter(artifact.verdict for artifact in report.artifacts)
    parts = [
        f"{count[verdict]:,} {words[count[verdict] > 1]}"
        for verdict, words in _VERDICT_COUNTS.items()
        if count[verdict]
    ]
    read = sum(one.fact.size or 0 for one in report.artifacts if one.fact.sha256)
    total = counted(len(report.artifacts), "artifact")
    yield f"Verified {total}: {', '.join([*parts, size_in_words(read)])}"


def _stamps(report: Report) -> Iterator[str]:
    if report.stamped is None:
        return
    done = [one for one in report.stamped if one.why is None]
    if not any(file.templates for file in report.files):
        yield "Nothing to stamp: no image template was read"
        return
    if not report.stamped:
        known = "known " if _unknown_addresses(report) else ""
        yield f"Nothing to stamp: no {known}artifact's checksum is missing or differs"
        return
    verb = "Stamped" if report.written else "Would stamp"
    files = counted(len({one.path for one in done}), "file")
    left = len(report.stamped) - len(done)
    failed = f"; {counted(left, 'checksum')} could not be written" if left else ""
    yield f"{verb} {counted(len(done), 'checksum')} in {files}{failed}"


def _unknown_addresses(report: Report) -> int:
    return sum(file.unknown_artifacts for file in report.files)


def _unknown(report: Report) -> Iterator[str]:
    unknown = _unknown_addresses(report)
    is_read = report.artifacts is not None or report.stamped is not None
    if is_read and unknown:
        yield (
            f"{counted(unknown, 'address', 'addresses')} not read because a value is not"
            " known offline (give --params or --set)"
        )


def _mendable(report: Report) -> Iterator[str]:
    fixable = sum(finding.fix is not None for finding in report.findings)
    if fixable:
        verb = "lint" if report.artifacts is None else "verify"
        yield f"{fixable:,} can be fixed with `bakeferry {verb} --fix`"
    stampable = sum(map(_is_stampable, report.artifacts or ()))
    if stampable and report.stamped is None:
        yield f"{stampable:,} can be stamped with `bakeferry stamp`"


def _is_stampable(artifact: ArtifactResult) -> bool:
    """Say whether a step lacks its checksum; what a command downloads has no place for one."""
    if artifact.verdict is not Verdict.UNDECLARED:
        return False
    uses = {one.use for one in artifact.declarations if one.expected is None}
    if artifact.fact.appearance is Appearance.PLAIN:
        return bool(uses - {Use.INLINE.value})
    is_page = artifact.fact.appearance is Appearance.HTML
    return is_page and Use.FILE.value in uses and names_page(str(artifact.fact.url))
