"""Which digests are written, by what is known of the artifacts."""

import pytest
from workspace import ADDRESS, SETUP_SHA256, template_text

from integrity.facts import Appearance, ArtifactFact, ArtifactProblem, ProblemKind
from integrity.reading import TemplateFile
from integrity.secret_url import SecretUrl
from integrity.stamp import stamping_of
from integrity.template.loader import load

URL = f"{ADDRESS}/setup.sh"


def stamping(text: str, *, only_missing: bool = False, **fact: object):
    """What a stamp of one template would do, its artifact being known."""
    file = TemplateFile(load("template.json", text.encode()), folder=None)
    facts = {(URL, None): ArtifactFact(SecretUrl(URL), **fact)}
    return stamping_of([file], facts, only_missing=only_missing)


def test_a_checksum_that_is_right_is_counted_and_left():
    found = stamping(template_text(SETUP_SHA256), sha256=SETUP_SHA256)

    assert (found.current, found.stamps, found.unstamped) == (1, (), ())


def test_a_checksum_of_what_is_too_large_to_be_read_does_not_pass_for_right():
    found = stamping(template_text(SETUP_SHA256), size=2**40)

    assert (found.current, found.stamps) == (0, ())
    assert [one.why for one in found.unstamped] == [
        "too large to be read whole; see AIB365"
    ]


def test_what_went_wrong_half_way_is_not_stamped_and_told():
    problem = ArtifactProblem(ProblemKind.UNREACHABLE, "broke off")

    found = stamping(template_text(), sha256=SETUP_SHA256, problem=problem)

    assert found.stamps == ()
    assert [one.why for one in found.unstamped] == ["broke off"]


@pytest.mark.parametrize("checksum", [None, ""])
def test_what_is_missing_is_written_also_where_nothing_else_is(checksum):
    text = template_text(checksum)

    found = stamping(text, sha256=SETUP_SHA256, only_missing=True)

    assert [(one.old, one.new) for one in found.stamps] == [(None, SETUP_SHA256)]


COMPUTED = """{
  "parameters": {"sha": {"type": "string"}, "dev": {"type": "bool"}},
  "resources": [{
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "properties": {"customize": CUSTOMIZE}
  }]
}
"""


def step(checksum: str, url: str = URL) -> str:
    """A deployment whose one step has a checksum, as JSON writes it."""
    members = f'"type": "Shell", "scriptUri": "{url}", "sha256Checksum": {checksum}'
    return COMPUTED.replace("CUSTOMIZE", f"[{{{members}}}]")


MADE = f"[createArray(createObject('type', 'Shell', 'scriptUri', '{URL}'))]"
CHOSEN = f"[if(parameters('dev'), '{URL}', parameters('sha'))]"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            step("\"[parameters('sha')]\""),
            "its checksum is an expression that is not known offline: give --params",
        ),
        (step("\"[toLower('A')]\""), "its checksum is the result of an expression"),
        (step("{{ sha }}"), "its checksum is the result of an expression"),
        (step("12"), "its checksum is no string"),
        (COMPUTED.replace("CUSTOMIZE", f'"{MADE}"'), "the step is the result of an"),
        (step(f'"{"0" * 64}"', CHOSEN), "an expression chooses between this address"),
    ],
)
def test_what_cannot_be_written_in_its_place_is_left_and_told(text, why):
    found = stamping(text, sha256=SETUP_SHA256)

    assert found.stamps == ()
    [left] = found.unstamped
    assert left.why.startswith(why)
    assert SETUP_SHA256 in left.why


@pytest.mark.parametrize(
    ("step", "stamped"),
    [
        (f'"type": "File", "sourceUri": "{URL}", "destination": "/tmp/a.html"', 1),
        (f'"type": "File", "sourceUri": "{URL}", "destination": "/tmp/a.sh"', 0),
        (f'"type": "Shell", "scriptUri": "{URL}"', 0),
    ],
)
def test_a_page_is_stamped_where_one_is_meant(step, stamped):
    text = COMPUTED.replace("CUSTOMIZE", f"[{{{step}}}]")
    found = stamping(text, sha256=SETUP_SHA256, appearance=Appearance.HTML)

    assert (len(found.stamps), len(found.unstamped)) == (stamped, 1 - stamped)
