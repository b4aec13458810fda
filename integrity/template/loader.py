"""A file's bytes to the image templates that are in it."""

from integrity.dataclass import dataclass
from integrity.template.expressions.scope import Fault
from integrity.template.forms import find_templates
from integrity.template.given import NO_INPUTS, Inputs
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import ObjectNode
from integrity.template.position import Document
from integrity.template.syntax import decode, parse
from integrity.template.tokens import TEMPLATED, Lapse


@dataclass(frozen=True, slots=True, eq=False)
class LoadedFile:
    """A file that is JSON, and what was found in it."""

    document: Document

    lapses: tuple[Lapse, ...]
    """What the text does that JSON does not allow, or not safely."""

    templates: tuple[ImageTemplate, ...]

    kind: str
    """What the file is, in our own words."""

    faults: tuple[Fault, ...]
    """Expressions that Resource Manager would refuse, with their places."""

    missing: tuple[str, ...]
    """Deployment parameters that a value hangs on and that have none."""

    declared: tuple[str, ...] | None = None
    """Parameters that its deployments declare; None when a template stands in none."""

    deployments: tuple[ObjectNode, ...] = ()
    """The deployment templates that hold some of the templates."""

    @property
    def has_branches(self) -> bool:
        """A templating tool is still to choose what stands in it."""
        return any(lapse.message == TEMPLATED for lapse in self.lapses)

    @property
    def is_deployment(self) -> bool:
        """It goes through Azure Resource Manager: a deployment's template or parameters."""
        if not self.templates:
            return self.kind.startswith("deployment")
        return {template.form for template in self.templates} == {Form.DEPLOYMENT}


def load(
    name: str,
    data: bytes,
    inputs: Inputs = NO_INPUTS,
    judged_by: str | None = None,
) -> LoadedFile:
    """Read a file and find its image templates.

    Args:
        name: The path as the user gave it, for messages.
        judged_by: The api-version to judge by whatever the templates say.

    Raises:
        DocumentError: It is too large or not UTF-8.
        SyntaxFault: It is not JSON even leniently.
    """
    syntax = parse(decode(name, data))
    found = find_templates(syntax, inputs)
    templates = tuple(
        ImageTemplate(
            syntax.document,
            one.form,
            one.resource,
            judged_by,
            syntax.root,
            is_fragment=syntax.fragment or one.is_part,
        )
        for one in found.templates
    )
    return LoadedFile(
        document=syntax.document,
        lapses=syntax.lapses,
        templates=templates,
        kind=found.kind,
        faults=found.faults,
        missing=found.missing,
        declared=found.declared,
        deployments=found.deployments,
    )
