"""The table of artifacts: what each is, and what became of it."""

from collections.abc import Iterator, Sequence

from integrity.cells import cut_end, padded, width
from integrity.facts import ArtifactFact
from integrity.lint.report import ArtifactResult, Declaration
from integrity.lint.reports.style import Style
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.quantities import size_in_words

_INDENT = " " * 6
_FIXED_CELLS = len("  ✓    999.9 MiB  a41f...9c02  not in the template, remembered")

_SIGNS = {
    Verdict.MATCH: ("✓", "+"),
    Verdict.MISMATCH: ("✗", "x"),
    Verdict.UNDECLARED: ("!", "!"),
    Verdict.PROBLEM: ("✗", "x"),
}

_WORDS = {
    Verdict.MATCH: "matches",
    Verdict.MISMATCH: "differs",
    Verdict.UNDECLARED: "not in the template",
    Verdict.PROBLEM: "not read",
}


def artifact_table(artifacts: Sequence[ArtifactResult], style: Style) -> Iterator[str]:
    """A row for each artifact; what is not as it should be tells all it knows."""
    names = [style.shown(name_of(one.fact)) for one in artifacts]
    column = min(max(map(width, names)), max(8, style.width - _FIXED_CELLS))
    for artifact, name in zip(artifacts, names, strict=True):
        shown = padded(cut_end(name, column, style.ellipsis), column)
        yield _row(artifact, shown, style)
        if artifact.verdict is not Verdict.MATCH or style.verbose:
            yield from _details(artifact, style)


def name_of(fact: ArtifactFact) -> str:
    """The last part of an address: what people call the artifact."""
    address = str(fact.url)
    path = address.partition("?")[0].rstrip("/")
    return path.rpartition("/")[2] or address


def _row(artifact: ArtifactResult, name: str, style: Style) -> str:
    fact, verdict = artifact.fact, artifact.verdict
    size = "" if fact.size is None else size_in_words(fact.size)
    sign = _painted(_SIGNS[verdict][not style.unicode], verdict, style)
    words = _painted(_verdict_in_words(artifact), verdict, style)
    cached = style.dim(", remembered") if fact.cached else ""
    return f"  {sign} {name}  {size:>10}  {_short(fact.sha256, style)}  {words}{cached}"


def _painted(text: str, verdict: Verdict, style: Style) -> str:
    if verdict is Verdict.MATCH:
        return style.good(text)
    if verdict is Verdict.UNDECLARED:
        return style.of_severity(text, Severity.WARNING)
    return style.of_severity(text, Severity.ERROR)


def _verdict_in_words(artifact: ArtifactResult) -> str:
    problem = artifact.fact.problem
    return problem.kind if problem else _WORDS[artifact.verdict]


def _short(digest: str | None, style: Style) -> str:
    """The ends of a digest, enough to tell two apart at a glance."""
    if digest is None:
        return " " * (8 + len(style.ellipsis))
    return f"{digest[:4]}{style.ellipsis}{digest[-4:]}"


def _details(artifact: ArtifactResult, style: Style) -> Iterator[str]:
    fact = artifact.fact
    if fact.problem:
        yield _INDENT + style.shown(fact.problem.message)
    yield _INDENT + style.shown(str(fact.url))
    for declaration in artifact.declarations:
        yield from _declaration(declaration, fact, style)
    if style.verbose:
        yield from _how_it_was_read(fact, style)


def _declaration(
    declaration: Declaration, fact: ArtifactFact, style: Style
) -> Iterator[str]:
    place = f"{declaration.path}:{declaration.position}"
    step = f"{declaration.step} ({declaration.use})"
    yield _INDENT + style.shown(f"{place} {step}")
    if declaration.verdict is Verdict.MISMATCH:
        yield f"{_INDENT}expected {style.shown(declaration.expected or '')}"
        yield f"{_INDENT}got      {fact.sha256}"


def _how_it_was_read(fact: ArtifactFact, style: Style) -> Iterator[str]:
    for address in fact.redirects:
        yield f"{_INDENT}led to {style.shown(address)}"
    if fact.read_from is not None:
        yield f"{_INDENT}read from {style.shown(fact.read_from)}"
    yield f"{_INDENT}{fact.seconds:.1f} s"
