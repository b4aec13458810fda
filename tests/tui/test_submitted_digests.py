"""Which digests a template is submitted with."""

import pytest
from workspace import ADDRESS, SETUP_SHA256, template_text

from integrity.facts import Appearance, ArtifactFact
from integrity.secret_url import SecretUrl
from integrity.template.loader import load
from tui.submitting.request import resolved_body, with_digests

URL = f"{ADDRESS}/setup.sh"


@pytest.mark.parametrize(
    ("told", "digest"),
    [
        ({"sha256": SETUP_SHA256}, SETUP_SHA256),
        ({"sha256": SETUP_SHA256, "appearance": Appearance.HTML}, None),
        ({"sha256": SETUP_SHA256, "appearance": Appearance.EMPTY}, None),
        ({"size": 2**40}, None),
    ],
)
def test_only_what_stamp_would_write_is_put_in(told, digest):
    [template] = load("template.json", template_text().encode()).templates
    facts = {URL: ArtifactFact(SecretUrl(URL), **told)}

    body = with_digests(resolved_body(template), template, facts)

    assert body["properties"]["customize"][0].get("sha256Checksum") == digest
