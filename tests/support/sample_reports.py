"""Small reports to tell, and text that nobody should have to read."""

from datetime import UTC, datetime
from typing import Any

from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.lint.finding import Finding, Fix
from integrity.lint.report import (
    ArtifactResult,
    Declaration,
    FileResult,
    Report,
    Stamped,
    Unread,
)
from integrity.lint.reports.style import Style
from integrity.lint.reports.text import text
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.safe_text import safe_text
from integrity.secret_url import SecretUrl
from integrity.template.edit import Edit
from integrity.template.position import Document, Position, Span

STARTED = datetime(2026, 11, 22, 14, 2, 11, tzinfo=UTC)
FINISHED = datetime(2026, 11, 22, 14, 2, 12, 500_000, tzinfo=UTC)
ONE, OTHER = "a41f" * 16, "e3b4" * 16

TEMPLATE = Document(
    "templates/win11.json",
    '{\n\t"name": "fonts.zip",\n\t"sha256Checksum": "",\n\t"größe": "日本語", "end": 1\n}\n',
)


def told(one: Report, **style: Any) -> list[str]:
    """A report in words, as a stream of some style shows it."""
    return list(text(one, Style(**style)))


HOSTILE = (
    "::set-output name=x::y",
    "##vso[task.setvariable variable=a]b",
    "##[add-path]/tmp",
    "\x1b]0;title\x07\x1b[2J",
    "\r\n::error::forged",
    "]]><failure/>&amp;",
    "a;b]c,d:e%0A::f",
    "\u202ereversed\u200b\ufeff\ud800\x85\x7f\ufffe",
    "</system-out><!-- `code` | [link](x) @you",
)


def span_of(text, document=TEMPLATE):
    """Where `text` first stands in the document."""
    start = document.text.index(text)
    return Span(document, start, start + len(text))


def finding(
    span,
    message="no checksum",
    severity=Severity.WARNING,
    *,
    rule="AIB310",
    advice=None,
    fix=None,
    path=None,
):
    """A finding at a span."""
    return Finding(
        rule=rule,
        name="checksum-missing",
        severity=severity,
        path=span.document.name if path is None else path,
        start=span.document.position(span.start),
        end=span.document.position(span.end),
        message=safe_text(message),
        help=None if advice is None else safe_text(advice),
        pointer="/resources/0/properties/customize/1",
        span=span,
        fix=fix,
    )


def removal():
    """A fix that takes a piece of the template away."""
    return Fix("take it away", (Edit(span_of('""'), ""),))


def file(path="templates/win11.json", kind="image template", templates=1, **more):
    """A file that was judged."""
    fields = {"api_versions": ("2024-02-01",), "skipped": 0, **more}
    return FileResult(path, safe_text(kind), templates, **fields)


def artifact(verdict, *, name="fonts.zip", problem=None, sha256=OTHER, **more):
    """An artifact that one template names, with a secret in its address."""
    url = SecretUrl(f"https://user:hunter2@files.example/{name}?sv=1&sig=hunter2")
    fact = ArtifactFact(url, size=20_660_000, sha256=sha256, problem=problem, **more)
    place = Declaration(
        path="templates/win11.json",
        position=Position(48, 31),
        step=safe_text("customize[2] 'fonts'"),
        use="file",
        expected=ONE if verdict is Verdict.MISMATCH else None,
        verdict=verdict,
    )
    return ArtifactResult(fact, (place,))


def missing():
    """An artifact that is not there."""
    problem = ArtifactProblem(ProblemKind.MISSING, "there is nothing: HTTP 404", 404)
    return artifact(Verdict.PROBLEM, name="gone.msi", sha256=None, problem=problem)


def stamped(why=None, path="templates/win11.json"):
    """A checksum of a stamp."""
    new, reason = (ONE, None) if why is None else (None, safe_text(why))
    shown = safe_text("https://files.example/fonts.zip")
    return Stamped(path, Position(3, 20), shown, None, new, reason)


def unread(path="gone.json", why="no such file"):
    """A name behind which there was nothing."""
    return Unread(path, safe_text(why))


def unwritten(path="templates/win11.json", why="cannot be replaced: disk full"):
    """A file that `--fix` could not write."""
    return Unread(path, safe_text(why), "written")


def report(*findings, command="lint", files=None, artifacts=None, **more):
    """A run that found these."""
    return Report(
        command=command,
        version="0.1.0",
        started=STARTED,
        finished=FINISHED,
        files=(file(),) if files is None else files,
        findings=findings,
        artifacts=artifacts,
        **{"exit_code": 1 if findings else 0, **more},
    )


def hostile_report(text):
    """A report in which every text that may come from outside is `text`."""
    document = Document(text, f'{{"a": "{text}"}}')
    span = Span(document, 6, len(document.text) - 1)
    fix = Fix(text, (Edit(span, text),))
    problem = ArtifactProblem(ProblemKind.REFUSED, text)
    url = SecretUrl(text)
    fact = ArtifactFact(
        url,
        size=1,
        sha256=None,
        problem=problem,
        etag=text,
        content_type=text,
        redirects=(text,),
        read_from=text,
    )
    place = Declaration(
        text, Position(1, 1), safe_text(text), text, text, Verdict.MISMATCH
    )
    return report(
        *(finding(span, text, severity, advice=text, fix=fix) for severity in Severity),
        command="stamp",
        unread=(unread(text, text),),
        files=(file(text, text, 0), file(text, text, 1)),
        artifacts=(ArtifactResult(fact, (place,)),),
        stamped=(
            Stamped(text, Position(1, 1), safe_text(text), text, ONE),
            Stamped(text, Position(1, 1), safe_text(text), text, None, safe_text(text)),
        ),
    )
