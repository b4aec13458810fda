"""Real templates, written by others: what is found in them was checked by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
PINNED = PROJECT / "tests" / "data" / "corpus_findings.txt"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}"
)


def pinned() -> dict[str, list[str]]:
    """What a file is and its findings, by the file; blank lines part the files."""
    blocks = PINNED.read_text().split("\n\n")[1:]
    heads_and_findings = (block.strip().partition("\n") for block in blocks)
    return {
        head.partition(": ")[0]: [
            head.partition(": ")[2],
            *(line.strip() for line in findings.splitlines()),
        ]
        for head, _, findings in heads_and_findings
    }


def found(path: Path) -> Iterator[str]:
    """What the file is, then each finding."""
    loaded = load(path.name, path.read_bytes())
    yield loaded.kind
    for finding in judge_file(loaded).findings:
        place = f"{finding.start.line}:{finding.start.column}"
        yield f"{place} {finding.rule} {finding.severity} {finding.name}"


@pytest.mark.parametrize("path", pinned())
def test_what_is_found_is_what_was_checked_by_hand(path):
    assert list(found(CORPUS / path)) == pinned()[path]


def test_every_file_of_the_corpus_is_pinned():
    files = {str(path.relative_to(CORPUS)) for path in CORPUS.rglob("*.json")}

    assert files == set(pinned())
