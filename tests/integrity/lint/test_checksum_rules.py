"""The rules about checksums, where the examples do not tell enough."""

import json

import pytest
from judging import complaints, known, messages, properties_with, script, steps
from mending import mended

from integrity.lint.linter import judge_file
from integrity.lint.rules.artifacts import forced_encoding
from integrity.lint.rules.checksums import (
    checksum_in_upper_case,
    checksum_mismatch,
    checksum_of_inline,
    malformed_checksum,
    not_pinned,
)
from integrity.template.loader import load

URL = "https://artifacts.example.com/setup.sh"
SHA = "1a53ef5144c5224267c0640f2f0cef5a29ca421623f36c04db78adc056d9c6a8"
OTHER = "0" + SHA[1:]


CHECKSUMS = [
    (SHA, True, None),
    (SHA.upper(), True, None),
    (SHA[:32] + SHA[32:].upper(), True, None),
    ("", True, None),
    (f" {SHA}", False, SHA),
    (f"{SHA} ", False, SHA),
    (f"{SHA}\n", False, SHA),
    (f"\t{SHA}\t", False, SHA),
    (f"sha256:{SHA}", False, SHA),
    (f"SHA256:{SHA.upper()}", False, SHA),
    (f"sha-256 {SHA}", False, SHA),
    (f"sha256={SHA}", False, SHA),
    (f"{SHA}  setup.sh", False, SHA),
    (f"{SHA} *setup.sh", False, SHA),
    (f"'{SHA}'", False, SHA),
    (f'"{SHA}"', False, SHA),
    ("-".join(SHA[at : at + 2] for at in range(0, 64, 2)), False, SHA),
    (" ".join(SHA[at : at + 2] for at in range(0, 64, 2)), False, SHA),
    (":".join(SHA[at : at + 8] for at in range(0, 64, 8)), False, SHA),
    (SHA[:63], False, None),
    (SHA[:32], False, None),
    (SHA[:40], False, None),
    (SHA + SHA, False, None),
    (SHA + "0", False, None),
    ("   ", False, None),
    ("0x" + SHA, False, None),
    ("g" + SHA[1:], False, None),
    ("sha256 checksum", False, None),
    ("\uff11" + SHA[1:], False, None),
    ("\u0661" * 64, False, None),
    ("GlPvUUTFIkJnwGQPLwzvWinKQhYj82wE23itwFbZxqg=", False, SHA),
    ("sha256-GlPvUUTFIkJnwGQPLwzvWinKQhYj82wE23itwFbZxqg=", False, SHA),
    ("GlPvUUTFIkJnwGQPLwzvWinKQhYj82wE23itwFbZxqg", False, None),
    ("XrY7u+Ae7tCTyyK7j1rNww==", False, None),
    ("sha512:" + SHA, False, None),
    (SHA[:63] + "\u200b", False, None),
]


@pytest.mark.parametrize(("written", "is_well_formed", "mending"), CHECKSUMS)
def test_the_grammar_of_a_checksum(written, is_well_formed, mending):
    found = complaints(malformed_checksum, steps(script(URL, sha256Checksum=written)))
    fixes = [one.fix.edits[0].replacement for one in found if one.fix]

    assert (found == []) is is_well_formed
    assert fixes == ([f'"{mending}"'] if mending else [])


@pytest.mark.parametrize(
    ("count", "kind"), [(32, "MD5"), (40, "SHA-1"), (128, "SHA-512")]
)
def test_a_digest_of_another_kind_is_named(count, kind):
    template = steps(script(URL, sha256Checksum=(SHA + SHA)[:count]))

    assert kind in messages(malformed_checksum, template)[0]


def test_upper_case_is_mended():
    template = steps(script(URL, sha256Checksum=SHA.upper()))

    (step,) = mended(checksum_in_upper_case, template)["properties"]["customize"]
    assert step["sha256Checksum"] == SHA


def test_lower_case_and_nonsense_are_no_upper_case():
    template = steps(script(URL, sha256Checksum=SHA), script(URL, sha256Checksum="ABC"))

    assert messages(checksum_in_upper_case, template) == []


def test_an_unknown_checksum_counts_as_one():
    assert messages(not_pinned, steps(script(URL, sha256Checksum=...))) == []


