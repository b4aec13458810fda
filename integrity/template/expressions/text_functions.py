"""Functions of expressions that work on strings."""

import binascii
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote, urljoin

from integrity.errors import DocumentError
from integrity.quantities import counted
from integrity.template.expressions.values import (
    MAX_TEXT,
    Function,
    Maker,
    Refused,
    Unknowable,
    definite_text_of,
    integer_of,
    is_unknown,
    items_of,
    plain_of,
    text_of,
)
from integrity.template.hosts import split_address
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NumberNode,
    ObjectNode,
    is_some_text,
    to_json,
)
from integrity.template.position import Document
from integrity.template.syntax import parse

_CHARACTERS_READ_PER_STEP = 8
"""Of JSON: a number or a sign takes as long as a step."""

_MOST_DELIMITERS = 32


def string(make: Maker, value: Node) -> Node:
    """A value as text; arrays and objects as compact JSON."""
    if isinstance(value, ArrayNode | ObjectNode):
        plain = plain_of(value, make.budget)
        return make.text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))
    if isinstance(value, BooleanNode):
        return make.text(str(value.value))
    return make.text(text_of(value))


def to_lower(make: Maker, value: Node) -> Node:
    """The string in lower case."""
    return make.text(text_of(value).lower())


def to_upper(make: Maker, value: Node) -> Node:
    """The string in upper case."""
    return make.text(text_of(value).upper())


def trim(make: Maker, value: Node) -> Node:
    """The string without white space at its ends."""
    return make.text(text_of(value).strip())


def split(make: Maker, value: Node, delimiters: Node) -> Node:
    """The pieces of a string between delimiters."""
    marks = (
        [definite_text_of(item) for item in delimiters.items]
        if isinstance(delimiters, ArrayNode)
        else [definite_text_of(delimiters)]
    )
    if not all(marks) or len(marks) > _MOST_DELIMITERS:
        raise Unknowable
    # What fills a placeholder stays on its line, and a script is cut into lines.
    are_lines = bool(marks) and all("\n" in mark for mark in marks)
    text = text_of(value) if are_lines else definite_text_of(value)
    pieces = re.split("|".join(map(re.escape, marks)), text)
    return make.array([make.text(piece) for piece in pieces] if marks else [])


def join(make: Maker, values: Node, delimiter: Node) -> Node:
    """The items of an array with a delimiter between them."""
    texts = list(map(text_of, items_of(values)))
    mark = text_of(delimiter)
    if sum(map(len, texts)) + len(texts) * len(mark) > 2 * MAX_TEXT:
        raise Unknowable
    return make.text(mark.join(texts))


def substring(
    make: Maker, value: Node, start: Node, length: Node | None = None
) -> Node:
    """Characters from a place on; beyond the end Resource Manager refuses."""
    text, begin = definite_text_of(value), integer_of(start)
    end = len(text) if length is None else begin + integer_of(length)
    if value.open:
        raise Unknowable
    if not 0 <= begin <= end <= len(text):
        size = counted(len(text), "character")
        raise Refused(f"substring goes beyond a text of {size}")
    return make.text(text[begin:end])


def pad_left(make: Maker, value: Node, width: Node, filler: Node | None = None) -> Node:
    """The string right-aligned to a width."""
    character = " " if filler is None else text_of(filler)
    total = integer_of(width)
    if len(character) != 1 or not 0 <= total <= MAX_TEXT:
        raise Unknowable
    return make.text(text_of(value).rjust(total, character))


def starts_with(make: Maker, value: Node, wanted: Node) -> Node:
    """Whether a string begins with another, whatever the case."""
    text, beginning = definite_text_of(value), definite_text_of(wanted)
    return make.truth(text.casefold().startswith(beginning.casefold()))


def ends_with(make: Maker, value: Node, wanted: Node) -> Node:
    """Whether a string ends with another, whatever the case."""
    text, ending = definite_text_of(value), definite_text_of(wanted)
    return make.truth(text.casefold().endswith(ending.casefold()))


def uri(make: Maker, base: Node, relative: Node) -> Node:
    """An address relative to another; after a base's last slash."""
    if is_unknown(base) and is_some_text(relative):
        return make.some_text()
    address, rest = text_of(base), text_of(relative)
    _, (scheme, _, path, *_) = split_address(address)
    # By the manual the base's folder stays, by the RFC it names all of the path goes.
    is_disputed = rest.startswith("/") and path.rfind("/") > 0
    if scheme not in ("http", "https") or is_disputed:
        raise Unknowable
    try:
        joined = urljoin(address, rest).replace(" ", "%20")
    except ValueError:  # a host in brackets that is no address of IPv6
        raise Unknowable from None
    if not joined.isascii() or "\\" in joined:
        raise Unknowable
    return make.text(joined)


