"""One mistake is told once, by the rule that it is the business of."""

import pytest
from judging import envelope_with, properties_with

from integrity.facts import NO_FACTS
from integrity.lint.linter import judge
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.severity import Severity
from integrity.template.loader import load

BLOB = "https://contoso.blob.core.windows.net/scripts/setup.sh"
SOURCE = {"type": "ManagedImage", "imageId": "<id>"}
VHD = {"type": "VHD", "runOutputName": "vhd", "uri": "<address>"}
STEP = {
    "type": "Shell",
    "name": "setup",
    "scriptUri": BLOB,
    "sha256Checksum": "0123456789abcdef" * 4,
}


def told(template):
    """The rules that have more to say than a note."""
    findings = judge(template, NO_FACTS, ALL_RULES)[0]
    return [one.rule for one in findings if one.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("properties", "rule"), [(None, "AIB107"), ([], "AIB106"), ("text", "AIB106")]
)
def test_properties_that_are_none(properties, rule):
    assert told(envelope_with(properties=properties)) == [rule]


def test_an_identity_of_a_wrong_type():
    properties = {"source": SOURCE, "customize": [STEP], "distribute": [VHD]}

    assert told(envelope_with(identity="builder", properties=properties)) == ["AIB151"]


@pytest.mark.parametrize(
    "target",
    [
        {**VHD, "uri": 7},
        "a target that is no object",
        {
            "type": "SharedImage",
            "runOutputName": "gallery",
            "galleryImageId": "<id>",
            "targetRegions": [{"name": 7}],
        },
    ],
)
def test_a_value_of_a_wrong_type_in_a_target(target):
    template = properties_with(source=SOURCE, distribute=[target])

    assert told(template) == ["AIB106"]


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("./setup.sh", "AIB325"),
        ("https://raw.githubusercontent.com/contoso/images/blob/v1/setup.sh", "AIB325"),
        ("https://github.com/contoso/images/blob/v1/setup.sh", "AIB316"),
    ],
)
def test_a_checksum_is_not_missed_before_the_address_is_mended(address, rule):
    step = {"type": "Shell", "name": "setup", "scriptUri": address}
    template = properties_with(source=SOURCE, customize=[step], distribute=[VHD])

    assert told(template) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        '[{"type": "PowerShell", "name": "x", "inline": ["Get-Date"]}]',
        '"customize": [{"type": "PowerShell", "name": "x", "inline": ["Get-Date"]}]',
    ],
)
def test_nothing_is_missed_in_a_piece_of_a_template(text):
    (template,) = load("steps.json", text.encode()).templates
    findings = judge(template, NO_FACTS, ALL_RULES)[0]

    assert [one.rule for one in findings] == ["AIB102"]