def findings_of(step: dict[str, object]) -> list[str]:
    """The rules that a step of a deployment breaks, given a parameter `base`."""
    template = {
        "$schema": "https://example.com/deploymentTemplate.json#",
        "parameters": {"base": {"type": "string"}},
        "resources": [
            {
                "type": "Microsoft.VirtualMachineImages/imageTemplates",
                "apiVersion": "2022-02-14",
                "properties": {"customize": [{"type": "PowerShell", **step}]},
            }
        ],
    }
    judged = judge_file(load("template.json", json.dumps(template).encode()))
    return [one.rule for one in judged.findings]


def test_an_address_that_an_expression_makes_is_not_pinned_either():
    made = {"scriptUri": "[concat(parameters('base'), 'Admin%20Sysprep.ps1')]"}

    assert "AIB310" in findings_of(made)
    assert "AIB310" not in findings_of({**made, "sha256Checksum": SHA})
    assert "AIB310" not in findings_of({"scriptUri": "[parameters('base')]"})


def test_an_address_that_an_expression_makes_is_a_script_beside_inline():
    step = {
        "scriptUri": "[concat(parameters('base'), 'a.ps1')]",
        "inline": [".\\a.ps1"],
    }

    assert "AIB323" in findings_of(step)
    assert "AIB323" not in findings_of({**step, "scriptUri": "[parameters('base')]"})


@pytest.mark.parametrize("written", [None, ""])
def test_a_null_or_empty_checksum_is_none(written):
    assert messages(not_pinned, steps(script(URL, sha256Checksum=written)))


def test_inline_commands_need_no_checksum():
    template = steps({"type": "Shell", "inline": ["wget https://a.example.com/x"]})

    assert messages(not_pinned, template) == []


def test_no_checksum_is_asked_for_before_there_was_one():
    assert messages(not_pinned, steps(script(URL), version="2019-02-01-preview")) == []


def test_validators_and_the_workload_are_asked_too():
    template = properties_with(
        "2025-10-01",
        validate={"inVMValidations": [script(URL)]},
        optimize={"workload": {"state": "Enabled", "scriptUri": URL}},
    )

    assert len(messages(not_pinned, template)) == 2


def test_checksums_are_compared_whatever_their_case():
    template = steps(script(URL, sha256Checksum=SHA.upper()))

    assert messages(checksum_mismatch, template, known(URL, sha256=SHA)) == []


@pytest.mark.parametrize(("size", "told"), [(12345, "12,345 bytes"), (1, "1 byte")])
def test_a_mismatch_tells_both_and_the_size(size, told):
    template = steps(script(URL, sha256Checksum=SHA))
    facts = known(URL, sha256=OTHER, size=size)

    assert messages(checksum_mismatch, template, facts) == [
        f"expected {SHA}, got {OTHER} ({told})"
    ]


def test_nothing_is_compared_with_a_malformed_checksum():
    template = steps(script(URL, sha256Checksum="sha256:" + SHA))

    assert messages(checksum_mismatch, template, known(URL, sha256=OTHER)) == []


def test_nothing_is_compared_with_what_was_not_read_whole():
    template = steps(script(URL, sha256Checksum=SHA))

    assert messages(checksum_mismatch, template, known(URL, size=2**40)) == []


def test_nothing_is_compared_under_a_forced_encoding():
    template = steps(script(URL, sha256Checksum=SHA))
    facts = known(URL, sha256=OTHER, content_encoding="gzip")

    assert messages(checksum_mismatch, template, facts) == []
    assert messages(forced_encoding, template, facts)


@pytest.mark.parametrize("more", [{"sha256Checksum": ""}, {"scriptUri": URL}])
def test_a_checksum_of_nothing_or_of_a_script_is_not_one_of_inline(more):
    step = {"type": "Shell", "inline": ["true"], "sha256Checksum": SHA, **more}

    assert complaints(checksum_of_inline, steps(step)) == []


@pytest.mark.parametrize("kind", ["Shell", "PowerShell"])
def test_inline_commands_have_no_checksum(kind):
    step = {"type": kind, "inline": ["true"], "sha256Checksum": SHA}

    assert messages(checksum_of_inline, steps(step)) == [
        "this checks nothing: inline commands have no checksum"
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("XrY7u+Ae7tCTyyK7j1rNww==", "this is an MD5 in Base64"),
        ("2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "this is a SHA-1 in Base64"),
        (
            "GlPvUUTFIkJnwGQPLwzvWinKQhYj82wE23itwFbZxqg=",
            "it is one in Base64; the service compares hex digits",
        ),
    ],
)
def test_a_digest_in_base64_is_called_so(written, told):
    template = steps(script(URL, sha256Checksum=written))

    assert messages(malformed_checksum, template) == [f"not a SHA-256: {told}"]
