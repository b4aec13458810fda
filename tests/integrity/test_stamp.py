"""Which digests are written, by what is known of the artifacts."""

from workspace import ADDRESS, SETUP_SHA256, template_text

from integrity.facts import ArtifactFact
from integrity.reading import TemplateFile
from integrity.secret_url import SecretUrl
from integrity.stamp import stamping_of
from integrity.template.loader import load

URL = f"{ADDRESS}/setup.sh"


def stamping(text: str, **fact: object):
    """What a stamp of one template would do, its artifact being known."""
    file = TemplateFile(load("template.json", text.encode()), folder=None)
    facts = {(URL, None): ArtifactFact(SecretUrl(URL), **fact)}
    return stamping_of([file], facts)


def test_a_checksum_that_is_right_is_counted_and_left():
    found = stamping(template_text(SETUP_SHA256), sha256=SETUP_SHA256)

    assert (found.current, found.stamps, found.unstamped) == (1, (), ())


def test_a_checksum_of_what_is_too_large_to_be_read_does_not_pass_for_right():
    found = stamping(template_text(SETUP_SHA256), size=2**40)

    assert (found.current, found.stamps) == (0, ())
    assert [one.why for one in found.unstamped] == [
        "too large to be read whole; see AIB365"
    ]
