"""The rule about secrets in a template."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from integrity.dataclass import dataclass
from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.secret_keys import Detector
from integrity.lint.secrets import find_secrets, hinted_at
from integrity.lint.severity import Severity
from integrity.template.hosts import end_of_signature
from integrity.template.literal import excerpt
from integrity.template.model import ImageTemplate
from integrity.template.nodes import (
    HOLE,
    Member,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
    children,
    text_at,
    value_at,
)
from integrity.template.pointer import nodes_around
from integrity.template.position import Span

_ASKED = re.compile(
    r"\b(list(?:keys|adminkeys|secrets|credentials|connectionstrings|accountsas|servicesas)"
    r"|getsecret)\s*\(",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(parameters|variables)\s*\(\s*'([^']{1,256})'", re.IGNORECASE)
_Name: TypeAlias = tuple[str, str]
"""A section of a deployment and a name in it, both folded."""


@dataclass(frozen=True, slots=True)
class _Secure:
    """A secure parameter of a deployment."""

    name: str

    optional: bool
    """Its default is empty: nothing is there unless a deployment gives it."""


_LONGEST_ADDRESS = 2_000
_NO_ADDRESS = re.compile(r"[\s\"'`<>|(){}]")
_MOST = 20
"""Secrets told of one string; more of them tell nothing new."""


@rule("AIB305", Severity.WARNING)
def secret_in_template(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """A secret stands in the template.

    Whoever may read the template resource reads its inline commands and addresses in
    plain text, and so does whoever reads the file, the logs of the build and the
    deployment's history. Found are shared access signatures, account keys, connection
    strings, tokens, private keys, and passwords in addresses and commands; shown are
    their place and eight digits of their SHA-256, never the value. So are expressions
    that put one there, by `listKeys` or a parameter of type `securestring`, also where
    this run knows the value. A parameter whose default is empty is a note: the secret is
    there once a deployment gives one.

    Take the secret out, and replace it where it is valid: it has been read. Let the
    template's identity read private artifacts instead of a signature, and let a script
    fetch a password from a key vault when it runs.

    The template reference of March 2020 says: no sensitive data in scripts. Later
    documentation says it of inline commands outright.
    """
    nodes = tuple(_below(template.resource))
    yield from _asked_for_by(template, nodes)
    texts = [text for node in nodes for text in _texts(node)]
    detectors = hinted_at("\n".join([text.value for text in texts]))
    for text in texts if detectors else ():
        yield from _written_out(text, detectors)


def _texts(node: Node) -> Iterator[StringNode]:
    """The text that a value is; of one that is not known whole, its outline."""
    if isinstance(node, StringNode):
        yield node
    elif isinstance(node, UnknownNode) and node.outline:
        yield StringNode(node.span, node.outline, computed=True)


def _written_out(
    text: StringNode, detectors: Sequence[Detector]
) -> Iterator[Complaint]:
    """The secrets in a text, as far as that is known."""
    for secret in find_secrets(text.value, detectors)[:_MOST]:
        if HOLE in text.value[secret.start : secret.end]:
            continue
        yield Complaint(
            excerpt(text, secret.start, secret.end),
            f"{secret.kind}, fingerprint {secret.fingerprint}"
            f"{_until(text.value, secret.start)}:"
            " whoever can read the template can read it",
            help="Take it out and replace it where it is valid; let the identity"
            " read artifacts, or a script ask a key vault.",
        )


def _until(text: str, place: int) -> str:
    """How long the signature at a place is good, as its own address says."""
    before = _NO_ADDRESS.split(text[max(0, place - _LONGEST_ADDRESS) : place])[-1]
    after = _NO_ADDRESS.split(text[place : place + _LONGEST_ADDRESS], 1)[0]
    address = before + after
    moment = end_of_signature(address if "?" in address else f"?{address}")
    return f", good until {moment}" if moment else ""


def _asked_for_by(
    template: ImageTemplate, resolved: Iterable[Node]
) -> Iterator[Complaint]:
    """The secrets that expressions put into the template, each expression told once."""
    around = _written_around(template)
    secure = _secure_names(around)
    seen: set[str] = set()
    for text, span in _expressions(around[-1], resolved):
        if text not in seen:
            yield from _asked_for(text, span, secure)
        seen.add(text)


def _written_around(template: ImageTemplate) -> tuple[Node, ...]:
    """The values that a template stands in, also those within a text; itself at last."""
    root, span = template.root or template.resource, template.resource.span
    around = tuple(nodes_around(root, span))
    text = around[-1]
    if not isinstance(text, StringNode):
        return around
    from integrity.template.json_texts import value_in  # few stand in texts

    within = value_in(text)
    return around if within is None else (*around, *nodes_around(within, span))


def _expressions(written: Node, resolved: Iterable[Node]) -> Iterator[tuple[str, Span]]:
    """The expressions in a resource, and what stays unknown of those they lead to."""
    for node in _below(written):
        if isinstance(node, StringNode) and node.value.startswith("["):
            yield node.value, node.span
    for node in resolved:
        if isinstance(node, UnknownNode):
            yield node.text, node.span


def _asked_for(
    expression: str, span: Span, secure: Mapping[_Name, _Secure]
) -> Iterator[Complaint]:
    """The secret that an expression puts into the template, once it is deployed."""
    call = _ASKED.search(expression)
    parameter = _secure_in(expression, secure)
    if call is not None:
        what, severity = f"{call[1]}() puts a secret here", None
    elif parameter is None:
        return
    else:
        what, severity = _told(parameter)
    yield Complaint(
        span,
        f"{what}: whoever can read the template can read it",
        severity=severity,
        help="Let the identity read artifacts, or a script ask a key vault.",
    )


def _told(parameter: _Secure) -> tuple[str, Severity | None]:
    called = f"the secure parameter {parameter.name}"
    if parameter.optional:
        return f"a secret stands here where {called} is given", Severity.NOTE
    return f"{called} puts a secret here", None


def _secure_in(expression: str, secure: Mapping[_Name, _Secure]) -> _Secure | None:
    """The secure parameter that an expression takes, also by a variable.

    Of several it is the first that has to be given, else the first.
    """
    named = (
        secure.get((section.casefold(), name.casefold()))
        for section, name in _NAMED.findall(expression)
    )
    taken = [parameter for parameter in named if parameter is not None]
    return min(taken, key=lambda parameter: parameter.optional, default=None)


def _secure_names(around: Iterable[Node]) -> Mapping[_Name, _Secure]:
    """The secure parameters of the deployments around a template, by what names them.

    That is a parameter itself, and each variable whose text takes it. A name means
    what the innermost declaration says.
    """
    secure: dict[_Name, _Secure] = {}
    for section, member in _declarations(around):
        name = section, member.key.value.casefold()
        parameter = _secure_parameter(section, member, secure)
        if parameter is not None:
            secure[name] = parameter
        else:
            secure.pop(name, None)
    return secure


def _secure_parameter(
    section: str, member: Member, secure: Mapping[_Name, _Secure]
) -> _Secure | None:
    """The secure parameter that a declaration makes, or takes."""
    value = member.value
    if section == "variables":
        text = value.value if isinstance(value, StringNode) else ""
        return _secure_in(text, secure)
    is_secure = (text_at(value, "type") or "").casefold().startswith("secure")
    is_optional = text_at(value, "defaultValue") == ""
    return _Secure(member.key.value, is_optional) if is_secure else None


def _declarations(around: Iterable[Node]) -> Iterator[tuple[str, Member]]:
    """What deployments declare, from the outside in, parameters before variables.

    The values that a nested deployment is given are no declarations: they have no type.
    """
    for node, section in product(around, ("parameters", "variables")):
        declared = value_at(node, section)
        for member in declared.members if isinstance(declared, ObjectNode) else ():
            if section == "variables" or text_at(member.value, "type") is not None:
                yield section, member


def _below(root: Node) -> Iterator[Node]:
    """A node and every value below it, in the file's order."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if below := children(node):  # most values have none
            waiting += reversed(below)


RULES = (secret_in_template,)
