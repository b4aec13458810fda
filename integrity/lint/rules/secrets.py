"""The rule about secrets in a template."""

import re
from collections.abc import Iterable, Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Rule, rule
from integrity.lint.secrets import find_secrets
from integrity.lint.severity import Severity
from integrity.template.literal import excerpt
from integrity.template.model import ImageTemplate
from integrity.template.nodes import (
    Node,
    ObjectNode,
    StringNode,
    children,
    text_at,
)

_ASKED = re.compile(
    r"\b(list(?:keys|adminkeys|secrets|credentials|connectionstrings|accountsas|servicesas)"
    r"|getsecret)\s*\(",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"\bparameters\s*\(\s*'([^']{1,256})'", re.IGNORECASE)

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
    this run knows the value.

    Take the secret out, and replace it where it is valid: it has been read. Let the
    template's identity read private artifacts instead of a signature, and let a script
    fetch a password from a key vault when it runs.

    The template reference of March 2020 says: no sensitive data in scripts. Later
    documentation says it of inline commands outright.
    """
    yield from _asked_for_by(template)
    for node in _texts(template.resource):
        for secret in find_secrets(node.value)[:_MOST]:
            yield Complaint(
                excerpt(node, secret.start, secret.end),
                f"{secret.kind}, fingerprint {secret.fingerprint}: whoever can read the"
                " template can read it",
                help="Take it out and replace it where it is valid; let the identity"
                " read artifacts, or a script ask a key vault.",
            )


def _asked_for_by(template: ImageTemplate) -> Iterator[Complaint]:
    """The secrets that expressions put into the template, each expression told once."""
    around = tuple(_around(template))
    secure = _secure_parameters(around)
    seen: set[str] = set()
    for node in _texts(around[-1]) if around else ():
        if node.value.startswith("[") and node.value not in seen:
            yield from _asked_for(node, secure)
        seen.add(node.value)


def _asked_for(node: StringNode, secure: frozenset[str]) -> Iterator[Complaint]:
    """The secret that an expression puts into the template, once it is deployed."""
    call = _ASKED.search(node.value)
    names = (match[1] for match in _PARAMETER.finditer(node.value))
    name = next((name for name in names if name.casefold() in secure), None)
    if call is None and name is None:
        return
    what = f"{call[1]}()" if call else f"the secure parameter {name}"
    yield Complaint(
        node.span,
        f"{what} puts a secret here: whoever can read the template can read it",
        help="Let the identity read artifacts, or a script ask a key vault.",
    )


def _secure_parameters(around: Iterable[ObjectNode]) -> frozenset[str]:
    """The folded names of what the deployments around a template take for secret.

    A name means what the innermost declaration says. One that may be left empty is
    none: it is for those who need it.
    """
    secure: dict[str, bool] = {}
    for node in around:
        declared = node.get("parameters")
        for member in declared.members if isinstance(declared, ObjectNode) else ():
            kind = text_at(member.value, "type")
            if kind is not None:
                is_secure = kind.casefold().startswith("secure")
                may_be_empty = text_at(member.value, "defaultValue") == ""
                name = member.key.value.casefold()
                secure[name] = is_secure and not may_be_empty
    return frozenset(name for name, is_secure in secure.items() if is_secure)


def _around(template: ImageTemplate) -> Iterator[ObjectNode]:
    """The objects that a template stands in: the whole file first, itself at last."""
    start = template.resource.span.start
    node: Node | None = template.root
    while node is not None:
        if isinstance(node, ObjectNode):
            yield node
        inner = (
            one for one in children(node) if one.span.start <= start < one.span.end
        )
        node = next(inner, None)


def _texts(root: Node) -> Iterator[StringNode]:
    """Every text below a node, in the file's order."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, StringNode):
            yield node
        waiting.extend(reversed(children(node)))


RULES: tuple[Rule, ...] = (secret_in_template,)
