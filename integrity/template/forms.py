"""Every shape in which an image template comes, found wherever in a file it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from integrity.dataclass import dataclass
from integrity.template.azapi import enveloped, is_azapi
from integrity.template.deployments import (
    fault_undeclared,
    goes_to_a_group,
    is_deployment_template,
    outside_of_groups,
    resources_of,
    values_of,
)
from integrity.template.expressions.evaluation import resolve
from integrity.template.expressions.scope import Fault, Scope, Shared
from integrity.template.given import Inputs
from integrity.template.kinds import (
    deployed_by_policy,
    is_example,
    kind_of,
    list_of_parts,
    looks_like_properties,
    without_wrapping,
)
from integrity.template.model import Form
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    StringNode,
    children,
    made_member,
    names_in,
    value_at,
)
from integrity.template.recognition import (
    is_flattened,
    is_image_template,
    is_resource,
    live_or,
)
from integrity.template.syntax import Syntax

_WRAPPERS = (
    "body", "requestBody", "request", "requests", "content", "payload", "value", "data",
    "resource", "imageTemplate", "mainTemplate",
)  # fmt: skip
_DEEPEST_WRAPPER = 6


@dataclass(frozen=True, slots=True, eq=False)
class FoundTemplate:
    """An image template in a document."""

    form: Form

    resource: ObjectNode
    """The envelope, expressions resolved; of a bare `properties` object, that."""

    is_part: bool = False
    """Only the steps stand in the file, and so nothing else is missed."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a document holds."""

    templates: tuple[FoundTemplate, ...]

    kind: str
    """What it is, in our own words."""

    faults: tuple[Fault, ...] = ()
    """Expressions that Resource Manager would refuse."""

    missing: tuple[str, ...] = ()
    """Parameters that a value hangs on and that have none."""

    declared: tuple[str, ...] | None = None
    """Parameters that its deployments declare; None when a template stands in none."""

    deployments: tuple[ObjectNode, ...] = ()
    """The deployment templates that hold some of them."""


def find_templates(syntax: Syntax, inputs: Inputs) -> Found:
    """Find every image template of a document, in the order of the file."""
    finder = _Finder(inputs)
    templates = tuple(finder.search_root(syntax.root))
    kind = templates[0].form.value if templates else kind_of(syntax.root)
    shared = finder.shared
    is_deployed = {one.form for one in templates} == {Form.DEPLOYMENT}
    return Found(
        templates,
        kind,
        faults=tuple(shared.faults.values()),
        missing=tuple(shared.missing),
        declared=tuple(finder.declared) if is_deployed else None,
        deployments=tuple(finder.deployments),
    )


