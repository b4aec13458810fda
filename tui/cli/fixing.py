"""`lint --fix`: mend what is mechanical, and keep every other byte."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff

from integrity.lint.linter import judge_file
from integrity.safe_text import safe_text
from integrity.template.edit import apply
from integrity.template.loader import LoadedFile, load
from tui.cli.loading import OpenFile
from tui.cli.options import Judging

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


def mend(file: OpenFile, judging: Judging) -> Mended:
    """Apply the fixes of all findings until none is left that changes anything."""
    loaded, data, fixes = file.loaded, file.input.data, 0
    for _ in range(_PASSES):
        text, made = _one_pass(loaded, judging, file.input.named)
        if not made:
            break
        fixes += made
        data = text.encode("utf-8")
        loaded = load(file.input.name, data, judging.inputs, judging.api_version)
    now = OpenFile(replace(file.input, data=data), loaded)
    return Mended(now, file.input.data, data, fixes)


def _one_pass(loaded: LoadedFile, judging: Judging, named: bool) -> tuple[str, int]:
    document = loaded.document
    findings = judge_file(loaded, selection=judging.selection, named=named).findings
    fixes = [
        finding.fix
        for finding in findings
        if finding.fix
        and all(edit.span.document is document for edit in finding.fix.edits)
    ]
    text = apply(document, (edit for fix in fixes for edit in fix.edits))
    return text, len(fixes) if text != document.text else 0


def diff(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff for people: line ends shown only where they differ."""
    lines = unified_diff(
        old.decode("utf-8").splitlines(),
        new.decode("utf-8").splitlines(),
        fromfile=name,
        tofile=name,
        lineterm="",
    )
    return (safe_text(line.replace("\t", "    ")) for line in lines)
