"""Rules about `source`: what a build begins with, and Marketplace images."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.likeness import most_like
from integrity.lint.finding import Complaint
from integrity.lint.fixes import replaced
from integrity.lint.rule import explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import platform_sources, sources, with_properties
from integrity.lint.values import is_blank, kind_problem, settled
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import Node, ObjectNode, StringNode

_KINDS = frozenset(("PlatformImage", "ManagedImage", "SharedImageVersion", "ISO"))
"""The types of source; AIB201 judges ISO."""

_VERSION = re.compile(r"latest(?: \([\d.]+\))?|\d+\.\d+\.\d+", re.IGNORECASE)
_PUBLISHERS = (
    "Canonical", "RedHat", "SUSE", "OpenLogic", "Debian", "Oracle", "almalinux",
    "MicrosoftWindowsServer", "MicrosoftWindowsDesktop", "MicrosoftSQLServer",
    "MicrosoftVisualStudio", "MicrosoftCBLMariner",
)  # fmt: skip
"""Of those who sell base images, the ones that most templates begin with."""

_ALIKE = 0.87
"""How like two names have to be for one to be meant by the other; 1 is the same."""

_PLATFORM_NAMES = ("publisher", "offer", "sku")
_PLATFORM_FIELDS = (*_PLATFORM_NAMES, "version")


@rule("AIB200", Severity.ERROR, over=with_properties)
def unknown_source_type(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The source is missing, or its type is none that the service knows.

    The source is the image that a build begins with: a PlatformImage of the
    Marketplace, a ManagedImage, or a SharedImageVersion of a gallery.

    Write `"source": {"type": "PlatformImage", …}` or one of the two others.

    Stated in the template reference of March 2020. A type that is younger than the
    api-version is told by AIB109.
    """
    properties = template.properties
    node = settled(properties, "source")
    if node is None and template.is_fragment:
        return
    if not isinstance(node, ObjectNode):
        problem = "source is required" if node is None else "source must be an object"
        yield _no_source_type(properties, "source", problem)
        return
    source = Part(node, "source", template)
    of_its_type = kind_problem(source, _KINDS, "source")
    if of_its_type:
        yield _no_source_type(source, "type", of_its_type)


def _no_source_type(owner: Part, key: str, problem: str) -> Complaint:
    return Complaint(
        owner.span_of(key),
        problem,
        help="Its type is one of PlatformImage, ManagedImage and SharedImageVersion.",
    )


@rule("AIB201", Severity.ERROR, over=sources)
def iso_source(source: Part, _: Facts) -> Iterator[Complaint]:
    """Sources of type ISO were removed from the service.

    Templates with one are not accepted since 31 March 2020 and not processed since
    30 April 2020, whatever their api-version; the schemas lost the type with
    2020-02-14.

    Begin with a RHEL image of the Marketplace instead: bring-your-own-subscription
    images take the licence that an ISO needed.

    Stated in the template reference of March 2020.
    """
    if source.kind == "ISO":
        yield Complaint(
            source.head,
            "ISO sources were removed in March 2020",
            help="Use a RHEL BYOS image of the Marketplace: a PlatformImage.",
        )


@explained("AIB202", Severity.NOTE)
def unsupported_source_system() -> None:
    """The source's operating system may be none that the service supports.

    Never judged, for nothing that a program can ask would tell: the service's list is
    a page for people, Azure has no call for it, and an image's own description names a
    family of systems at most. A PlatformImage is a base image of the Marketplace, and
    all of those are supported by now. Other systems may build, and may stop to.

    Hold the system of a managed image or of a gallery's against that page, and begin
    with a base image of the Marketplace where it is not there.

    Stated in the template reference of March 2020; the list has grown since.
    """


