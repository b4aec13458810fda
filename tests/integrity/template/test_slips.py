"""Texts that were meant for expressions."""

import json

import pytest

from integrity.template.expressions.slips import slip_in
from integrity.template.loader import load

CLOSED = "an expression that is not closed: it lacks its ']'"
INSIDE = "an expression inside a text is not worked out; make the whole value one"
BARE = "an expression that lacks its brackets is taken for a text"
SPACE = "white space around an expression makes a text of it"


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("[resourceGroup().location", CLOSED),
        ("resourceGroup().location]", BARE),
        ("resourceGroup().location", BARE),
        ("concat('a', 'b')", BARE),
        ("[concat('a', 'b')] ", SPACE),
        (" [concat('a', 'b')]", SPACE),
        ("x-[parameters('a')]", INSIDE),
        ("[parameters('a')]-x", INSIDE),
        ("echo [variables('a')] done", INSIDE),
        ("/subscriptions/[subscription().subscriptionId]/x", None),
        ("[ -f /etc/x ] && echo (y", None),
        ("[string]::Format('{0}', 1)", None),
        ("if ($a[0]) { exit }", None),
        ("[int](1)", None),
        ("format c: (all of it)", None),
        ("uri", None),
        ("", None),
    ],
)
def test_a_slip_is_known_from_a_text(text, slip):
    assert slip_in(text) == slip


@pytest.mark.parametrize(("schema", "faults"), [("deployment", 1), ("raw", 0)])
def test_only_in_a_deployment_a_slip_is_a_fault(schema, faults):
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "location": "[resourceGroup().location",
        "properties": {"source": {"type": "PlatformImage"}},
    }
    file = {"resources": [resource]} if schema == "deployment" else resource

    assert len(load("x.json", json.dumps(file).encode()).faults) == faults
