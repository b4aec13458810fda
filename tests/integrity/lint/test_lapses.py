"""What the text of a file does wrong, as the linter tells it."""

import json

from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.template.loader import load

RESOURCE = {
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "apiVersion": "2024-02-01",
    "location": "westus2",
    "properties": {},
}
RAW = json.dumps(RESOURCE)
DEPLOYMENT = json.dumps({"resources": [RESOURCE]})


def severity_of(text: str, rule: str) -> Severity:
    """How the one finding of a rule about a text is told."""
    judged = judge_file(load("template.json", text.encode()))
    (severity,) = {one.severity for one in judged.findings if one.rule == rule}
    return severity


def test_a_comment_is_a_warning_where_az_reads_the_file_itself():
    assert severity_of(f"// why\n{RAW}", "AIB002") is Severity.WARNING


def test_a_deployment_may_hold_comments():
    assert severity_of(f"// why\n{DEPLOYMENT}", "AIB002") is Severity.NOTE


def test_so_may_its_parameters():
    parameters = json.dumps({"parameters": {"region": {"value": "westus2"}}})
    assert severity_of(f"// why\n{parameters}", "AIB002") is Severity.NOTE


def test_a_trailing_comma_is_a_warning_in_a_deployment_too():
    text = DEPLOYMENT.replace("}]", "},]")
    assert severity_of(text, "AIB002") is Severity.WARNING


def test_a_key_that_resource_manager_does_not_know_is_refused_at_the_top():
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    template = {"$schema": schema, "Resources": [RESOURCE]}
    text = json.dumps({**template, "identity": {}, "_comment": "", "<any>": 1})
    judged = judge_file(load("template.json", text.encode()))
    told = {one.message.partition(" ")[0]: one.help for one in judged.findings
            if one.rule == "AIB104" and one.severity is Severity.ERROR}  # fmt: skip
    assert told == {
        "'identity'": "Move it into the image template's resource.",
        "'_comment'": "Take it away, or write it into metadata.",
    }


def test_what_may_be_no_deployment_template_at_all_may_have_any_key():
    text = json.dumps({"resources": [RESOURCE], "total": 1})
    judged = judge_file(load("template.json", text.encode()))
    assert "AIB104" not in {one.rule for one in judged.findings}


def test_a_stray_backslash_is_an_error_and_the_rest_is_judged():
    text = RAW.replace("westus2", "west\\us2").replace("{}", '{"customize": 1}')
    judged = judge_file(load("template.json", text.encode()))
    assert {"AIB001", "AIB301"} <= {one.rule for one in judged.findings}


def test_blanks_of_a_web_page_are_told_and_read_over():
    text = RAW.replace(' "location"', '\u00a0 "location"').encode()
    judged = judge_file(load("template.json", text))

    (blank,) = [one for one in judged.findings if one.rule == "AIB001"]
    assert blank.fix is not None
    assert "AIB400" in {one.rule for one in judged.findings}
