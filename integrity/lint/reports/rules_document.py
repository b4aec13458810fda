"""Rules and their manual pages for machines: one JSON document."""

from collections.abc import Iterable, Iterator

from integrity.lint.reports.documents import RuleItem
from integrity.lint.reports.encoding import array_lines, encoded
from integrity.lint.reports.items import tool
from integrity.lint.rule import Rule


def rules_document(rules: Iterable[Rule], version: str) -> Iterator[str]:
    """One object, see `bakeferry schema explain`; each rule on a line of its own.

    Args:
        version: Of the tool.
    """
    head = {"schema": "bakeferry.explain/1", "tool": tool(version)}
    yield encoded(head).removesuffix("}")
    yield from array_lines(',"items":', map(_rule_item, rules))
    yield "}"


def _rule_item(rule: Rule) -> RuleItem:
    return {
        "rule": rule.id,
        "name": rule.name,
        "severity": rule.severity,
        "needs": rule.needs,
        "summary": rule.summary,
        "manual": rule.manual,
    }