@rule("AIB210", Severity.ERROR, over=platform_sources)
def incomplete_platform_image(source: Part, _: Facts) -> Iterator[Complaint]:
    """A PlatformImage lacks its publisher, offer, sku or version.

    The four together name an image of the Marketplace; all are strings. The schemas
    require none of them, but the service answers `BadPIRSource`. White space in a name,
    or around it, makes another of it: that is a warning, as is a slip of the pen in the
    name of a publisher that everybody knows.

    List what there is with `az vm image list --publisher <name> --all`.

    From the example in the template reference of March 2020.
    """
    missing = [key for key in _PLATFORM_FIELDS if _is_missing(source.get(key))]
    if missing:
        yield Complaint(
            source.span_of(missing[0]),
            f"PlatformImage needs {' and '.join(missing)}",
            help="az vm image list --publisher <name> --all -o table lists all four.",
        )
    for key in _PLATFORM_NAMES:
        node = source.get(key)
        if isinstance(node, StringNode) and re.search(r"\S\s|\s\S", node.value):
            yield Complaint(
                node.span,
                f"white space in the {key}: no image has such a name",
                severity=Severity.WARNING,
                help="Take it away; az vm image list --publisher <name> --all shows names.",
            )
    publisher = source.get("publisher")
    if not isinstance(publisher, StringNode):
        return
    meant = _publisher_meant(publisher.value)
    if meant:
        yield Complaint(
            source.span_of("publisher"),
            f"no publisher is known as '{publisher.value:.60}'; did you mean '{meant}'?",
            severity=Severity.WARNING,
            help=f"Write {meant}.",
            fix=replaced(publisher, meant, f"write {meant}"),
        )


def _publisher_meant(name: str) -> str | None:
    """The well-known publisher that is spelt nearly so; others may begin as it does."""
    folded = name.strip().casefold()
    known = {one.casefold(): one for one in _PUBLISHERS}
    if folded.startswith(tuple(known)):
        return None
    near = most_like(folded, known, _ALIKE)
    return known[near] if near else None


def _is_missing(node: Node | None) -> bool:
    """Say whether a field is absent or blank; what a deployment gives is neither."""
    return is_blank(node) and not (node is not None and node.open)


def _is_latest(source: Part) -> bool:
    return (source.text("version") or "").casefold() == "latest"


@rule("AIB213", Severity.WARNING, over=platform_sources)
def unlikely_source_version(source: Part, _: Facts) -> Iterator[Complaint]:
    """The version of a PlatformImage is neither `latest` nor three numbers.

    Versions in the Marketplace are like `17763.1158.2004131759`. The service does not
    find any other, and answers `BadPIRSource`.

    List them with `az vm image list --publisher <name> --offer <name> --all`.

    From the documentation of Marketplace images. `latest (1.2.3)` is taken too: so a
    GET answers.
    """
    version = source.text("version")
    if version and not version.isspace() and not _VERSION.fullmatch(version):
        yield Complaint(
            source.span_of("version"),
            f"'{version:.60}' is neither latest nor three numbers like 1.2.3",
            help='Write "latest", or a version that az vm image list --all shows.',
        )


@rule("AIB211", Severity.NOTE, over=platform_sources)
def latest_source_version(source: Part, _: Facts) -> Iterator[Complaint]:
    """The version `latest` is looked up at each run, not at submission.

    Two runs of one template may begin with different images.

    Write a version number where builds have to be repeatable.

    Stated in the template reference of March 2020.
    """
    if _is_latest(source):
        yield Complaint(
            source.span_of("version"),
            "latest is resolved at each run",
            help="Write a version number if runs have to be repeatable.",
        )


@rule("AIB212", Severity.NOTE, over=platform_sources)
def template_can_be_rerun(source: Part, _: Facts) -> Iterator[Complaint]:
    """A template with a `latest` source and a gallery as target can be run again.

    Each run takes the newest source and adds a version to the gallery. There is no
    need to submit the template anew: run it at intervals.

    Nothing has to be mended. Mind that scripts and files are read when the template
    is submitted: a later run uses the same bytes.

    Advised by the template reference of March 2020.
    """
    to_gallery = any(
        target.kind_or_none == "SharedImage" for target in source.template.distributors
    )
    if to_gallery and _is_latest(source):
        yield Complaint(
            source.span_of("version"),
            "you can run this template again to refresh the gallery image",
            help="az image builder run starts it again; no new submission is needed.",
        )


RULES = (
    unknown_source_type,
    iso_source,
    unsupported_source_system,
    incomplete_platform_image,
    unlikely_source_version,
    latest_source_version,
    template_can_be_rerun,
)
