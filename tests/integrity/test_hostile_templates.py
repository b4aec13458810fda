"""Whatever a file holds, it is judged or refused: soon, and without a surprise."""

import json
import math
from datetime import UTC, datetime
from functools import partial

import pytest
from hostile import deployment, filled, hostile_template, keyed, seconds, slowness

from integrity.errors import DocumentError
from integrity.lint.linter import Judgement, judge_file, judge_unreadable
from integrity.lint.report import Report
from integrity.lint.reports.all_reports import REPORTS
from integrity.lint.reports.style import Style
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.template.loader import load
from integrity.template.nodes import to_json
from integrity.template.syntax import decode, parse

PATIENCE = 0.050
"""Seconds of the processor for a file of usual size, all forms of the report included."""

USUAL_SIZE = 32 * 1024
REFUSED = object()
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def judged(data: bytes) -> Judgement:
    """What all rules say of a file."""
    try:
        loaded = load("template.json", data)
    except DocumentError as error:
        return judge_unreadable(error)
    return judge_file(loaded)


def told(judgement: Judgement) -> int:
    """The size of all reports together."""
    report = Report(
        command="lint",
        version="0",
        started=NOW,
        finished=NOW,
        files=(judgement.file,),
        findings=judgement.findings,
        artifacts=None,
        exit_code=1,
    )
    style = Style(show_notes=True)
    return sum(
        len(line)
        for form in REPORTS.values()
        for line in form(report, style, ALL_RULES)
    )


def time_of(data: bytes) -> float:
    """Seconds of the processor to judge a file and tell of it in every form."""
    return seconds(lambda: told(judged(data)))


def is_late(data: bytes) -> bool:
    """Whether a file takes too long; who seems to is measured beside the machine."""
    limit = PATIENCE * (1 + len(data) // USUAL_SIZE)
    return time_of(data) > limit and all(
        time_of(data) > limit * slowness() for _ in range(3)
    )


@pytest.mark.parametrize("first", range(0, 2000, 100))
def test_any_file_is_judged_and_told_in_time(first):
    numbers = range(first, first + 100)

    assert [one for one in numbers if is_late(hostile_template(one))] == []


def strictly(data: bytes) -> object:
    """The value of a JSON text by the letter; `REFUSED` where it is none."""

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len({key.casefold() for key, _ in pairs}) < len(pairs):
            raise ValueError("a key twice")
        return dict(pairs)

    def finite(digits: str) -> float:
        if not math.isfinite(float(digits)):
            raise ValueError("beyond every number")
        return float(digits)

    try:
        return json.loads(
            data, object_pairs_hook=members, parse_constant=finite, parse_float=finite
        )
    except (ValueError, RecursionError):
        return REFUSED


def leniently(data: bytes) -> object:
    """The value that the linter sees; `REFUSED` where it has anything to say of it."""
    try:
        syntax = parse(decode("template.json", data))
    except DocumentError:
        return REFUSED
    if syntax.lapses or syntax.fragment:
        return REFUSED
    return to_json(syntax.root)


@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_the_linter_sees_what_a_strict_parser_sees(first):
    """It may say more than a strict parser, but never see another value."""
    files = [hostile_template(number) for number in range(first, first + 500)]
    seen = [(leniently(data), data) for data in files]
    judged_as_they_are = [(value, data) for value, data in seen if value is not REFUSED]

    assert len(judged_as_they_are) > 100
    assert all(
        repr(value) == repr(strictly(data)) for value, data in judged_as_they_are
    )


DEEP = 64
TABLE = {
    "empty": (b"", "AIB001"),
    "blanks": (b" \n\t", "AIB001"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "AIB002"),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "AIB001"),
    "UTF-16 with a mark": ('{"a": 1}'.encode("utf-16"), "AIB001"),
    "UTF-16 without a mark": ('{"a": 1}'.encode("utf-16-le"), "AIB001"),
    "UTF-32": ('{"a": 1}'.encode("utf-32"), "AIB001"),
    "an overlong encoding": (b'{"a": "\xc0\xaf"}', "AIB001"),
    "a surrogate in UTF-8": (b'{"a": "\xed\xa0\x80"}', "AIB001"),
    "a surrogate alone": (b'{"a": "\\ud800"}', "AIB001"),
    "surrogates the wrong way round": (b'{"a": "\\udc00\\ud800"}', "AIB001"),
    "NUL": (b'{"a": "\x00"}', "AIB001"),
    "NUL, escaped": (b'{"a": "\\u0000"}', "AIB100"),
    "a line feed in a string": (b'{"a": "\n"}', "AIB002"),
    "an escape that is none, read over": (b'{"a": "\\x"}', "AIB100"),
    "NaN": (b'{"a": NaN}', "AIB001"),
    "Infinity": (b'{"a": -Infinity}', "AIB001"),
    "beyond every number": (b'{"a": 1e999}', "AIB001"),
    "more digits than a number has": (b'{"a": ' + b"9" * 21 + b"}", "AIB001"),
    "5,000 digits": (b'{"a": ' + b"9" * 5000 + b"}", "AIB001"),
    "as deep as may be": (b"[" * (DEEP - 1) + b"{}" + b"]" * (DEEP - 1), "AIB100"),
    "one deeper": (b"[" * DEEP + b"{}" + b"]" * DEEP, "AIB001"),
    "100,000 deep": (b"[" * 100_000, "AIB001"),
    "a key twice": (b'{"a": 1, "a": 2}', "AIB003"),
    "a key twice in another case": (b'{"scriptUri": 1, "SCRIPTURI": 2}', "AIB003"),
    "two values": (b"{} {}", "AIB001"),
    "over 4 MiB": (b" " * (4 * 2**20 + 1), "AIB001"),
}


