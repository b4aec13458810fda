"""Rules about what stands around the properties: type, api-version, location."""

from collections.abc import Iterable, Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import replaced
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import envelopes
from integrity.lint.values import lacks
from integrity.template.model import Form, ImageTemplate, Part
from integrity.template.nodes import StringNode
from integrity.template.regions import (
    REGIONS,
    REGIONS_OF_MARCH_2020,
    region_meant,
    region_named,
)
from integrity.template.resource_ids import IMAGE_TEMPLATE, is_unfinished
from integrity.template.versions import NEWEST, SEED, VERSIONS

_SELF_CONTAINED = (Form.RESOURCE, Form.DEPLOYMENT)
"""Forms that name their own type and version; others get them from the request."""

_OF_A_BODY = frozenset(("properties", "identity", "tags"))
"""What is left of a template where its name, type and place stand around it."""


@rule("AIB101", Severity.WARNING, over=envelopes)
def wrong_resource_type(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The resource's type is not Microsoft.VirtualMachineImages/imageTemplates.

    In a file of its own this is a warning: `az resource create` takes the type from
    its own flag, and many published samples say only `Microsoft.VirtualMachineImages`.
    In a deployment template it is an error: nothing else names the type there.

    Write the full type; case does not matter.

    Stated in the template reference of March 2020.
    """
    template = envelope.template
    kind = envelope.text("type") or ""
    is_right = kind.casefold() == IMAGE_TEMPLATE.casefold()
    if is_right or template.form not in _SELF_CONTAINED:
        return
    stated = f"type is '{kind}'" if kind else "no type"
    in_a_deployment = template.form is Form.DEPLOYMENT
    yield Complaint(
        envelope.head,
        f"{stated}; it should be {IMAGE_TEMPLATE}",
        severity=Severity.ERROR if in_a_deployment else Severity.WARNING,
        help=f'Write "type": "{IMAGE_TEMPLATE}".',
        fix=replaced(envelope.get("type"), IMAGE_TEMPLATE, f"write {IMAGE_TEMPLATE}"),
    )


@rule("AIB102", Severity.NOTE)
def judged_by_version(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The template is judged by another api-version than 2019-05-01-preview.

    The template reference of March 2020 describes 2019-05-01-preview and says that
    this changes over time. It did: much of what the rules say depends on the
    api-version, so this note tells which one they judge by. That is the one you ask
    for, else the template's own, else the newest.

    Where the template's own is not known, only what holds under every version from
    2019-05-01-preview on is told, at its milder severity; where the file names none,
    under every version from 2020-02-14 on, because today's tools submit with those. A
    version that lacks what the template uses does not count.

    Nothing has to be mended; `--api-version` judges by another one.
    """
    if template.version == template.stated_version == SEED:
        return
    place = template.envelope or template.properties
    yield Complaint(
        place.span_of("apiVersion"),
        f"judged by api-version {template.version}{_why_this_version(template)}",
        help="Try another with --api-version; in the window, under Other versions.",
    )


def _why_this_version(template: ImageTemplate) -> str:
    if template.judged_by == template.version:
        return ", as you asked"
    if template.stated_version == template.version:
        return ""
    return ", the newest: the template's own is missing or not known"


@rule("AIB103", Severity.WARNING, over=envelopes)
def unknown_api_version(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The apiVersion is missing, unknown or retired.

    The service publishes ten api-versions. It refuses those older than
    2019-05-01-preview since 26 May 2020, and an unknown one always. Without one, the
    command that submits the template decides, and with it what the template means.
    (Newer documentation advises to leave it out of the file for that reason.) In a
    deployment template that is an error: Resource Manager refuses a resource without one.

    Write an apiVersion that is known, or silence this rule and give it on submission.

    Stated in the template reference of March 2020 and in the service's notice of
    May 2020.
    """
    version = envelope.text("apiVersion")
    if version is None:
        if envelope.template.form not in _SELF_CONTAINED:
            return
        is_there = envelope.get("apiVersion") is not None
        problem = f"apiVersion {'must be a string' if is_there else 'is missing'}"
    elif version not in VERSIONS:
        problem = f"api-version '{version}' is unknown"
    elif version < SEED:
        problem = f"api-version {version} is retired"
    else:
        return
    is_refused = version is None and envelope.template.form is Form.DEPLOYMENT
    yield Complaint(
        envelope.span_of("apiVersion"),
        problem,
        severity=Severity.ERROR if is_refused else None,
        help=f'Write "apiVersion": "{NEWEST}" or another one from {SEED} on.',
    )


@rule("AIB110", Severity.ERROR, over=envelopes)
def missing_location(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The template has no location.

    The location is the region in which the service keeps the template and builds the
    image. There is no default. Nothing is told of a file that holds `properties` and
    nothing else but identity and tags: there the location stands where the body is used.

    Write the name of a region, such as `"location": "westus2"`.

    Stated in the template reference of March 2020; required by every api-version.
    """
    if {member.key.value for member in envelope.node} <= _OF_A_BODY:
        return
    is_missing = lacks(envelope, "location")
    if is_missing or not isinstance(envelope.get("location"), StringNode):
        problem = "is required" if is_missing else "must be a string"
        yield Complaint(
            envelope.span_of("location"),
            f"location {problem}: the name of a region",
            help='Write "location": with the region to build in, such as "westus2".',
        )


@rule("AIB111", Severity.WARNING, over=envelopes)
def region_without_service(envelope: Part, facts: Facts) -> Iterator[Complaint]:
    """The service does not run in the template's location.

    Only the template has to stand in a region of the service; images can be
    distributed to other regions. Upper case and blanks in the name do not matter.

    Choose a region from the list in the service's documentation. A name that is like one
    of them is told with it.

    The template reference of March 2020 lists seven regions; a template is held
    against them when it is judged by 2019-05-01-preview or older. Today's
    documentation lists 39.
    """
    location = envelope.text("location")
    if not location or location.isspace() or is_unfinished(location):
        return
    told = facts.azure.regions_of_provider if facts.azure else None
    problem = (
        _not_in_the_tables(location, envelope.template)
        if told is None
        else _not_in(location, told)
    )
    if problem is None:
        return
    meant = region_meant(location)
    yield Complaint(
        envelope.span_of("location"),
        f"{problem}; did you mean '{meant}'?" if meant else problem,
        help=f"Write {meant}."
        if meant
        else "Move the template to one of the service's regions; distributing to others"
        " is possible from there.",
    )


def _not_in(location: str, told: Iterable[str]) -> str | None:
    if region_named(location) in map(region_named, told):
        return None
    return f"Image Builder does not run in {location}"


def _not_in_the_tables(location: str, template: ImageTemplate) -> str | None:
    region = region_named(location)
    if region not in REGIONS:
        return f"Image Builder is not known to run in {location}"
    if template.version <= SEED and region not in REGIONS_OF_MARCH_2020:
        return f"Image Builder did not run in {location} in March 2020; it does since"
    return None


@rule("AIB130", Severity.NOTE, over=envelopes)
def depends_on_alone(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """A dependsOn outside a deployment template has no effect.

    Only Azure Resource Manager's deployments order resources by it. In the file of a
    single template nothing reads it.

    Leave it out, or put the template into a deployment template.

    The template reference of March 2020 shows it as optional.
    """
    alone = envelope.template.form is not Form.DEPLOYMENT
    if alone and envelope.get("dependsOn") is not None:
        yield Complaint(
            envelope.key_span("dependsOn"),
            "dependsOn has no effect outside a deployment template",
            help="Leave it out.",
        )


RULES = (
    wrong_resource_type,
    judged_by_version,
    unknown_api_version,
    missing_location,
    region_without_service,
    depends_on_alone,
)
