"""Rules that hold for every customizer."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Fix
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import customizers, steps
from integrity.lint.values import is_blank, kind_problem, settled
from integrity.template.edit import Edit, editable
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ArrayNode, Node, ObjectNode, StringNode
from integrity.template.position import Span
from integrity.template.versions import SEED

_KINDS = ("Shell", "PowerShell", "File", "WindowsRestart", "WindowsUpdate")
_LIST_OF_KINDS = f"{', '.join(_KINDS[:-1])} or {_KINDS[-1]}"


@rule("AIB300", Severity.ERROR, over=customizers)
def unknown_customizer(customizer: Part, _: Facts) -> Iterator[Complaint]:
    """A customizer's type is not one that the service knows.

    The service tells a step's other properties by its type, and refuses the template
    with `BadCustomizerType` where it does not know it.

    Write Shell, PowerShell, File, WindowsRestart or WindowsUpdate. There is no step
    that restarts Linux; restart it from a Shell step.

    From the template reference of March 2020. The schemas have WindowsUpdate from
    2020-02-14 on; the reference documents it for 2019-05-01-preview already.
    """
    problem = kind_problem(customizer, _KINDS, "customizer")
    if problem:
        yield Complaint(customizer.head, problem, help=f"Write {_LIST_OF_KINDS}.")


@rule("AIB301", Severity.ERROR)
def customize_not_an_array(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """`customize` is not an array.

    The steps run in their order, which an object does not have.

    Put the steps into brackets, also a single one. The skeleton in the template
    reference of March 2020 shows `{}`, which the service does not take; its text says
    that `customize` is an array.
    """
    node = template.properties.known("customize")
    if node is not None and not isinstance(node, ArrayNode):
        yield Complaint(
            node.span,
            "customize must be an array of steps",
            help='Write "customize": [ … ], also for a single step.',
            fix=_as_array(node),
        )


def _as_array(node: Node) -> Fix | None:
    if not isinstance(node, ObjectNode) or not editable(node):
        return None
    span = node.span
    if not node.members:
        return Fix("make it an empty array", (Edit(span, "[]"),))
    if node.get("type") is None:
        return None
    before = Span(span.document, span.start, span.start)
    after = Span(span.document, span.end, span.end)
    return Fix("put it into brackets", (Edit(before, "["), Edit(after, "]")))


@rule("AIB326", Severity.WARNING)
def no_customizer(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """`customize` has no step in it.

    The service has refused such a template: `Customize list must not be empty`. The
    rule is silent up to 2019-05-01-preview, where images were built so, and where
    nothing but the source is validated.

    Write a step that does nothing, such as a Shell step with `true`, to copy an image
    as it is.

    From a report in public; neither the template reference of March 2020 nor any
    schema says it.
    """
    node = settled(template.properties, "customize")
    if not isinstance(node, ArrayNode) or node.items or template.version <= SEED:
        return
    validate = template.properties.block("validate")
    if validate is None or not validate.boolean("sourceValidationOnly"):
        yield Complaint(
            node.span,
            "customize has no step; the service has refused such a template",
            help="Write a step that does nothing, such as a Shell step with true.",
        )


@rule("AIB302", Severity.WARNING)
def duplicate_customizer_name(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """Two customizers have the same name.

    The log and the error of a failed build name the step, and then it is not clear
    which one it was.

    Give each customizer a name of its own.

    A must in the template reference of March 2020 (`--profile seed` judges by it);
    current documentation dropped it, and the service takes templates that break it.
    """
    first: dict[str, Part] = {}
    for customizer in template.customizers:
        node = customizer.get("name")
        if not isinstance(node, StringNode) or not node.value:
            continue
        earlier = first.setdefault(node.value, customizer)
        if earlier is not customizer:
            yield Complaint(
                node.span,
                f"the name '{node.value:.80}' is used by {earlier.place} already",
                help="Give each customizer a name of its own.",
            )


@rule("AIB303", Severity.NOTE, over=steps)
def unnamed_step(step: Part, _: Facts) -> Iterator[Complaint]:
    """A step has no name.

    That is allowed, but the log of a build is harder to read: it tells steps apart by
    their names.

    Add a `name` that says what the step does.
    """
    if is_blank(step.get("name")):
        yield Complaint(
            step.head,
            f"{step.place} has no name: the log will be harder to read",
            help='Add "name".',
        )


@explained("AIB304", Severity.NOTE, needs=Needs.TEXT)
def steps_run_in_order() -> None:
    """Steps run one after the other, in the order of the file.

    So a folder must be made before a File step writes into it, and what a later step
    deletes is gone for the ones after it. Validators run after all customizers.

    Put a step before the ones that need what it does.

    Stated in the template reference of March 2020.
    """


@explained("AIB308", Severity.NOTE)
def one_failing_step_fails_the_build() -> None:
    """One step that fails makes the whole build fail.

    A step fails when its script ends with an exit code other than 0, or for PowerShell
    with one that `validExitCodes` does not list. Nothing after it runs, and there is no
    image.

    Read `customization.log` in the staging resource group's storage account, container
    `packerlogs`: the last step that started is the one.

    Stated in the template reference of March 2020.
    """


@explained("AIB309", Severity.NOTE)
def test_scripts_before() -> None:
    """A script that was never run elsewhere is tested by the build.

    A build takes from ten minutes to hours, and its log is all there is to see.

    Run the scripts on a virtual machine of your own first, made from the same base
    image.

    Advice of the template reference of March 2020.
    """


RULES = (
    unknown_customizer,
    customize_not_an_array,
    no_customizer,
    duplicate_customizer_name,
    unnamed_step,
    steps_run_in_order,
    one_failing_step_fails_the_build,
    test_scripts_before,
)
