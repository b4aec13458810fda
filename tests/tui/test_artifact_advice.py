"""What the page of a template advises about an artifact can be done."""

import pytest

from integrity.facts import Appearance, ArtifactFact
from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.position import Position
from tui.glyphs import UNICODE
from tui.screens.template.artifacts import detail_lines
from tui.widgets.lines import text_of
from tui.workspace.judged import ArtifactEntry


@pytest.mark.parametrize("appearance", Appearance)
def test_no_digest_is_offered_of_what_is_not_the_file(appearance):
    url = SecretUrl("https://a.example.com/setup.ps1")
    safe = Safe("setup.ps1")
    fact = ArtifactFact(url, 174, sha256="0" * 64, appearance=appearance)
    artifact = ArtifactEntry(
        *("a", safe, safe, safe, "script", Position(1, 1)),
        fact=fact,
        verdict=Verdict.UNDECLARED,
    )

    told = "\n".join(map(text_of, detail_lines(artifact, UNICODE)))

    is_the_file = "no sha256Checksum" in told
    assert ("S writes sha256Checksum" in told) is is_the_file
