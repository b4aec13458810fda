"""The linter stops where nobody would read on, and says so."""

import json

from integrity.lint.linter import MAX_FINDINGS, judge_file
from integrity.template.loader import load


def judged(properties):
    """The findings of a template with these properties."""
    template = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "location": "westeurope",
        "properties": properties,
    }
    return judge_file(load("t.json", json.dumps(template).encode())).findings


def test_judging_stops_at_thousands_of_findings_and_fails():
    findings = judged({f"unknown{number}": 1 for number in range(MAX_FINDINGS + 1)})

    assert len(findings) == MAX_FINDINGS + 1
    assert [one.severity for one in findings if one.rule == "AIB007"] == ["error"]


def test_a_template_with_a_few_findings_is_judged_to_the_end():
    findings = judged({"unknown": 1})

    assert "AIB007" not in {one.rule for one in findings}
    assert {"AIB104", "AIB200", "AIB400"} <= {one.rule for one in findings}
