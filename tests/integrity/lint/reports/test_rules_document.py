import json

from strict_schemas import errors

from integrity.lint.reports.rules_document import rules_document
from integrity.lint.rules.all_rules import ALL_RULES


def test_every_rule_is_told_and_keeps_to_the_schema():
    told = json.loads("\n".join(rules_document(ALL_RULES, "0.1.0")))

    assert errors("explain", told) == []
    assert [item["rule"] for item in told["items"]] == [one.id for one in ALL_RULES]
