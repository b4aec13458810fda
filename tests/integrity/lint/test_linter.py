"""The linter stops where nobody would read on, and says so."""

import json
from collections import Counter

import pytest

from integrity.lint.linter import MAX_FINDINGS, judge_file
from integrity.template.loader import load


def judged(properties, *, times=1):
    """The findings of a template with these properties, or of several of them."""
    template = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "location": "westeurope",
        "properties": properties,
    }
    text = json.dumps([template] * times if times > 1 else template)
    return judge_file(load("t.json", text.encode())).findings


def test_judging_stops_at_thousands_of_findings_and_fails():
    findings = judged({f"unknown{number}": 1 for number in range(MAX_FINDINGS + 1)})

    assert len(findings) == MAX_FINDINGS + 1
    assert [one.severity for one in findings if one.rule == "AIB007"] == ["error"]


def test_of_many_templates_with_thousands_of_findings_the_first_are_judged():
    properties = {"customize": [{"type": "Shell", "inline": list(range(3000))}]}

    findings = judged(properties, times=9)

    assert MAX_FINDINGS < len(findings) < 2 * MAX_FINDINGS
    assert [one.severity for one in findings if one.rule == "AIB007"] == ["error"]


def test_what_one_expression_makes_is_told_a_few_times_and_all_else_is_judged():
    findings = judged({"customize": "[range(0, 250)]", "unknown": 1})

    told = Counter(one.rule for one in findings)
    assert max(told.values()) == 50
    assert told["AIB104"] == 1


def test_a_template_with_a_few_findings_is_judged_to_the_end():
    findings = judged({"unknown": 1})

    assert "AIB007" not in {one.rule for one in findings}
    assert {"AIB104", "AIB200", "AIB400"} <= {one.rule for one in findings}


PARAMETERS = """{
  "parameters": {
    "as-system": {"type": "string", "defaultValue": "true"},
    "kind": {"type": "string", "defaultValue": "powershell"},
    "codes": {"type": "array", "defaultValue": ["3010"]}
  },
  "resources": [{
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "apiVersion": "2024-02-01",
    "properties": {"customize": [{
      "type": "[parameters('kind')]",
      "runElevated": "[parameters('as-system')]",
      "validExitCodes": "[parameters('codes')]"
    }]}
  }]
}"""


COMPACT = json.dumps(json.loads(PARAMETERS), separators=(",", ":"))


@pytest.mark.parametrize("text", [PARAMETERS, COMPACT], ids=["spread", "compact"])
def test_a_fix_leaves_a_parameter_of_the_type_that_is_declared(text):
    loaded = load("azuredeploy.json", text.encode())
    findings = judge_file(loaded).findings
    fixed = {one.rule: one.fix is not None for one in findings}

    assert fixed["AIB353"] is False
    assert (fixed["AIB105"], fixed["AIB352"]) == (True, True)
