"""The text of an ARM template expression to its tree."""

import re
from typing import NoReturn, TypeAlias

from integrity.dataclass import dataclass

_MAX_LENGTH = 24_576
"""Characters of an expression that Azure Resource Manager takes."""

_MAX_DEPTH = 64

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^']|'')*')
    | (?P<number>-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?![\w.]))
    | (?P<name>[A-Za-z_$][\w$-]*)
    | (?P<mark>\?\.|\.\?|\[\?|[.,()\[\]])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


class ExpressionFault(Exception):
    """A text that Azure Resource Manager would refuse as an expression."""


class ExpressionTooDeep(Exception):
    """An expression that Resource Manager may take, but that is not evaluated here."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string or a number as it is written."""

    value: str | int | float


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments, not evaluated."""

    name: str
    """As written, with its namespace: `contoso.uniqueName`."""

    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Access:
    """A member of an object or an item of an array."""

    target: "Expression"
    key: "Expression"

    safe: bool
    """What is absent is null instead of an error."""


Expression: TypeAlias = Literal | Call | Access


def without_not(condition: Expression) -> tuple[Expression, bool]:
    """What a condition asks at last, and whether that is to hold."""
    holds = True
    while True:
        match condition:
            case Call(name, (inner,)) if name.casefold() == "not":
                condition, holds = inner, not holds
            case _:
                return condition, holds


def is_expression(text: str) -> bool:
    """Say whether Resource Manager takes a string for an expression."""
    return len(text) > 1 and text[0] == "[" and text[-1] == "]" and text[1] != "["


def parse_expression(text: str) -> Expression:
    """Read `[…]`.

    Raises:
        ExpressionFault: Resource Manager would refuse it, with the reason in words.
        ExpressionTooDeep: It is nested deeper than 64 levels.
    """
    if len(text) > _MAX_LENGTH:
        raise ExpressionFault(f"it is longer than {_MAX_LENGTH:,} characters")
    return _Parser(text[1:-1]).read()


class _Parser:
    """Recursive descent; the depth is bounded, so recursion is too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0
        self.kind = ""
        self.token = ""

    def read(self) -> Expression:
        """The whole text as one expression."""
        self.advance()
        expression = self.expression(1)
        if self.kind != "end":
            self.fail_at_token()
        return expression

    def advance(self) -> None:
        """Step to the next token."""
        match = _TOKEN.match(self.text, self.end)
        if match is None or match.lastgroup is None:
            rest = self.text[self.end :].lstrip()
            if rest.startswith("'"):
                raise ExpressionFault("a string in it is not closed")
            raise ExpressionFault(f"unexpected '{rest[:20]}'")
        self.kind, self.token = match.lastgroup, match[match.lastgroup]
        self.end = match.end()

    def expression(self, depth: int) -> Expression:
        """A literal or a call, and the accesses that follow it."""
        if depth > _MAX_DEPTH:
            raise ExpressionTooDeep
        expression = self.primary(depth)
        while self.kind == "mark" and self.token in (".", ".?", "?.", "[", "[?"):
            safe = "?" in self.token
            bracket = self.token.startswith("[")
            self.advance()
            key = self.bracketed(depth) if bracket else self.property_name()
            expression = Access(expression, key, safe)
        return expression

    def primary(self, depth: int) -> Expression:
        """A string, a number or a call."""
        kind, token = self.kind, self.token
        if kind not in ("string", "number", "name"):
            self.fail_at_token()
        self.advance()
        if kind == "string":
            return Literal(token[1:-1].replace("''", "'"))
        if kind == "number":
            return Literal(float(token) if "." in token else int(token))
        return self.call(token, depth)

    def call(self, name: str, depth: int) -> Call:
        """A function's arguments, its name behind us; it may have a namespace."""
        while self.at("."):
            self.advance()
            if self.kind != "name":
                self.fail_at_token()
            name = f"{name}.{self.token}"
            self.advance()
        if not self.at("("):
            raise ExpressionFault(f"'{name}' is not a function call")
        self.advance()
        arguments: list[Expression] = []
        while not self.at(")"):
            arguments.append(self.expression(depth + 1))
            if self.at(","):
                self.advance()
                if self.at(")"):
                    self.fail_at_token()
            elif not self.at(")"):
                self.fail_at_token()
        self.advance()
        return Call(name, tuple(arguments))

    def bracketed(self, depth: int) -> Expression:
        """What stands between `[` and `]`."""
        key = self.expression(depth + 1)
        if not self.at("]"):
            self.fail_at_token()
        self.advance()
        return key

    def property_name(self) -> Literal:
        """The name after a dot."""
        if self.kind != "name":
            self.fail_at_token()
        name = self.token
        self.advance()
        return Literal(name)

    def at(self, mark: str) -> bool:
        """Say whether the present token is this mark."""
        return self.kind == "mark" and self.token == mark

    def fail_at_token(self) -> NoReturn:
        """Refuse the present token."""
        if self.kind == "end":
            raise ExpressionFault("it ends too early")
        raise ExpressionFault(f"unexpected '{self.token[:40]}'")
