"""Rules about targets that become managed images."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import managed_image_distributors
from integrity.lint.values import id_problem, lacks, misspelt_in
from integrity.template.model import Part
from integrity.template.regions import region_named, region_of
from integrity.template.resource_ids import is_managed_image, parse_resource_id


@rule("AIB420", Severity.ERROR, over=managed_image_distributors)
def not_a_managed_image_target(target: Part, _: Facts) -> Iterator[Complaint]:
    """The imageId of a ManagedImage distributor is not the id of a managed image.

    It is `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/images/…`. Case
    does not matter.

    Write the id of the image that is to be made.

    Stated in the template reference of March 2020.
    """
    problem = id_problem(target, "imageId", is_managed_image, "a managed image")
    if problem:
        yield Complaint(
            target.span_of("imageId"),
            problem,
            help="Write /subscriptions/…/resourceGroups/…/providers"
            "/Microsoft.Compute/images/….",
        )


@rule("AIB422", Severity.ERROR, over=managed_image_distributors)
def managed_image_without_location(target: Part, _: Facts) -> Iterator[Complaint]:
    """A ManagedImage distributor has no location.

    The image may be kept in another region than the one it is built in, so its region
    has to be named.

    Write `"location"` with the region of the image.

    Stated in the template reference of March 2020; required by every schema.
    """
    if lacks(target, "location"):
        yield Complaint(
            target.span_of("location"),
            "a ManagedImage needs a location",
            help='Write "location" with the region that keeps the image.',
        )


@rule("AIB423", Severity.NOTE, over=managed_image_distributors, needs=Needs.AZURE)
def missing_target_group(target: Part, facts: Facts) -> Iterator[Complaint]:
    """The resource group that a managed image is to go to does not exist.

    The service makes the image, not the group.

    Make it before the run: `az group create --name <name> --location <region>`.

    Stated in the template reference of March 2020.
    """
    missing = (facts.azure and facts.azure.destination_groups_missing) or ()
    resource = parse_resource_id(target.text("imageId") or "")
    for group in missing:
        if resource is not None and resource.is_in_group(group):
            yield Complaint(
                target.span_of("imageId"),
                f"resource group {group} does not exist",
                help=f"az group create --name {group} --location <region>",
            )


@rule("AIB424", Severity.NOTE, over=managed_image_distributors)
def managed_image_far_away(target: Part, _: Facts) -> Iterator[Complaint]:
    """A managed image is to be kept in another region than the template's.

    The image is built in the template's region and copied over, which takes longer.

    A region's name with a slip of the pen is a warning.

    Nothing has to be mended, unless the same region would do.

    Stated in the template reference of March 2020.
    """
    location = target.text("location")
    misspelt = list(misspelt_in(target.get("location")))
    yield from misspelt
    region = region_of(target.template) if not misspelt else None
    if location and location.strip() and region and region_named(location) != region:
        yield Complaint(
            target.span_of("location"),
            f"built in {region} and copied to {location}: this takes longer",
            help="Keep both in one region if you can.",
        )


RULES = (
    not_a_managed_image_target,
    managed_image_without_location,
    missing_target_group,
    managed_image_far_away,
)
