"""What keeps a verified file from being submitted out of a window."""

from pathlib import Path

import pytest
from workspace import ADDRESS, SETUP_SHA256, template_text

from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.lint.selection import EVERYTHING
from integrity.reading import TemplateFile
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.given import NO_INPUTS
from integrity.template.loader import load
from tui.files.judging import Judging
from tui.submitting.candidate import Candidate, NotSubmittable

URL = f"{ADDRESS}/setup.sh"
GONE = ArtifactProblem(ProblemKind.MISSING, "there is nothing there")


def candidate(text: str, facts: dict[str, ArtifactFact]) -> Candidate:
    loaded = load("template.json", text.encode())
    return Candidate(
        TemplateFile(loaded, folder=None),
        Path("template.json"),
        Safe("template.json"),
        text.encode(),
        facts,
        Judging(EVERYTHING, NO_INPUTS, {}, api_version=None, strict=False, notes=False),
    )


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (None, ["was not read"]),
        ({"problem": GONE}, ["there is nothing there"]),
        ({"sha256": "0" * 64}, ["is not as its checksum says"]),
        ({"sha256": SETUP_SHA256}, []),
    ],
)
def test_only_artifacts_that_are_as_their_checksums_say_are_fit(told, why):
    facts = {} if told is None else {URL: ArtifactFact(SecretUrl(URL), **told)}
    unfit = candidate(template_text(SETUP_SHA256), facts).unfit_artifacts()

    assert list(unfit) == [f"{URL}: {one}" for one in why]


@pytest.mark.parametrize("text", ["{}", f"[{template_text()}, {template_text()}]"])
def test_a_file_with_another_number_of_templates_than_one_is_none(text):
    with pytest.raises(NotSubmittable, match="one is wanted"):
        _ = candidate(text, {}).template
