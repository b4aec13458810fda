"""The rules about what was found behind addresses, beside the examples."""

import pytest
from judging import (
    complaints,
    envelope_with,
    known,
    messages,
    script,
    steps,
    template_of,
)

from integrity.facts import (
    Appearance,
    ArtifactProblem,
    ProblemKind,
)
from integrity.lint.rules.artifacts import (
    artifact_not_readable,
    empty_artifact,
    html_instead_of_file,
)
from integrity.lint.rules.checksums import checksum_mismatch
from integrity.lint.severity import Severity
from integrity.template.model import Form

URL = "https://artifacts.example.com/setup.sh"
BLOB = "https://contosoimages.blob.core.windows.net/scripts/setup.sh"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def file(url, destination="/tmp/x"):
    return {"type": "File", "sourceUri": url, "destination": destination}


def unread(kind, url=URL):
    problem = ArtifactProblem(kind, "there is nothing there (404)", 404)
    return known(url, problem=problem)


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_is_told_in_words(kind):
    (complaint,) = complaints(artifact_not_readable, steps(script(URL)), unread(kind))

    assert complaint.message.endswith(": there is nothing there (404)")
    assert complaint.severity is None
    assert complaint.help


def test_waiting_does_not_mend_a_host_that_tells_no_length():
    facts = unread(ProblemKind.UNBOUNDED)
    (complaint,) = complaints(artifact_not_readable, steps(script(URL)), facts)

    assert "Content-Length" in complaint.help
    assert "later" not in complaint.help


def test_no_other_address_mends_what_is_larger_than_we_read():
    facts = unread(ProblemKind.TOO_LARGE)
    (complaint,) = complaints(artifact_not_readable, steps(script(URL)), facts)

    assert "public https address" not in complaint.help
    assert "may read it all the same" in complaint.help


def test_no_identity_helps_where_a_local_folder_lacks_the_file():
    problem = ArtifactProblem(ProblemKind.MISSING, "there is no file scripts/setup.sh")
    (complaint,) = complaints(
        artifact_not_readable, steps(script(BLOB)), known(BLOB, problem=problem)
    )

    assert complaint.severity is None
    assert complaint.help == "Put the file there."


@pytest.mark.parametrize("kind", [ProblemKind.FORBIDDEN, ProblemKind.MISSING])
def test_an_identity_may_read_a_private_blob(kind):
    template = steps(script(BLOB))

    (complaint,) = complaints(artifact_not_readable, template, unread(kind, BLOB))

    assert complaint.severity is Severity.WARNING
    assert "identity may be able to" in complaint.message


def test_no_identity_reads_no_blob():
    template = envelope_with(
        identity={"type": "None"}, properties={"customize": [script(BLOB)]}
    )
    facts = unread(ProblemKind.FORBIDDEN, BLOB)

    assert complaints(artifact_not_readable, template, facts)[0].severity is None


def test_a_signature_is_not_helped_by_an_identity():
    url = BLOB + "?sv=2022-11-02&sig=expired"
    facts = unread(ProblemKind.FORBIDDEN, url)

    found = complaints(artifact_not_readable, steps(script(url)), facts)

    assert found[0].severity is None


def test_when_a_refused_signature_ends_is_told():
    url = f"{BLOB}?se=2019-08-20T03:18:37Z&sig=secret"

    (message,) = messages(
        artifact_not_readable, steps(script(url)), unread(ProblemKind.FORBIDDEN, url)
    )

    assert message.endswith("; its signature ends 2019-08-20T03:18:37Z")
    assert "secret" not in message


def test_a_bare_properties_object_may_have_an_identity():
    text = f'{{"customize": [{{"type": "Shell", "scriptUri": "{BLOB}"}}]}}'
    template = template_of(text, Form.PROPERTIES)
    facts = unread(ProblemKind.FORBIDDEN, BLOB)

    found = complaints(artifact_not_readable, template, facts)

    assert found[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    "step",
    [
        file("https://a.example.com/index.html?v=1"),
        file("https://a.example.com/x", "C:\\inetpub\\Default.HTM"),
    ],
)
def test_a_page_may_be_meant(step):
    facts = known(step["sourceUri"], appearance=Appearance.HTML)

    assert messages(html_instead_of_file, steps(step), facts) == []


def test_a_page_is_never_meant_as_a_script():
    url = "https://a.example.com/index.html"
    facts = known(url, appearance=Appearance.HTML)

    assert messages(html_instead_of_file, steps(script(url)), facts)


def test_a_page_is_told_once():
    url = "https://github.com/contoso/images/blob/main/setup.sh"
    facts = known(url, appearance=Appearance.HTML)

    assert messages(html_instead_of_file, steps(script(url)), facts) == []


@pytest.mark.parametrize("declared", [EMPTY, EMPTY.upper(), "0" * 64])
def test_a_checksum_of_nothing_is_told_offline(declared):
    assert messages(empty_artifact, steps(script(URL, sha256Checksum=declared)))


@pytest.mark.parametrize(
    ("declared", "size", "found"),
    [("1" * 64, 0, EMPTY), (EMPTY, 7, "2" * 64), ("0" * 64, 7, "2" * 64)],
)
def test_a_checksum_that_differs_is_told_once(declared, size, found):
    template = steps(script(URL, sha256Checksum=declared))
    facts = known(URL, size=size, sha256=found)

    assert messages(checksum_mismatch, template, facts)
    assert messages(empty_artifact, template, facts) == []


def test_facts_of_another_artifact_change_nothing():
    assert messages(empty_artifact, steps(script(URL)), known(BLOB, size=0)) == []
