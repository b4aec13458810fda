"""What is said of addresses between which an expression chooses."""

import json

from integrity.facts import ArtifactFact, Facts
from integrity.lint.linter import judge_file
from integrity.secret_url import SecretUrl
from integrity.template.loader import load

ONE, TWO = "https://a.example/1.sh", "https://a.example/2.sh"
SHA_ONE, SHA_TWO = "1" * 64, "2" * 64
FACTS = Facts(
    {
        ONE: ArtifactFact(SecretUrl(ONE), size=7, sha256=SHA_ONE),
        TWO: ArtifactFact(SecretUrl(TWO), size=7, sha256=SHA_TWO),
    }
)
BOTH = f"[if(parameters('dev'), '{ONE}', '{TWO}')]"


def loaded(script_uri=BOTH, **members):
    deployment = {
        "parameters": {"dev": {"type": "bool"}},
        "variables": {"page": "https://github.com/o/r/blob/v1/x.sh"},
        "resources": [
            {
                "type": "Microsoft.VirtualMachineImages/imageTemplates",
                "properties": {
                    "customize": [{"type": "Shell", "scriptUri": script_uri, **members}]
                },
            }
        ],
    }
    return load("azuredeploy.json", json.dumps(deployment).encode())


def findings(rule, file):
    judged = judge_file(file, FACTS).findings
    return [finding for finding in judged if finding.rule == rule]


def test_one_checksum_for_two_artifacts_is_wrong_where_the_other_is_chosen():
    (finding,) = findings("AIB312", loaded(sha256Checksum=SHA_ONE))
    assert finding.message.startswith(f"where an expression chooses {TWO}: expected")


def test_checksums_chosen_by_the_same_condition_belong_to_the_addresses():
    right = f"[if(parameters('dev'), '{SHA_ONE}', '{SHA_TWO}')]"
    swapped = f"[if(parameters('dev'), '{SHA_TWO}', '{SHA_ONE}')]"

    assert not findings("AIB312", loaded(sha256Checksum=right))
    assert len(findings("AIB312", loaded(sha256Checksum=swapped))) == 2


def test_checksums_chosen_by_another_condition_are_not_judged():
    other = f"[if(not(parameters('dev')), '{SHA_TWO}', '{SHA_ONE}')]"
    assert not findings("AIB312", loaded(sha256Checksum=other))


def test_two_addresses_without_a_checksum_are_one_warning():
    assert len(findings("AIB310", loaded())) == 1


def test_a_file_that_is_chosen_is_held_against_the_limit():
    large = Facts({TWO: ArtifactFact(SecretUrl(TWO), size=20 * 2**20)})
    file = loaded(None, type="File", sourceUri=BOTH, destination="/tmp/x")

    findings = judge_file(file, large).findings

    (message,) = [one.message for one in findings if one.rule == "AIB365"]
    assert message.startswith(f"where an expression chooses {TWO}: 20,971,520 bytes")


def test_an_address_that_is_chosen_is_mended_where_it_is_written_or_not_at_all():
    named = f"[if(parameters('dev'), variables('page'), '{TWO}')]"
    (finding,) = findings("AIB316", loaded(named))
    assert finding.fix.edits[0].span.text == '"https://github.com/o/r/blob/v1/x.sh"'

    inside = f"[if(parameters('dev'), 'https://github.com/o/r/blob/v1/x.sh', '{TWO}')]"
    (finding,) = findings("AIB316", loaded(inside))
    assert finding.fix is None
