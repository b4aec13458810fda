"""The parameters of a deployment that are secrets, and the variables made of them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from integrity.template.model import ImageTemplate
from integrity.template.nodes import Node, ObjectNode, StringNode
from integrity.template.position import Document

Name = tuple[str, str]
"""`parameters` or `variables`, and the folded name."""

_NAMED = re.compile(r"\b(parameters|variables)\(\s*+'([^'\r\n]{1,200})'", re.IGNORECASE)
_SECURE = re.compile(r'"type"\s*+:\s*+"secure(?:string|object)"', re.IGNORECASE)


def names_in(expression: str) -> Iterator[Name]:
    """The parameters and variables that an expression names."""
    for match in _NAMED.finditer(expression):
        yield match[1].casefold(), match[2].casefold()


class SecureNames:
    """Which names of one file lead to the value of a secure parameter."""

    def __init__(self, document: Document, templates: Sequence[ImageTemplate]) -> None:
        roots = [one.root for one in templates if isinstance(one.root, ObjectNode)][:1]
        deployments = [one for root in roots for one in _deployments(root)]
        declared = {
            ("parameters", member.key.value.casefold())
            for one in deployments
            for member in _members(one.get("parameters"))
            if _is_secure(member.value)
        }
        in_all = sum(1 for _ in _SECURE.finditer(document.text))
        self._trusts_nobody = in_all > len(declared)
        """More are declared than are understood: then every parameter may be one."""

        self._names = _with_followers(declared, _made_of(deployments))

    def are_in(self, expression: str) -> bool:
        """Whether the value of an expression hangs on a secure parameter."""
        names = set(names_in(expression))
        return bool(names & self._names) or (self._trusts_nobody and bool(names))


def _deployments(root: ObjectNode) -> Iterator[ObjectNode]:
    """The file as a deployment template, and what a request to deploy has in it."""
    yield root
    properties = root.get("properties")
    if isinstance(properties, ObjectNode):
        template = properties.get("template")
        if isinstance(template, ObjectNode):
            yield template


def _made_of(deployments: Sequence[ObjectNode]) -> Mapping[Name, frozenset[Name]]:
    """What each parameter's default and each variable is calculated from."""
    return {
        (section, member.key.value.casefold()): frozenset(
            names_in(member.value.span.text)
        )
        for one in deployments
        for section in ("parameters", "variables")
        for member in _members(one.get(section))
    }


def _with_followers(
    secure: set[Name], made_of: Mapping[Name, frozenset[Name]]
) -> frozenset[Name]:
    leads_to: dict[Name, list[Name]] = {}
    for name, parts in made_of.items():
        for part in parts:
            leads_to.setdefault(part, []).append(name)
    known, waiting = set(secure), list(secure)
    while waiting:
        new = [one for one in leads_to.get(waiting.pop(), ()) if one not in known]
        known.update(new)
        waiting += new
    return frozenset(known)


def _members(node: Node | None) -> ObjectNode | tuple[()]:
    return node if isinstance(node, ObjectNode) else ()


def _is_secure(declaration: Node) -> bool:
    kind = declaration.get("type") if isinstance(declaration, ObjectNode) else None
    return isinstance(kind, StringNode) and kind.value.casefold().startswith("secure")
