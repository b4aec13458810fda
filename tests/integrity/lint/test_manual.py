import pytest

from integrity.lint.manual import contents, page, terminal_page
from integrity.lint.rule import Needs, explained
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.severity import Severity


@explained("AIB999", Severity.NOTE, needs=Needs.ARTIFACTS)
def worn_out() -> None:
    """It is worn | out, as all things are that have been in use for a long, long time.

    Mend it with `az-mend-it-if-you-can --name https://example.com/a-long-address-it-is`.

        one  two
        three
    """


def test_a_page_says_what_a_rule_is_and_how_to_mend_it():
    lines = page(worn_out, '{\n "a": 1\n}\n', '{\n "a": 2\n}\n').splitlines()

    assert lines[:4] == [
        "## AIB999 worn-out",
        "",
        "*note; judged by `bakeferry verify`, which reads the artifacts*",
        "",
    ]
    assert lines[-7:] == [
        "```diff", "@@ -1,3 +1,3 @@", " {", '- "a": 1', '+ "a": 2', " }", "```"
    ]  # fmt: skip


def test_a_page_without_examples_has_no_block():
    assert "```" not in page(worn_out, None, None)


def test_examples_that_only_other_facts_tell_apart_have_no_block():
    assert "```" not in page(worn_out, "{}", "{}")


def test_the_contents_lead_to_every_page():
    assert list(contents([worn_out]))[2:] == [
        "| [AIB999](#aib999-worn-out) | worn-out | note | It is worn \\| out,"
        " as all things are that have been in use for a long, long time. |"
    ]


def test_a_terminal_page_is_wrapped_but_for_words_and_examples():
    assert list(terminal_page(worn_out, 40)) == [
        "note; judged by `bakeferry verify`,",
        "which reads the artifacts",
        "",
        "It is worn | out, as all things are that",
        "have been in use for a long, long time.",
        "",
        "Mend it with `az-mend-it-if-you-can",
        "--name",
        "https://example.com/a-long-address-it-is`.",
        "",
        "    one  two",
        "    three",
    ]


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.id)
def test_every_rule_has_a_page_of_plain_lines(one):
    lines = list(terminal_page(one, 80))

    assert all(line.isprintable() for line in lines)
    assert one.summary.split()[0] in " ".join(lines)