def uri_component(make: Maker, value: Node) -> Node:
    """The string, percent-encoded."""
    return make.text(quote(text_of(value), safe=""))


def uri_component_to_string(make: Maker, value: Node) -> Node:
    """The string, percent-decoded."""
    return make.text(unquote(text_of(value)))


def to_base64(make: Maker, value: Node) -> Node:
    """The UTF-8 bytes of a string in base64."""
    return make.text(_to_base64(definite_text_of(value)))


def base64_to_string(make: Maker, value: Node) -> Node:
    """The string whose UTF-8 bytes are given in base64."""
    return make.text(_from_base64(definite_text_of(value)))


def base64_to_json(make: Maker, value: Node) -> Node:
    """The JSON value whose text is given in base64."""
    return parse_json(make, _from_base64(definite_text_of(value)))


def data_uri(make: Maker, value: Node) -> Node:
    """A `data:` address that holds the string."""
    encoded = _to_base64(definite_text_of(value))
    return make.text(f"data:text/plain;charset=utf8;base64,{encoded}")


def data_uri_to_string(make: Maker, value: Node) -> Node:
    """The string that a `data:` address holds."""
    text = definite_text_of(value)
    _, mark, encoded = text.partition(";base64,")
    if not mark or not text.startswith("data:"):
        raise Unknowable
    return make.text(_from_base64(encoded))


def json_(make: Maker, value: Node) -> Node:
    """The value of a JSON text."""
    return parse_json(make, text_of(value))


def int_(make: Maker, value: Node) -> Node:
    """An integer, also from its text."""
    if isinstance(value, NumberNode) and value.value == int(value.value):
        return make.number(int(value.value))
    match = re.fullmatch(r"\s*([+-]?[0-9]{1,20})\s*", definite_text_of(value))
    if match is None:
        raise Unknowable
    return make.number(int(match[1]))


def float_(make: Maker, value: Node) -> Node:
    """A floating point number, also from its text."""
    if isinstance(value, NumberNode):
        return make.number(float(value.value))
    text = definite_text_of(value)
    if re.fullmatch(r"\s*[+-]?[0-9]{1,20}(\.[0-9]{1,20})?\s*", text) is None:
        raise Unknowable
    return make.number(float(text))


def bool_(make: Maker, value: Node) -> Node:
    """A boolean: 0 and 'false' are false, 1 and 'true' are true."""
    if isinstance(value, BooleanNode):
        return value
    text = definite_text_of(value).casefold()
    if text not in ("true", "false", "1", "0"):
        raise Unknowable
    return make.truth(text in ("true", "1"))


def _to_base64(text: str) -> str:
    return binascii.b2a_base64(text.encode(), newline=False).decode("ascii")


def _from_base64(text: str) -> str:
    try:
        return binascii.a2b_base64(text, strict_mode=True).decode("utf-8")
    except ValueError as error:  # neither base64 nor UTF-8, or letters beyond ASCII
        raise Unknowable from error


def parse_json(make: Maker, text: str) -> Node:
    """The value of a JSON text, strictly read."""
    make.budget.charge(len(text) // _CHARACTERS_READ_PER_STEP)
    try:
        syntax = parse(Document("json()", text))
    except DocumentError as error:
        raise Unknowable from error
    if syntax.lapses or is_unknown(syntax.root):
        raise Unknowable
    return make.of_json(to_json(syntax.root))


TEXT_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "string": string,
        "toLower": to_lower,
        "toUpper": to_upper,
        "trim": trim,
        "split": split,
        "join": join,
        "substring": substring,
        "padLeft": pad_left,
        "startsWith": starts_with,
        "endsWith": ends_with,
        "uri": uri,
        "uriComponent": uri_component,
        "uriComponentToString": uri_component_to_string,
        "base64": to_base64,
        "base64ToString": base64_to_string,
        "base64ToJson": base64_to_json,
        "dataUri": data_uri,
        "dataUriToString": data_uri_to_string,
        "json": json_,
        "int": int_,
        "float": float_,
        "bool": bool_,
    }
)
