"""The rule about secrets in a template."""

import re
from collections.abc import Iterator

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
    UnknownNode,
    children,
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
    that put one there, by `listKeys` or a parameter of type `securestring`.

    Take the secret out, and replace it where it is valid: it has been read. Let the
    template's identity read private artifacts instead of a signature, and let a script
    fetch a password from a key vault when it runs.

    The template reference of March 2020 says: no sensitive data in scripts. Later
    documentation says it of inline commands outright.
    """
    secure = _secure_parameters(template)
    seen: set[str] = set()
    for node in _texts(template.resource):
        if isinstance(node, UnknownNode):
            if node.text not in seen:
                yield from _asked_for(node, secure)
            seen.add(node.text)
            continue
        for secret in find_secrets(node.value)[:_MOST]:
            yield Complaint(
                excerpt(node, secret.start, secret.end),
                f"{secret.kind}, fingerprint {secret.fingerprint}: whoever can read the"
                " template can read it",
                help="Take it out and replace it where it is valid; let the identity"
                " read artifacts, or a script ask a key vault.",
            )


def _asked_for(node: UnknownNode, secure: frozenset[str]) -> Iterator[Complaint]:
    """The secret that an expression puts into the template, once it is deployed."""
    call = _ASKED.search(node.text)
    names = (match[1] for match in _PARAMETER.finditer(node.text))
    name = next((name for name in names if name.casefold() in secure), None)
    if call is None and name is None:
        return
    what = f"{call[1]}()" if call else f"the secure parameter {name}"
    yield Complaint(
        node.span,
        f"{what} puts a secret here: whoever can read the template can read it",
        help="Let the identity read artifacts, or a script ask a key vault.",
    )


def _secure_parameters(template: ImageTemplate) -> frozenset[str]:
    """The folded names of what a deployment takes for secret."""
    declared = template.root.get("parameters") if template.root else None
    return frozenset(
        member.key.value.casefold()
        for member in (declared.members if isinstance(declared, ObjectNode) else ())
        if isinstance(member.value, ObjectNode) and _is_secure(member.value)
    )


def _is_secure(declaration: ObjectNode) -> bool:
    kind = declaration.get("type")
    return isinstance(kind, StringNode) and kind.value.casefold().startswith("secure")


def _texts(root: Node) -> Iterator[StringNode | UnknownNode]:
    """Every value below a node that is a text or not known, in the file's order."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, StringNode | UnknownNode):
            yield node
        waiting.extend(reversed(children(node)))


RULES: tuple[Rule, ...] = (secret_in_template,)
