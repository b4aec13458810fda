"""How large a File step's artifact may be, as the template's screen shows it."""

import pytest

from integrity.facts import ArtifactFact
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.position import Position
from tui.glyphs import UNICODE
from tui.screens.template.artifacts import detail_lines
from tui.widgets.lines import text_of
from tui.workspace.judged import ArtifactEntry


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (19_999_999, "within the 20 MB"),
        (20_000_000, "between 20 MB and 20 MiB"),
        (20_971_519, "between 20 MB and 20 MiB"),
        (20_971_520, "over the File limit"),
    ],
)
def test_a_size_is_judged_as_the_rule_judges_it(size, words):
    fact = ArtifactFact(SecretUrl("https://a.example.com/f.zip"), size=size)
    safe = Safe("f.zip")
    artifact = ArtifactEntry("a", safe, safe, safe, "file", Position(1, 1), fact=fact)

    told = "\n".join(map(text_of, detail_lines(artifact, UNICODE)))

    assert f"{size:,} bytes, {words}" in told
