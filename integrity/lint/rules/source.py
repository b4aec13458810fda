"""Rules about `source`: the image that a build begins with."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Severity
from integrity.lint.fixes import renamed
from integrity.lint.rule import Needs, rule
from integrity.lint.subjects import (
    image_version_sources,
    managed_image_sources,
    platform_sources,
    sources,
)
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ObjectNode, StringNode, UnknownNode
from integrity.template.regions import region_named, region_of
from integrity.template.resource_ids import parse_resource_id

_SINCE = {
    "PlatformImage": "2018-02-01-preview",
    "ISO": "2018-02-01-preview",
    "ManagedImage": "2019-02-01-preview",
    "SharedImageVersion": "2019-05-01-preview",
}
"""The types of source, by the api-version that brought them; AIB201 judges ISO."""

_PLATFORM_FIELDS = ("publisher", "offer", "sku", "version")
_STRICT_SINCE = "2024-02-01"
_LATEST_SINCE = "2022-07-01"
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_VERSION_KINDS = (
    "Microsoft.Compute/galleries/images/versions",
    "Microsoft.Compute/locations/sharedGalleries/images/versions",
    "Microsoft.Compute/locations/communityGalleries/images/versions",
)
"""A version in a gallery of one's own, in one shared directly, in a community's."""


@rule("AIB200", Severity.ERROR)
def unknown_source_type(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The source is missing, or its type is none that the service knows.

    The source is the image that a build begins with: a PlatformImage of the
    Marketplace, a ManagedImage, or a SharedImageVersion of a gallery.

    Write `"source": {"type": "PlatformImage", …}` or one of the two others.

    Stated in the template reference of March 2020. ManagedImage came with
    2019-02-01-preview, SharedImageVersion with 2019-05-01-preview.
    """
    properties = template.properties
    node = properties.known("source")
    if not isinstance(node, ObjectNode):
        problem = "source is required" if node is None else "source must be an object"
        yield _no_source_type(properties, "source", problem)
        return
    source = Part(node, "source", template)
    kind = source.kind
    if kind is None:
        yield _no_source_type(source, "type", "the source has no type")
    elif kind not in _SINCE:
        yield _no_source_type(source, "type", f"unknown source type '{kind}'")
    elif template.version < _SINCE[kind]:
        problem = f"source type {kind} came with api-version {_SINCE[kind]}"
        yield _no_source_type(source, "type", problem)


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


@rule("AIB202", Severity.NOTE, over=sources, needs=Needs.AZURE)
def unsupported_source_system(source: Part, facts: Facts) -> Iterator[Complaint]:
    """The source's operating system is not on the service's list.

    The service is tested with the systems on its list; others may build, and may stop
    to.

    Choose a source whose system is supported.

    Stated in the template reference of March 2020. The list has grown since; it now
    has all base images of operating systems in the Marketplace.
    """
    if facts.azure is not None and facts.azure.source_os_supported is False:
        yield Complaint(
            source.head,
            "the source's operating system is not on the list of supported ones",
            help="Check that Image Builder supports it.",
        )


@rule("AIB210", Severity.ERROR, over=platform_sources)
def incomplete_platform_image(source: Part, _: Facts) -> Iterator[Complaint]:
    """A PlatformImage lacks its publisher, offer, sku or version.

    The four together name an image of the Marketplace; all are strings. The schemas
    require none of them, but the service answers `BadPIRSource`.

    List what there is with `az vm image list --publisher <name> --all`.

    From the example in the template reference of March 2020.
    """
    missing = [key for key in _PLATFORM_FIELDS if source.get(key) is None]
    if missing:
        yield _incomplete(source, "type", f"PlatformImage needs {', '.join(missing)}")
    for key in _PLATFORM_FIELDS:
        node = source.get(key)
        if node is None or isinstance(node, UnknownNode):
            continue
        if not isinstance(node, StringNode) or not node.value.strip():
            yield _incomplete(source, key, f"{key} must be a string that is not empty")


def _incomplete(source: Part, key: str, message: str) -> Complaint:
    help_text = "az vm image list --publisher <name> --all -o table lists all four."
    return Complaint(source.span_of(key), message, help=help_text)


def _is_latest(source: Part) -> bool:
    return (source.text("version") or "").casefold() == "latest"


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


@rule("AIB220", Severity.ERROR, over=managed_image_sources)
def not_a_managed_image_id(source: Part, _: Facts) -> Iterator[Complaint]:
    """The imageId of a ManagedImage source is not the id of a managed image.

    It is `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/images/…`.
    Case does not matter.

    Find it with `az image show --query id`.

    Stated in the template reference of March 2020.
    """
    image = source.text("imageId")
    resource = parse_resource_id(image or "")
    if resource is None or not resource.is_a("Microsoft.Compute/images"):
        yield Complaint(
            source.span_of("imageId"),
            f"'{image}' is not a managed image id" if image else "imageId is required",
            help="az image show --query id prints it.",
        )