@pytest.mark.parametrize(("data", "rule"), TABLE.values(), ids=TABLE.keys())
def test_what_json_does_not_allow_is_told_once(data, rule):
    findings = judged(data).findings

    assert [one.rule for one in findings].count(rule) == 1
    assert (rule == "AIB001") == (len(findings) == 1 and findings[0].rule == "AIB001")


LAUGHS = {
    f"v{n}": f"[concat(variables('v{n - 1}'), variables('v{n - 1}'))]"
    for n in range(1, 60)
}
BOMBS = {
    "a billion laughs": LAUGHS | {"v0": "ha"},
    "a circle": {"v0": "[variables('v59')]"} | LAUGHS,
    "itself": {"v59": "[variables('v59')]"},
    "a billion laughs of arrays": {
        name: text.replace("concat", "createArray") for name, text in LAUGHS.items()
    } | {"v0": "ha"},
    "padding": {"v59": "[padLeft('a', 2147483647)]"},
    "a range": {"v59": "[string(range(0, 2147483647))]"},
    "replacements": {"v59": f"[replace('{'a' * 9000}', 'a', '{'b' * 9000}')]"},
    "nested calls": {"v59": "[" + "concat(" * 5000 + "'a'" + ")" * 5000 + "]"},
    "nested json": {"v59": "[json('" + "[" * 9000 + "')]"},
}  # fmt: skip


def test_a_value_that_is_too_large_costs_steps_each_time_that_it_is_made():
    each = "[map(range(0, 250), lambda('x', length(flatten(variables('many')))))]"
    many = "[map(range(0, 100), lambda('x', range(0, 100)))]"
    names = [f"v{number}" for number in range(16)]
    asked = ", ".join(f"string(variables('{name}'))" for name in names)
    data = deployment({"many": many} | dict.fromkeys(names, each), f"[concat({asked})]")

    assert any(time_of(data) <= 0.1 * slowness() for _ in range(3))


@pytest.mark.parametrize("variables", BOMBS.values(), ids=BOMBS.keys())
def test_an_expression_cannot_eat_time_or_room(variables):
    data = deployment(variables, "[variables('v59')]")

    assert time_of(data) <= 0.5 * slowness()


LARGE = {
    "steps": partial(filled, '{\n"type": "Bash",\n"inlin": 1\n},\n'),
    "secrets": partial(filled, '{"type":"Shell","inline":["PASSWORD=Sw0rdfish1"]},'),
    "expressions": partial(filled, "\"[concat('a', parameters('b'))]\","),
    "empty steps": partial(filled, "{},"),
    "comments": partial(filled, "/**/ {},"),
    "placeholders": partial(filled, '"<a>",'),
    "keys": keyed,
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE.keys())
def test_a_file_twice_as_large_takes_about_twice_as_long(large):
    half, whole = large(32 * 1024), large(64 * 1024)

    assert any(is_in_proportion(half, whole) for _ in range(3))


def is_in_proportion(half: bytes, whole: bytes) -> bool:
    """Whether it is, this time: a machine may be slower for a moment."""
    first, second = time_of(half), time_of(whole)
    is_soon = second <= 10.0 * slowness()
    return is_soon and second <= 3 * first + 0.2 * slowness()


USELESS = {
    "one string": filled('"' + "a" * (4 * 2**20 - 2000) + '",', 4 * 2**20),
    "one string of hints": filled('"' + "sig=a " * 698_000 + '",', 4 * 2**20),
    "blanks": b" " * (4 * 2**20),
    "brackets": b"[" * (4 * 2**20),
    "braces": b'{"a":' * 800_000,
    "quotes": b'"' * (4 * 2**20),
    "line feeds": b"\n" * (4 * 2**20),
    "backslashes": b'"' + b"\\" * (4 * 2**20 - 1),
    "slashes": b"/" * (4 * 2**20),
    "comments": b"/*" * (2 * 2**20),
    "digits": b"9" * (4 * 2**20),
    "angles": b"<" * (4 * 2**20),
}


@pytest.mark.parametrize("data", USELESS.values(), ids=USELESS.keys())
def test_four_mebibytes_of_nothing_are_soon_done_with(data):
    assert any(time_of(data) <= 1.0 * slowness() for _ in range(3))
