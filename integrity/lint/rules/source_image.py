"""Rules about a `source` that is an image of your own."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import renamed
from integrity.lint.rule import Needs, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import (
    image_version_sources,
    managed_image_sources,
    sources,
)
from integrity.lint.values import id_problem, misnamed_gallery_in
from integrity.template.model import Part
from integrity.template.regions import region_named, region_of
from integrity.template.resource_ids import (
    is_image_version,
    is_managed_image,
    version_of,
)
from integrity.template.versions import STRICT

_LATEST_SINCE = "2022-07-01"


@rule("AIB220", Severity.ERROR, over=managed_image_sources)
def not_a_managed_image_id(source: Part, _: Facts) -> Iterator[Complaint]:
    """The imageId of a ManagedImage source is not the id of a managed image.

    It is `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/images/…`.
    Case does not matter.

    Find it with `az image show --query id`.

    Stated in the template reference of March 2020.
    """
    problem = id_problem(source, "imageId", is_managed_image, "a managed image")
    if problem:
        yield Complaint(
            source.span_of("imageId"),
            problem,
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
    strict = source.template.version >= STRICT
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
    gallery that was shared directly or by a community will do too. A gallery's name has
    no hyphen: one with it is a warning.

    Find it with `az sig image-version show --query id`.

    Stated in the template reference of March 2020, whose own example has a stray
    blank in it.
    """
    early = source.template.version < _LATEST_SINCE
    problem = id_problem(source, "imageVersionId", is_image_version, "an image version")
    help_ = "az sig image-version show --query id prints it."
    image = source.text("imageVersionId") if problem is None else None
    if early and image and version_of(image) == "latest":
        problem = f"versions/latest needs api-version {_LATEST_SINCE}"
        help_ = f"Raise apiVersion to {_LATEST_SINCE} or later, or name the version."
    if problem:
        yield Complaint(source.span_of("imageVersionId"), problem, help=help_)
    else:
        yield from misnamed_gallery_in(source, "imageVersionId")


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
    not_a_managed_image_id,
    source_in_another_region,
    specialized_source,
    misspelled_image_version_id,
    not_an_image_version_id,
    source_not_replicated,
)
