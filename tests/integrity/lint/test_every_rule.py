"""What every rule owes: a number, a name, a manual, and two examples that prove it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from judging import facts_in, findings_in

from integrity.lint.finding import Finding
from integrity.lint.rules import all_rules
from integrity.lint.rules.all_rules import ALL_RULES, CHAPTERS

EXAMPLES = Path(__file__).parents[2] / "data" / "rules"
JUDGED = [one for one in ALL_RULES if one.judge is not None]
NUMBERS = sorted(folder.name for folder in EXAMPLES.iterdir())

REFERENCE = {
    "1": "001 002 003 004 005 100 101 102 103 104 105 110 111 120 130",
    "2": "140 141 142 143 144 145 146 150 151 152 153 154 155 306",
    "3": "200 201 202 210 211 212 220 221 222 230 231 232",
    "4": "240 241 242 243 244 245 246",
    "5": "300 301 302 303 304 305 307 308 309 310 311 312 313",
    "6": "320 321 322 323 330 340 341 342 343 344 350 352 353",
    "7": "360 361 362 363 364 365 366 367 370 371 372 373 374 380 381 382",
    "8": "400 401 402 403 404 405 420 422 423 424",
    "9": "430 431 432 433 434 435 436 440 443 450 451 460",
}
"""The numbers that the reference gave out, by chapter; none may ever go."""

HOW_TO_MEND = re.compile(
    r"(?:On GitHub |To run other commands, )?(?:add|allow|ask|begin|change|choose|copy"
    r"|download|end|find|generalize|give|go|grant|hold|keep|leave|let|list|look|make|mend"
    r"|move|name|open|pack|put|raise|read|rename|replicate|restart|run|set|take|update"
    r"|upload|verify|write|nothing (?:has to be mended|is left to do))\b",
    re.IGNORECASE,
)
"""How a paragraph begins that tells people what to do."""


def findings(number: str, which: str) -> list[Finding]:
    """What a rule finds in one of its examples, as a run would tell it."""
    folder = EXAMPLES / number
    facts = facts_in(folder / f"{which}.facts.json")
    found = findings_in(folder / f"{which}.json", facts)
    return [finding for finding in found if finding.rule == number]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_bad_example_breaks_its_rule(number):
    assert findings(number, "bad")


@pytest.mark.parametrize("number", NUMBERS)
def test_the_good_example_keeps_it(number):
    assert findings(number, "good") == []


@pytest.mark.parametrize("one", JUDGED, ids=lambda one: one.id)
def test_a_finding_tells_the_way_out(one):
    assert all(finding.help for finding in findings(one.id, "bad"))


def test_every_judged_rule_has_examples():
    assert {one.id for one in JUDGED} - set(NUMBERS) == set()


def test_all_examples_belong_to_a_rule():
    assert set(NUMBERS) - {one.id for one in ALL_RULES} == set()


@pytest.mark.parametrize("chapter", REFERENCE)
def test_no_rule_of_the_reference_is_missing(chapter):
    numbers = {f"AIB{number}" for number in REFERENCE[chapter].split()}

    assert numbers - {one.id for one in ALL_RULES} == set()


def test_no_chapter_is_left_out():
    files = {path.stem for path in Path(all_rules.__file__).parent.glob("*.py")}
    chapters = {chapter.__name__.rpartition(".")[2] for chapter in CHAPTERS}

    assert files - chapters == {"__init__", "all_rules"}


def test_a_number_is_given_once():
    assert Counter(one.id for one in ALL_RULES).most_common(1)[0][1] == 1


def test_a_name_is_given_once():
    assert Counter(one.name for one in ALL_RULES).most_common(1)[0][1] == 1


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.id)
def test_a_rule_has_a_number_and_a_short_name(one):
    assert re.fullmatch(r"AIB[0-9]{3}", one.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){0,5}", one.name)


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.id)
def test_a_manual_begins_with_one_sentence(one):
    assert re.fullmatch(r"\S.{10,86}\.", one.summary)


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.id)
def test_a_manual_goes_on_to_say_why_and_how(one):
    _, why, *rest = one.manual.split("\n\n")

    assert why
    assert any(HOW_TO_MEND.match(paragraph) for paragraph in (why, *rest))