@rule("AIB221", Severity.ERROR, over=managed_image_sources, needs=Needs.AZURE)
def source_in_another_region(source: Part, facts: Facts) -> Iterator[Complaint]:
    """The managed image that is the source stands in another region than the template.

    The service builds in the template's region and does not copy a managed image
    there.

    Move the template, or keep the image in a gallery and replicate it.

    Stated in the template reference of March 2020; newer API definitions want the
    same subscription as well.
    """
    region = facts.azure.source_region if facts.azure else None
    location = region_of(source.template)
    if region and location and region_named(region) != location:
        yield Complaint(
            source.span_of("imageId"),
            f"the source image is in {region}, the template in {location}",
            help=f"Put the template into {region}.",
        )


@rule("AIB222", Severity.NOTE, over=managed_image_sources, needs=Needs.AZURE)
def specialized_source(source: Part, facts: Facts) -> Iterator[Complaint]:
    """The managed image that is the source is not generalized.

    The service makes a machine with an account of its own from the source; that takes
    an image of a generalized machine or VHD.

    Generalize the machine (Sysprep or `waagent -deprovision+user`), then make the
    image from it.

    Stated in the template reference of March 2020.
    """
    if facts.azure is not None and facts.azure.source_is_generalized is False:
        yield Complaint(
            source.span_of("imageId"),
            "specialized images are not supported",
            help="Make the image from a generalized machine.",
        )


@rule("AIB230", Severity.WARNING, over=sources)
def misspelled_image_version_id(source: Part, _: Facts) -> Iterator[Complaint]:
    """The property imageVersionId is spelled with other capitals.

    The template reference of March 2020 itself writes `imageVersionID`. Older
    api-versions take it; from 2024-02-01 on case matters and the template is refused.

    Write `imageVersionId`.
    """
    member = source.node.member("imageVersionId")
    if member is None or member.key.value == "imageVersionId":
        return
    strict = source.template.version >= _STRICT_SINCE
    yield Complaint(
        member.key.span,
        f"spelled {member.key.value}; the service wants imageVersionId",
        severity=Severity.ERROR if strict else None,
        help='Write "imageVersionId".',
        fix=renamed(member, "imageVersionId"),
    )


@rule("AIB231", Severity.ERROR, over=image_version_sources)
def not_an_image_version_id(source: Part, _: Facts) -> Iterator[Complaint]:
    """The imageVersionId is not the id of an image version.

    It is `…/providers/Microsoft.Compute/galleries/…/images/…/versions/…`, with a
    version such as `1.2.3`; from 2022-07-01 on also `latest`. An image version of a
    gallery that was shared directly or by a community will do too.

    Find it with `az sig image-version show --query id`.

    Stated in the template reference of March 2020, whose own example has a stray
    blank in it.
    """
    image = source.text("imageVersionId")
    if not image:
        problem = "imageVersionId is required"
    elif (version := _image_version(image)) is None:
        problem = f"'{image}' is not an image version id"
    elif version == "latest" and source.template.version < _LATEST_SINCE:
        problem = f"versions/latest needs api-version {_LATEST_SINCE}"
    else:
        return
    yield Complaint(
        source.span_of("imageVersionId"),
        problem,
        help="az sig image-version show --query id prints it.",
    )


def _image_version(image: str) -> str | None:
    """The last part of an image version's id; None when it is none."""
    resource = parse_resource_id(image)
    if resource is None or not any(map(resource.is_a, _VERSION_KINDS)):
        return None
    version = resource.names[-1].casefold()
    return version if version == "latest" or _VERSION.fullmatch(version) else None


@rule("AIB232", Severity.ERROR, over=image_version_sources, needs=Needs.AZURE)
def source_not_replicated(source: Part, facts: Facts) -> Iterator[Complaint]:
    """The image version that is the source is not replicated to the template's region.

    The service builds in the template's region and needs the version there.

    Replicate it: `az sig image-version update --add publishingProfile.targetRegions
    name=<region>`, or move the template.

    Stated in the template reference of March 2020.
    """
    regions = facts.azure.source_replicated_to if facts.azure else None
    location = region_of(source.template)
    if regions is None or location is None or location in map(region_named, regions):
        return
    yield Complaint(
        source.span_of("imageVersionId"),
        f"the version is not replicated to {location}",
        help=f"Replicate it to {location}, or put the template where it is:"
        f" {', '.join(regions)}.",
    )


RULES = (
    unknown_source_type,
    iso_source,
    unsupported_source_system,
    incomplete_platform_image,
    latest_source_version,
    template_can_be_rerun,
    not_a_managed_image_id,
    source_in_another_region,
    specialized_source,
    misspelled_image_version_id,
    not_an_image_version_id,
    source_not_replicated,
)
