"""Apply the mechanical fixes of findings, and keep every other byte of a file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from integrity.dataclass import dataclass
from integrity.facts import NO_FACTS, Facts
from integrity.lint.finding import Finding, Fix
from integrity.lint.linter import judge_file
from integrity.template.edit import Edit, apply
from integrity.template.loader import load
from integrity.template.position import Document
from tui.files.judging import Judging
from tui.files.loading import OpenFile

_PASSES = 5
"""One mend can bring another one to light; five are more than any file needs."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with everything mended that can be."""

    file: OpenFile
    """As it is now."""

    old: bytes
    new: bytes
    fixes: int
    """How many findings are gone."""


def mend(file: OpenFile, judging: Judging, facts: Facts = NO_FACTS) -> Mended:
    """Apply the fixes of all findings until none is left that changes anything."""
    now, mended = file, 0
    for _ in range(_PASSES):
        judgement = judge_file(
            now.loaded, facts, judging.selection, named=file.input.named
        )
        document = now.loaded.document
        fixes = tuple(_together(judgement.findings, document))
        text = apply(document, (edit for fix in fixes for edit in fix.edits))
        if text == document.text:
            break
        mended += len(fixes)
        data = text.encode("utf-8")
        loaded = load(file.input.name, data, judging.inputs, judging.api_version)
        now = OpenFile(replace(file.input, data=data), loaded)
    return Mended(now, file.input.data, now.input.data, mended)


def _together(findings: Iterable[Finding], document: Document) -> Iterator[Fix]:
    """The fixes of this very document that do not touch each other: whole or not."""
    taken: list[Edit] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        ours = edits and all(edit.span.document is document for edit in edits)
        if finding.fix and ours and not _any_overlap(edits, taken):
            taken += edits
            yield finding.fix


def _any_overlap(edits: Iterable[Edit], taken: Iterable[Edit]) -> bool:
    return any(
        one.span.start <= other.span.end and other.span.start <= one.span.end
        for one in edits
        for other in taken
    )
