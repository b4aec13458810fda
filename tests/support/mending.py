"""What the rules about the property tree say, how bad it is, and what they mend."""

import json
from typing import Any

from judging import complaints, messages

from integrity.lint.rule import Rule
from integrity.lint.rules import property_tree, spelling
from integrity.lint.severity import Severity
from integrity.template.edit import apply
from integrity.template.model import ImageTemplate


def tree_messages(template: ImageTemplate) -> list[str]:
    """What all rules about the property tree say, but for notes."""
    return [
        message
        for rule in (*spelling.RULES, *property_tree.RULES)
        if rule.severity is not Severity.NOTE
        for message in messages(rule, template)
    ]


def severities(rule: Rule, template: ImageTemplate) -> list[Severity]:
    """How bad each complaint of a rule is."""
    return [found.severity or rule.severity for found in complaints(rule, template)]


def mended(rule: Rule, template: ImageTemplate) -> Any:
    """The file's value after every fix that a rule offers, made once."""
    edits = [
        edit
        for complaint in complaints(rule, template)
        for edit in (complaint.fix.edits if complaint.fix else ())
    ]
    return json.loads(apply(template.document, edits))


def first_step(template: Any) -> Any:
    """The first customizer of a file's value."""
    return template["properties"]["customize"][0]
