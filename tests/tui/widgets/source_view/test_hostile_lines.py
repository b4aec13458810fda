"""Lines of a file that is hostile, secret, or large: shown all the same, and safely."""

from pathlib import Path

import pytest
from hostile import filled, hostile_template, seconds, slowness
from sample_source import UNFIT, files_in, rows_of, texts_of

from integrity.lint.secrets import find_secrets
from integrity.template.loader import load
from tui.glyphs import ASCII
from tui.widgets.lines import cells_of, text_of
from tui.widgets.source_view.lines import Annotated, SourceLines
from tui.widgets.source_view.text import document_of

CORPUS = Path(__file__).parents[5] / "shared" / "corpus"

SECRETS = {
    "a signature": "https://x.blob.core.windows.net/a?sv=1&sig=Zm9vYmFyYmF6cXV4MDEyMzQ1",
    "a user": "https://user:hunter22secret@example.com/",
    "a password": "export PASSWORD=Sw0rdfish1 && run",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("wraps", [False, True])
@pytest.mark.parametrize("padding", [0, 8_150])
def test_no_secret_is_shown(secret, wraps, padding):
    data = f'{{"{"k" * padding}inline": ["{secret}"]}}'.encode()
    shown = "".join(texts_of(rows_of(data, cells=90, wraps=wraps)))

    for hidden in ("Zm9vYmFyYmF6", "hunter22", "Sw0rdfish1"):
        assert hidden not in shown


def is_shown_safely(data: bytes) -> bool:
    """Whether every row, wrapped or not, is fit for a terminal."""
    for wraps in (False, True):
        rows = rows_of(data, cells=60, wraps=wraps)
        for index in range(len(rows)):
            row = rows[index]
            if UNFIT.search(text_of(row.line)) or row.number != rows.line_of(index):
                return False
            if wraps and row.part is not None and cells_of(row.line) > 60:
                return False
    return True


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_hostile_files_are_shown_whatever_they_hold(first):
    numbers = range(first, first + 50)

    assert [n for n in numbers if not is_shown_safely(hostile_template(n))] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")
def test_every_file_of_the_corpus_is_shown_without_its_secrets():
    files = files_in(CORPUS)

    assert len(files) > 15
    for path in files:
        data = path.read_bytes()
        assert is_shown_safely(data), path
        for row in texts_of(rows_of(data, cells=200)):
            assert not [one for one in find_secrets(row) if "*" not in row], path


SMALL = b'{"type":"Shell",\n"name":"[variables(\'a\')]"},\n'
LARGE = {
    "expressions": filled(SMALL.decode(), 2**18),
    "usual lines": b"[\n" + b'  "a line as long as most of them are in a template",\n' * 70_000 + b"1]",
    "no JSON": b"{\n" * 2_000_000,
    "one line": b'"' + b"a" * (2**22 - 2) + b'"',
}  # fmt: skip


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE.keys())
def test_large_files_open_at_once(data):
    document, loaded = document_of("template.json", data), None
    if data is not LARGE["no JSON"]:
        loaded = load("template.json", data)
        document = loaded.document
    assert document.line_count

    def open_and_look() -> None:
        file = Annotated(document, loaded, (), (), glyphs=ASCII)
        rows = SourceLines(file, cells=100, wraps=False)
        assert [rows[index].number for index in range(min(50, len(rows)))]

    assert min(seconds(open_and_look) for _ in range(3)) <= 0.1 * slowness()
