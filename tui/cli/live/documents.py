"""The shapes of what machines read of Azure; schemas are made from these.

Within `/1` fields are only added, and so may be values of an enumeration.
"""

from typing import Annotated, Literal, TypedDict

from integrity.lint.reports.documents import (
    Address,
    Count,
    Head,
    Seconds,
    Sha256,
    Size,
    Tail,
    Time,
)

Text = Annotated[str, ("description", "In the service's words.")]
Id = Annotated[str, ("description", "The resource's id.")]
State = Annotated[str, ("description", "As the service spells it; it may add some.")]
Minutes = Annotated[int, ("minimum", 0), ("description", "0: the service's default.")]

ACTIONS = (
    "submit",
    "run",
    "watch",
    "cancel",
    "delete",
    "create-trigger",
    "delete-trigger",
)
OUTCOMES = (
    "begun",
    "ready",
    "running",
    "succeeded",
    "partially succeeded",
    "failed",
    "canceled",
    "deleted",
    "created",
)


class BuildItem(TypedDict):
    """How the last run of a template went, or how it goes."""

    runState: State
    runSubState: State | None
    startedAt: Time | None
    endedAt: Annotated[Time | None, ("description", "null while it runs.")]
    seconds: Seconds | None
    message: Text | None


class TemplateItem(TypedDict):
    """An image template as a list shows it."""

    id: Id
    name: str
    resourceGroup: str
    location: str
    provisioningState: State
    provisioningError: Text | None
    lastRun: BuildItem | None
    outputs: Annotated[list[str], ("description", "The kinds it distributes to.")]
    buildTimeoutInMinutes: Minutes


class OutputItem(TypedDict):
    """A run output, and where it is now."""

    id: Id
    name: str
    template: str
    resourceGroup: str
    kind: str
    status: Annotated[
        str,
        ("examples", ("atRisk", "rescued", "delivered", "building", "notYet", "lost")),
    ]
    place: str
    address: Address | None
    size: Size | None
    isOlder: Annotated[
        bool,
        (
            "description",
            "A VHD of an earlier run, in staging: its name is the blob's, no run output"
            " tells of it, and its id is one that `rescue` knows.",
        ),
    ]


class TemplatesSummary(TypedDict):
    """How many of what."""

    templates: Count
    building: Count
    failed: Count


class OutputsSummary(TypedDict):
    """How many of what."""

    outputs: Count
    atRisk: Count
    older: Annotated[Count, ("description", "Of them, VHDs of earlier runs.")]


class TemplatesDocument(Head, Tail):
    """The result of `bakeferry templates list -o json`."""

    schema: Literal["bakeferry.templates/1"]
    summary: TemplatesSummary
    items: list[TemplateItem]


class OutputsDocument(Head, Tail):
    """The result of `bakeferry outputs list -o json` and `outputs show`."""

    schema: Literal["bakeferry.outputs/1"]
    summary: OutputsSummary
    items: list[OutputItem]


class TriggerItem(TypedDict):
    """What starts runs of a template by itself."""

    id: Id
    template: str
    resourceGroup: str
    name: str
    kind: str
    provisioningState: State
    status: Annotated[str, ("examples", ("Active",))]
    message: Text | None


class TriggersSummary(TypedDict):
    """How many."""

    triggers: Count


class TriggersDocument(Head, Tail):
    """The result of `bakeferry triggers list -o json`."""

    schema: Literal["bakeferry.triggers/1"]
    summary: TriggersSummary
    items: list[TriggerItem]


class TemplateDocument(Head, Tail):
    """The result of `bakeferry templates show -o json`."""

    schema: Literal["bakeferry.template/1"]
    template: TemplateItem
    stagingResourceGroup: str | None
    identities: list[Id]
    apiVersion: str
    runOutputs: list[OutputItem]
    triggers: list[TriggerItem]


class ActionDocument(Head, Tail):
    """The result of commands with `-o json` that change something, and of `watch`."""

    schema: Literal["bakeferry.action/1"]
    action: Annotated[str, ("examples", ACTIONS)]
    id: Id
    outcome: Annotated[str, ("examples", OUTCOMES)]
    template: Annotated[
        TemplateItem | None, ("description", "As it is afterwards; null: gone.")
    ]
    step: Annotated[str | None, ("description", "Which the log ended in.")]
    lost: Annotated[list[OutputItem], ("description", "What died with the template.")]
    replaced: Annotated[
        bool, ("description", "One of that name was deleted, for this to be submitted.")
    ]


class DifferenceItem(TypedDict):
    """One value that a file and the live template do not share."""

    pointer: Annotated[str, ("description", "JSON pointer (RFC 6901).")]
    change: Annotated[str, ("examples", ("added", "removed", "changed"))]
    here: Annotated[str | None, ("description", "In the file, as JSON.")]
    live: Annotated[str | None, ("description", "In Azure, as JSON.")]


class DriftItem(TypedDict):
    """An artifact whose address serves something else than what is built."""

    step: str
    url: Address
    stored: str
    today: Sha256 | None
    problem: str | None


class DiffDocument(Head, Tail):
    """The result of `bakeferry templates diff -o json`."""

    schema: Literal["bakeferry.diff/1"]
    id: Id
    items: list[DifferenceItem]
    drift: list[DriftItem]
