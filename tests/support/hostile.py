"""Templates that nobody should have to judge, and how long judging one may take."""

import json
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random

from workspace import template_text

_SAMPLES = Path(__file__).parents[2] / "assets" / "demo" / "templates"
VALID = [
    template_text("0" * 64).encode(),
    *(path.read_bytes() for path in sorted(_SAMPLES.glob("*.json"))),
]

_STRICT = [
    data
    for data in VALID
    if b"<" not in data and b"//" not in data.replace(b"://", b"")
]
"""Those without comments and placeholders."""

_CALIBRATION = json.dumps(
    [{"name": str(number), "at": number} for number in range(2000)]
)
_CALIBRATED = 0.0005
"""Seconds that the machine took on which the limits were set to read it as JSON."""


def seconds(do: Callable[[], object]) -> float:
    """The processor's time for one call, of this thread."""
    start = time.thread_time()
    do()
    return time.thread_time() - start


def slowness() -> float:
    """How many times slower this machine is; 1 when it is not."""
    best = min(seconds(lambda: json.loads(_CALIBRATION)) for _ in range(20))
    return max(1.0, best / _CALIBRATED)


_FRAGMENTS = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc3", b'"', b"'", b"\\",
    b"\\ud800", b"\\udfff\\ud800", b"\\u0000", b"\\u", b"[", b"{", b"]", b"}", b",",
    b":", b"," * 50, b"[" * 70, b'{"a":' * 70, b"[" * 5000, b"1e999", b"-1e999",
    b"9" * 25, b"9" * 5000, b"0x10", b"01", b"-", b"+1", b".5", b"NaN", b"-Infinity",
    b"null", b"true", b"//", b"/*", b"*/", b"<x>", b"...", b"\r", b"\n\n", b"\x1b[2J",
    b'"[concat(', b"[parameters('x')]", b"\xe2\x80\xa8", b'"customize": [', b"\x0c",
    b'"type": "Shell",', b'"TYPE": 1,', b'"properties": {', b"\xf0\x9f\x9a\xa2",
)  # fmt: skip


def damaged(random: Random) -> bytes:
    """A valid file with some bytes changed, put in, taken out, doubled or cut off."""
    data = random.choice(VALID)
    for _ in range(random.randint(1, 4)):
        at, length = random.randrange(len(data) + 1), random.randint(1, 60)
        head, piece, tail = data[:at], data[at : at + length], data[at + length :]
        match random.randrange(8):
            case 0:
                data = head + random.randbytes(1) + data[at + 1 :]
            case 1 | 2 | 3:
                data = head + random.choice(_FRAGMENTS) + piece + tail
            case 4 | 5:
                data = head + tail
            case 6:
                data = head + piece * random.randint(2, 9) + tail
            case _:
                data = head
    return data


def encoded(random: Random) -> bytes:
    """A valid file in another encoding."""
    names = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7")
    return random.choice(VALID).decode("utf-8").encode(random.choice(names))


_FUNCTIONS = (
    "concat", "format", "parameters", "variables", "resourceId", "reference", "if", "and",
    "union", "range", "replace", "split", "join", "substring", "padLeft", "base64",
    "base64ToString", "json", "string", "int", "createArray", "createObject", "length",
    "subscriptionResourceId", "guid", "uniqueString", "utcNow", "dateTimeAdd", "copyIndex",
    "map", "filter", "reduce", "lambda", "lambdaVariables", "mul", "div", "mod", "first",
    "skip", "take", "uri", "dataUri", "toLower", "coalesce", "items", "nothing", "",
)  # fmt: skip
_ATOMS = (
    "'a'", "''", "0", "-1", "9999999999999999999", "2147483648", "null", "true", "[", "]",
    "'{0}{1}{99999999}'", "'{0,9999999}'", "'%s'", "'\\''", "'''", ".", "x", "'[x]'",
    "parameters('p')", "variables('v')", "'" + "a" * 10_000 + "'", "'\u202e'", "'2020'",
)  # fmt: skip
_TAILS = ("", "", "", ".a", "[0]", "[-1]", "['x'].y", ")", "?.a")


