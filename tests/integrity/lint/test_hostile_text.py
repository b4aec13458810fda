"""No rule takes long, whatever stands in a template."""

import importlib
import inspect
import pkgutil
import re
import time
from re import _constants, _parser

import pytest
from judging import complaints, properties_with

import integrity.lint
import integrity.template
from integrity.facts import Appearance, ArtifactFact, Facts
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.secret_url import SecretUrl

SIZE = 64 * 1024
PATIENCE = 0.5
"""Seconds of processor time, ten times what a rule may take on a machine of its own."""

PIECES = [
    "a",
    "/",
    "\\",
    '"',
    '\\"',
    "'",
    " ",
    "=",
    "a=",
    "password=",
    "password: ",
    "--password ",
    "-Password '",
    "token=token",
    "ConvertTo-SecureString -AsPlainText ",
    "https://",
    "https://a:",
    "://a:b",
    "eyJaaaaaaaa.",
    "-----BEGIN RSA PRIVATE KEY-----",
    "sig=?sig=",
    "curl -u ",
    "curl https://a ",
    "net user a ",
    "net use \\\\a ",
    "cmdkey  /pass",
    "mysql -p",
    "az login -p",
    "echo a:b|",
    "echo a --password-stdin",
    "printf %s a |sudo -",
    "SetEnvironmentVariable('a_key",
    "NetworkCredential('a',",
    "pro attach --a C",
    "DefaultPassword  -Value",
    "<Password>",
    "Authorization: Bearer ",
    "raw.githubusercontent.com/",
    "azurewebsites.net/a",
    "AccountKey=",
    "AZDO==+ASt",
    "deprovisioningscript.sh>",
    "sudo ",
    "reboot;",
    "&&",
    "<a",
    "{a",
    "{{ a",
    "$(a",
    "__A",
    "curl -I ",
    "a=https://a ",
    "1h",
    "0",
    "ab:",
    "sha256:",
    "/subscriptions/a/",
]
HALF = SIZE // 2
LINE = 8000
REPEATED = [
    (piece * HALF)[:HALF] + f"\n{(piece * LINE)[:LINE]}" * (HALF // LINE)
    for piece in PIECES
]
"""Half of it one line, half of it lines as long as they are searched."""

LINEAR_ALL_THE_SAME = {
    "integrity.template.edit._COLON_AND_STRING",
    "integrity.template.resource_ids._ID",
    "integrity.template.tokens._TOKEN",
}
"""Each turn of their outer repetition begins with a sign that the inner never takes."""

JUDGED = [one for one in ALL_RULES if one.judge is not None]


def full_of(text):
    steps = [
        {"type": "Shell", "name": text, "inline": [text], "sha256Checksum": text},
        {"type": "Shell", "scriptUri": text, "sha256Checksum": text},
        {"type": "PowerShell", "inline": text, "validExitCodes": text},
        {"type": "File", "sourceUri": text, "destination": text},
        {"type": "File", "sourceUri": f"https://{text}", "destination": f"/tmp/{text}"},
        {"type": "WindowsRestart", "restartTimeout": text, "restartCommand": text},
        {"type": "WindowsUpdate", "filters": text, "updateLimit": text},
    ]
    return properties_with(
        customize=steps,
        source={"type": "PlatformImage", "publisher": "Canonical", "sku": text},
        distribute=[{"type": "VHD", "runOutputName": text, "uri": text}],
        vmProfile={"vmSize": text, "vnetConfig": {"subnetId": text}},
        stagingResourceGroup=text,
    )


def seconds(rule, template, facts):
    start = time.process_time()
    complaints(rule, template, facts)
    return time.process_time() - start


def is_slow(rule, template, facts):
    """Whether it takes long, and not by chance: others use this machine, too."""
    return all(seconds(rule, template, facts) > PATIENCE for _ in range(3))


@pytest.mark.parametrize("text", REPEATED, ids=PIECES)
def test_no_rule_takes_long_on_hostile_text(text):
    template = full_of(text)
    fact = ArtifactFact(SecretUrl(text), size=10**8, appearance=Appearance.HTML)
    facts = Facts({text: fact, f"https://{text}": fact})

    slow = {one.id for one in JUDGED if is_slow(one, template, facts)}

    assert slow == set()


def patterns():
    """Every regular expression of the judging wing that stands in a module."""
    for package in (integrity.lint, integrity.template):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            searched_for = _SEARCHED_FOR.findall(inspect.getsource(module))
            for name, value in vars(module).items():
                if name in searched_for:
                    texts = value.values() if isinstance(value, dict) else [value]
                    for text in texts:
                        yield f"{info.name}.{name}", re.compile(text)
                else:
                    yield from _patterns_in(f"{info.name}.{name}", value)


_SEARCHED_FOR = re.compile(
    r"\bre\.(?:search|match|fullmatch|findall|finditer|sub|split)\((\w+)"
)
"""The name of a pattern that is a text until it is wanted."""


def _patterns_in(place, value):
    if isinstance(value, re.Pattern):
        yield place, value
    for inner in value if isinstance(value, tuple) else ():
        pattern = getattr(inner, "pattern", None)
        if pattern is not None:
            yield place, re.compile(pattern)


def nests_unbounded(parsed, *, inside=False):
    """Say whether something that repeats without end repeats within another such."""
    for operation, argument in parsed:
        if operation is _constants.POSSESSIVE_REPEAT:
            continue
        repeats = operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
        endless = repeats and argument[1] is _constants.MAXREPEAT
        if endless and inside:
            return True
        for inner in _inner(argument):
            if nests_unbounded(inner, inside=inside or endless):
                return True
    return False


def _inner(argument):
    """The parts of an operation that are patterns themselves."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _inner(one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"(a+)+", True),
        (r"(?:a*b?)*", True),
        (r"(?:(?:x|y+)z)*", True),
        (r"(?:a{1,9})+", False),
        (r"a+b+", False),
        (r"(?:a|b)*", False),
    ],
)
def test_repetitions_within_repetitions_are_found(text, expected):
    assert nests_unbounded(_parser.parse(text)) is expected


def test_patterns_are_found_that_are_texts_until_they_are_wanted():
    found = {place for place, _ in patterns()}

    assert "integrity.template.placeholders._FILLABLE" in found
    assert "integrity.lint.secret_passwords.PASSWORDS" in found
    assert "integrity.lint.rules.inline._MAY_BE_FOREIGN" in found


def test_no_pattern_repeats_without_end_inside_another_that_does():
    nested = {
        place
        for place, pattern in patterns()
        if nests_unbounded(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    }

    assert nested <= LINEAR_ALL_THE_SAME