class _Finder:
    """One search through a document; the forms are tried in turn."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.shared = Shared(fills=inputs.fills)
        self.deployments: list[ObjectNode] = []
        self.declared: list[str] = []
        self.raw = Scope(
            given=inputs.parameters, context=inputs.context, shared=self.shared
        )

    def search_root(self, root: Node) -> Iterator[FoundTemplate]:
        """The templates of a file; also one of which steps or targets alone stand there."""
        name = list_of_parts(root)
        if name is not None:
            parts = (
                root
                if isinstance(root, ArrayNode)
                else ArrayNode(root.span, (root,), computed=True)
            )
            alone = ObjectNode(root.span, (made_member(name, parts),), computed=True)
            yield FoundTemplate(Form.PROPERTIES, self.resolved(alone), is_part=True)
        elif isinstance(root, StringNode):
            yield from self.search(_told_by_jsonencode(root), Form.RESOURCE)
        else:
            yield from self.search(without_wrapping(root), Form.RESOURCE)

    def search(
        self, node: Node | None, form: Form, depth: int = 0
    ) -> Iterator[FoundTemplate]:
        """The templates in a value.

        Args:
            form: That of a resource met here, unless it comes from the service.
        """
        if depth > _DEEPEST_WRAPPER:
            return
        if isinstance(node, ArrayNode):
            for item in node.items:
                yield from self.search(item, form, depth + 1)
        elif isinstance(node, ObjectNode):
            yield from self.search_object(node, form, depth)
        elif isinstance(node, StringNode):
            from integrity.template.json_texts import value_in  # few are in texts

            yield from self.search(value_in(node), form, depth + 1)

    def search_object(
        self, node: ObjectNode, form: Form, depth: int
    ) -> Iterator[FoundTemplate]:
        """The templates in an object: it is one, or something that holds some."""
        found = self.itself(node, form)
        if found is not None:
            yield found
        elif is_deployment_template(node):
            yield from self.of_deployment(node, self.inputs.parameters)
        elif is_deployment_template(value_at(node, "properties", "template")):
            yield from self.of_request(node.get("properties"))
        elif (deployed := deployed_by_policy(node)) is not None:
            yield from self.search(deployed, form, depth + 1)
        elif looks_like_properties(node):
            yield FoundTemplate(Form.PROPERTIES, self.resolved(node))
        elif is_example(node):
            yield from self.of_example(node, depth)
        else:
            from integrity.template.terraform import (  # most files are no Terraform's
                resources_of_terraform,
            )

            kept = value_at(node, "properties", "mainTemplate")  # by a template spec
            wrapped = (kept, *map(node.get, _WRAPPERS))
            for value in (*wrapped, *resources_of_terraform(node)):
                yield from self.search(value, Form.AZ_REST, depth + 1)

    def itself(self, node: ObjectNode, form: Form) -> FoundTemplate | None:
        """The template that an object is with its envelope; None where it is none."""
        if is_resource(node):
            return FoundTemplate(live_or(node, form), self.resolved(node))
        if is_azapi(node):
            return FoundTemplate(Form.AZAPI, self.resolved(enveloped(node)))
        if is_flattened(node):
            from integrity.template.flattened import unflattened  # few are shown so

            return FoundTemplate(Form.LIVE, self.resolved(unflattened(node)))
        return None

    def resolved(self, node: ObjectNode) -> ObjectNode:
        """An object that stands in no deployment template, placeholders marked."""
        resolved = resolve(node, self.raw)
        return resolved if isinstance(resolved, ObjectNode) else node

    def of_deployment(
        self,
        template: ObjectNode,
        given: Mapping[str, Node],
        stated: Node | None = None,
    ) -> Iterator[FoundTemplate]:
        """The image templates among a deployment's resources."""
        context = self.inputs.context
        if not goes_to_a_group(template):
            context = outside_of_groups(context)
        scope = Scope(template, given=given, context=context, shared=self.shared)
        is_wanted = False
        for resource in resources_of(template, scope):
            if is_image_template(resource.kind, resource.node):
                is_wanted = True
                yield FoundTemplate(Form.DEPLOYMENT, resource.resolved())
        if is_wanted:
            self.deployments.append(template)
            self.declared += names_in(template.get("parameters"))
            fault_undeclared(stated, template, self.shared)

    def of_request(self, properties: Node | None) -> Iterator[FoundTemplate]:
        """The image templates in the body of a request to deploy a template."""
        stated = value_at(properties, "parameters")
        given = {**values_of(stated), **self.inputs.parameters}
        if isinstance(template := value_at(properties, "template"), ObjectNode):
            yield from self.of_deployment(template, given, stated)

    def of_example(self, node: ObjectNode, depth: int) -> Iterator[FoundTemplate]:
        """The template that a recorded call sends; else the one that it answers.

        A call that updates a template sends only what changes: no template to judge.
        """
        parameters = node.get("parameters")
        sent = [
            found
            for value in children(parameters)
            for found in self.search(value, Form.AZ_REST, depth + 1)
        ]
        from integrity.template.examples import has_source, with_version  # few are

        whole = [found for found in sent if has_source(found.resource)]
        answered = () if whole else self.of_responses(node.get("responses"), depth)
        for found in whole or tuple(answered) or sent:
            resource = with_version(found.resource, parameters)
            yield replace(found, resource=resource)

    def of_responses(self, node: Node | None, depth: int) -> Iterator[FoundTemplate]:
        """The templates in the first answer that has any."""
        for response in node.members if isinstance(node, ObjectNode) else ():
            found = tuple(self.search(response.value, Form.AZ_REST, depth + 1))
            if found:
                yield from found
                return


def _told_by_jsonencode(text: StringNode) -> Node | None:
    """What a text holds; of a body without its type, which stands beside it, no more."""
    from integrity.template.json_texts import value_in  # few files are one text

    value = value_in(text)
    return value if value_at(value, "type") else value_at(value, "properties") or value
