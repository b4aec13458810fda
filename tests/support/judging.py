"""Templates, facts and complaints for the tests of rules."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from integrity.errors import DocumentError
from integrity.facts import (
    NO_FACTS,
    Appearance,
    ArtifactFact,
    ArtifactProblem,
    AzureFact,
    Facts,
    ProblemKind,
)
from integrity.lint.finding import Complaint, Finding
from integrity.lint.linter import judge_file, judge_unreadable
from integrity.lint.rule import Rule
from integrity.secret_url import SecretUrl
from integrity.template.loader import load
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import ObjectNode
from integrity.template.position import Document
from integrity.template.syntax import parse

IDENTITY = (
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/images"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder"
)


def template_of(
    text: str, form: Form = Form.RESOURCE, judged_by: str | None = None
) -> ImageTemplate:
    """The one template of a text; an unquoted `<placeholder>` is not known."""
    document = Document("template.json", text)
    root = parse(document).root
    assert isinstance(root, ObjectNode)
    return ImageTemplate(document, form, root, judged_by, root)


def envelope_with(form: Form = Form.RESOURCE, **members: Any) -> ImageTemplate:
    """A template whose envelope has these members."""
    envelope = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "location": "westus2",
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": {IDENTITY: {}},
        },
        **members,
    }
    return template_of(_text(envelope), form)


def properties_with(version: str = "2024-02-01", **members: Any) -> ImageTemplate:
    """A template whose properties have these members; `...` is not known."""
    return envelope_with(apiVersion=version, properties=members)


def steps(*customize: object, **members: Any) -> ImageTemplate:
    """A template with these customizers."""
    return properties_with(customize=list(customize), **members)


def script(url: str, **members: Any) -> dict[str, Any]:
    """A customizer that runs what stands at an address."""
    return {"type": "Shell", "name": "setup", "scriptUri": url, **members}


def _text(value: Any) -> str:
    known = json.dumps(value, default=lambda _: "\N{WHITE SQUARE}", ensure_ascii=False)
    return known.replace('"\N{WHITE SQUARE}"', "<unknown>")


def known(url: str, **fields: Any) -> Facts:
    """What is known where one artifact was read."""
    return Facts({url: ArtifactFact(SecretUrl(url), **fields)})


def complaints(
    rule: Rule, template: ImageTemplate, facts: Facts = NO_FACTS
) -> list[Complaint]:
    """Everything that a rule has to say."""
    assert rule.judge is not None
    return [
        complaint
        for subject in rule.over(template)
        for complaint in rule.judge(subject, facts)
    ]


def messages(rule: Rule, template: ImageTemplate, facts: Facts = NO_FACTS) -> list[str]:
    """What a rule says, in its words."""
    return [complaint.message for complaint in complaints(rule, template, facts)]


def findings_in(path: Path, facts: Facts) -> tuple[Finding, ...]:
    """Everything that a run of all rules finds in a file."""
    try:
        loaded = load(path.name, path.read_bytes())
    except DocumentError as error:
        return judge_unreadable(error).findings
    return judge_file(loaded, facts).findings


def azure(**told: Any) -> Facts:
    """Facts that only Azure knows."""
    return Facts(azure=AzureFact(**told))


def facts_in(path: Path) -> Facts:
    """The facts that stand beside an example; none where there is no such file."""
    if not path.exists():
        return NO_FACTS
    told = json.loads(path.read_text(encoding="utf-8"))
    artifacts = told.get("artifacts", {})
    asked = {key: _frozen(value) for key, value in told.get("azure", {}).items()}
    return Facts(
        {url: _artifact(url, fields) for url, fields in artifacts.items()},
        AzureFact(**asked) if asked else None,
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _artifact(url: str, fields: Mapping[str, Any]) -> ArtifactFact:
    told = {key: _frozen(value) for key, value in fields.items()}
    if "problem" in told:
        kind = ProblemKind(told["problem"]["kind"])
        told["problem"] = ArtifactProblem(**{**told["problem"], "kind": kind})
    if "appearance" in told:
        told["appearance"] = Appearance(told["appearance"])
    return ArtifactFact(SecretUrl(url), **told)
