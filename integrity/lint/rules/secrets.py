"""The rule about secrets in a template."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Severity
from integrity.lint.rule import Rule, rule
from integrity.lint.secrets import find_secrets
from integrity.template.literal import excerpt
from integrity.template.model import ImageTemplate
from integrity.template.nodes import ArrayNode, Node, ObjectNode, StringNode

_MOST = 20
"""Secrets told of one string; more of them tell nothing new."""


@rule("AIB305", Severity.WARNING)
def secret_in_template(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """A secret stands in the template.

    Whoever may read the template resource reads its inline commands and addresses in
    plain text, and so does whoever reads the file, the logs of the build and the
    deployment's history. Found are shared access signatures, account keys, connection
    strings, tokens, private keys, and passwords in addresses and commands; shown are
    their place and eight digits of their SHA-256, never the value.

    Take the secret out, and replace it where it is valid: it has been read. Let the
    template's identity read private artifacts instead of a signature, and let a script
    fetch a password from a key vault when it runs.

    The template reference of March 2020 says: no sensitive data in scripts. Later
    documentation says it of inline commands outright.
    """
    for node in _strings(template.resource):
        for secret in find_secrets(node.value)[:_MOST]:
            yield Complaint(
                excerpt(node, secret.start, secret.end),
                f"{secret.kind}, fingerprint {secret.fingerprint}: whoever can read the"
                " template can read it",
                help="Take it out and replace it where it is valid; let the identity"
                " read artifacts, or a script ask a key vault.",
            )


def _strings(root: Node) -> Iterator[StringNode]:
    """Every string below a node that is a value, in the order of the file."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, StringNode):
            yield node
        elif isinstance(node, ObjectNode):
            waiting.extend(member.value for member in reversed(node.members))
        elif isinstance(node, ArrayNode):
            waiting.extend(reversed(node.items))


RULES: tuple[Rule, ...] = (secret_in_template,)
