"""What becomes of an artifact at a place that names it."""

import pytest

from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.lint.verdict import Verdict
from integrity.secret_url import SecretUrl
from integrity.verify import verdict_of

SHA, OTHER = "ab" * 32, "cd" * 32
GONE = ArtifactProblem(ProblemKind.MISSING, "is gone")


@pytest.mark.parametrize(
    ("expected", "told", "verdict"),
    [
        (SHA, {"sha256": SHA}, Verdict.MATCH),
        (SHA.upper(), {"sha256": SHA}, Verdict.MATCH),
        (OTHER, {"sha256": SHA}, Verdict.MISMATCH),
        (SHA[:-1], {"sha256": SHA}, Verdict.MISMATCH),
        (None, {"sha256": SHA}, Verdict.UNDECLARED),
        (SHA, {"size": 2**40}, Verdict.PROBLEM),
        (None, {"size": 2**40}, Verdict.PROBLEM),
        (SHA, {"problem": GONE}, Verdict.PROBLEM),
        (SHA, {"sha256": SHA, "problem": GONE}, Verdict.PROBLEM),
    ],
)
def test_only_what_was_read_whole_and_is_the_same_matches(expected, told, verdict):
    fact = ArtifactFact(SecretUrl("https://example.com/a"), **told)
    assert verdict_of(expected, fact) is verdict
