"""However a file is broken, it is judged, or refused in words: nothing else comes of it."""

from pathlib import Path
from random import Random

import pytest

from integrity.errors import DocumentError
from integrity.lint.linter import judge_file
from integrity.template.loader import load

EXAMPLES = sorted(Path(__file__).parents[2].glob("data/rules/*/*.json"))

SHARDS = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"true", b"-1", b"1e999",
    b'""', b"[]", b"{}", b"[{}]", b"[null]", b"\\ud800", b"\xff", b"\x00", b"//", b"/*",
    b"[parameters('", b"')]", b"[[", b"{{", b"${", b"<x>", b"9" * 40, b'"type"',
)  # fmt: skip


def broken(data, dice):
    """A file of which some bytes are missing, doubled, or others."""
    for _ in range(dice.randint(1, 5)):
        at, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        piece = data[at : min(end, at + 60)]
        new = dice.choice((b"", piece * 2, dice.choice(SHARDS)))
        data = data[:at] + new + data[at + len(piece) :]
    return data


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_file_is_judged_or_refused(seed):
    dice = Random(seed)
    judged = refused = 0
    for _ in range(60):
        data = broken(dice.choice(EXAMPLES).read_bytes(), dice)
        try:
            judge_file(load("template.json", data))
            judged += 1
        except DocumentError:
            refused += 1

    assert judged
    assert refused