def _call(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.2:
        return random.choice(_ATOMS)
    arguments = [_call(random, depth - 1) for _ in range(random.randint(0, 4))]
    name, tail = random.choice(_FUNCTIONS), random.choice(_TAILS)
    return f"{name}({','.join(arguments)}){tail}"


def expression(random: Random) -> str:
    """An expression, sound or not."""
    depth = random.choice((1, 2, 3, 60, 3000))
    return random.choice(
        (
            f"[{_call(random, random.randint(1, 4))}]",
            f"[{_call(random, random.randint(1, 4))}]",
            f"[{_call(random, 2)}",
            "[" + "concat(" * depth + ")" * depth + "]",
            "[[x]", "[", "[]", "[ ]", "[1]", "['a']x", "<a>[concat('b')]",
        )
    )  # fmt: skip


_STRINGS = (
    "", " ", "\x00", "\ud800", "\u202e", "a" * 100_000, "1h" * 50_000, "\n" * 9_000,
    "https://" + "a." * 20_000, "/" * 50_000, "<" * 10_000, "<a>" * 5_000,
    "https://[::1", "https://[none]/a",
    "https://a:99999/", "http://user:pw@[", "//", "file:///dev/zero",
    "sig=" * 20_000, "eyJ" * 20_000, "password=" * 9_000, "-----BEGIN " * 9_000,
    "P" + "1D" * 20_000, "0" * 64, "F" * 64, "\u0661\u0662", "\ufb00" * 9_000, "ß", "İ",
    "Shell", "PowerShell", "File", "VHD", "SharedImage", "latest", "2024-02-01", "true",
)  # fmt: skip
_SCALARS = (
    None, True, False, 0, -1, 1.5, 10**19, -(10**19), 10**300, 1e308, -0.0, 2**63,
    float("inf"), float("nan"),
)  # fmt: skip
_MANY = (
    ["Shell"] * 2_000,
    [{"type": "Shell"}] * 100,
    {f"k{number}": number for number in range(2_000)},
    [[]] * 2_000,
)


def value(random: Random, depth: int = 3) -> object:
    """A value of whatever type."""
    match random.randrange(9 if depth else 6):
        case 0 | 1:
            return random.choice(_SCALARS)
        case 2 | 3:
            return random.choice(_STRINGS)
        case 4:
            return expression(random)
        case 5:
            return deepcopy(random.choice(_MANY)) if random.random() < 0.2 else "a"
        case 6:
            return [value(random, depth - 1) for _ in range(random.randint(0, 4))]
        case _:
            keys = [random.choice(_STRINGS)[:50] for _ in range(random.randint(0, 4))]
            return {key: value(random, depth - 1) for key in keys}


def _places(document: object) -> list[tuple[dict | list, str | int]]:
    """Where in a document a value can be taken out and another one put in."""
    found, waiting = [], [document]
    while waiting:
        here = waiting.pop()
        keys = list(here) if isinstance(here, dict) else range(len(here))
        found += [(here, key) for key in keys]
        waiting += [here[key] for key in keys if isinstance(here[key], dict | list)]
    return found


def reshaped(random: Random) -> bytes:
    """A valid file's values of wrong types, gone, doubled, elsewhere or endless."""
    document = json.loads(random.choice(_STRICT))
    for _ in range(random.randint(1, 5)):
        places = _places(document) or [(document, "properties")]
        (holder, key), (other, its) = random.choice(places), random.choice(places)
        match random.randrange(6):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if its in other or isinstance(other, list):
                holder[key] = deepcopy(other[its])
            case 2 if isinstance(holder, dict):
                holder[str(value(random, 0))[:60]] = value(random)
            case 3:
                holder[key] = (
                    [[{str(key): [holder.pop(key)]}]]
                    if isinstance(holder, dict)
                    else []
                )
            case _:
                holder[key] = value(random)
    return json.dumps(document, indent=random.choice((None, 1))).encode()


def deployment(variables: dict, location: str, parameters: dict | None = None) -> bytes:
    """A deployment template whose image template hangs on variables."""
    resource = json.loads(template_text("0" * 64)) | {"name": "i", "location": location}
    return json.dumps(
        {
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/"
            "deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            "parameters": parameters or {},
            "variables": variables,
            "resources": [resource],
        }
    ).encode()


def calculated(random: Random) -> bytes:
    """A deployment whose values are expressions of all kinds."""
    names = ("v", "w", "x")
    default = {"type": "string", "defaultValue": expression(random)}
    variables = {name: expression(random) for name in names}
    return deployment(variables, expression(random), {"p": default})


_KINDS = (
    damaged,
    damaged,
    reshaped,
    reshaped,
    reshaped,
    calculated,
    calculated,
    encoded,
)


def hostile_template(number: int) -> bytes:
    """The file of that number, always the same."""
    random = Random(number)
    return _KINDS[number % len(_KINDS)](random)


def filled(step: str, size: int) -> bytes:
    """A template with as many such steps as fit into so many bytes."""
    head, tail = template_text("0" * 64).split('"customize": [')
    room = size - len(head) - len(tail) - 20
    return f'{head}"customize": [{step * (room // len(step))}{tail}'.encode()


def keyed(size: int) -> bytes:
    """A template with as many unknown keys as fit into so many bytes."""
    keys = "".join(f'"k{number:07}": 1,' for number in range(size // 14))
    return template_text("0" * 64).replace('"source"', f'{keys}"source"').encode()
