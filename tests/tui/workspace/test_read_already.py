"""What need not be read again, and what must be."""

import pytest

from integrity.artifacts.artifact import ArtifactRequest, Description
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.secret_url import SecretUrl
from tui.workspace.read_already import ReadAlready

URL = "https://artifacts.example.com/setup.sh"
KEY = (URL, None)
REQUEST = ArtifactRequest(URL)
WITH_LIMIT = ArtifactRequest(URL, limit=20)


def fact(**changes):
    return ArtifactFact(SecretUrl(URL), **changes)


HASHED = fact(size=3, sha256="a" * 64)
SIZE_ALONE = fact(size=30)
PROBLEM = fact(problem=ArtifactProblem(ProblemKind.REFUSED, "no"))


@pytest.mark.parametrize(
    ("facts", "request_", "answers"),
    [
        ({}, REQUEST, False),
        ({KEY: HASHED}, REQUEST, True),
        ({KEY: HASHED}, WITH_LIMIT, True),
        ({KEY: SIZE_ALONE}, REQUEST, False),
        ({KEY: SIZE_ALONE}, WITH_LIMIT, True),
        ({KEY: PROBLEM}, WITH_LIMIT, False),
    ],
)
def test_what_is_known_answers_who_asks_for_no_more(facts, request_, answers):
    assert ReadAlready(facts).answers(KEY, request_) is answers


@pytest.mark.parametrize(
    "request_",
    [ArtifactRequest(URL), ArtifactRequest(URL.replace("https:", "HTTPS:"))],
    ids=["usual", "in capitals"],
)
def test_a_file_in_place_of_an_address_answers_as_the_version_that_was_read(
    tmp_path, request_
):
    path = tmp_path / "setup.sh"
    path.write_text("one")
    key = (request_.url, None)
    known = ReadAlready({key: HASHED})
    in_a_folder = ArtifactRequest(request_.url, folder=tmp_path)
    known.note_version(in_a_folder, Description(path=path, status=path.stat()))
    assert known.answers(key, request_)

    path.write_text("another")
    assert not known.answers(key, request_)

    path.unlink()
    assert not known.answers(key, request_)


def test_a_file_below_a_template_is_another_one_in_each_folder(tmp_path):
    path = tmp_path / "setup.sh"
    path.write_text("one")
    request = ArtifactRequest("setup.sh", folder=tmp_path)
    here, elsewhere = ("setup.sh", tmp_path), ("setup.sh", tmp_path / "other")
    known = ReadAlready({here: HASHED, elsewhere: HASHED})
    known.note_version(request, Description(path=path, status=path.stat()))
    path.write_text("another")

    assert not known.answers(here, request)
    assert known.answers(elsewhere, request)


def test_what_is_no_file_has_no_version(tmp_path):
    known = ReadAlready({KEY: HASHED})
    known.note_version(REQUEST, Description())

    assert known.answers(KEY, REQUEST)
