"""Rules about targets that become versions of a gallery's image."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import gallery_distributors
from integrity.lint.values import id_problem, is_blank, misnamed_gallery_in, misspelt_in
from integrity.template.blocks import Block, NotKnown
from integrity.template.model import Part
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
)
from integrity.template.regions import REGIONS, region_named, region_of
from integrity.template.resource_ids import (
    GALLERY_IMAGE_VERSION,
    is_gallery_image,
    parse_resource_id,
)
from integrity.template.versions import SEED

_TARGET_REGIONS_SINCE = "2022-07-01"


@rule("AIB430", Severity.ERROR, over=gallery_distributors)
def not_a_gallery_image_id(target: Part, _: Facts) -> Iterator[Complaint]:
    """The galleryImageId is not the id of a gallery's image definition.

    It is `…/providers/Microsoft.Compute/galleries/…/images/…`. From 2020-02-14 on
    `/versions/1.2.3` may follow, to choose the version's number. A gallery's name has
    letters, digits, underscores and periods; one with a hyphen is a warning.

    Find it with `az sig image-definition show --query id`.

    Stated in the template reference of March 2020; the names are in Azure's naming rules.
    """
    problem = id_problem(
        target, "galleryImageId", is_gallery_image, "a gallery's image definition"
    )
    if problem:
        yield Complaint(
            target.span_of("galleryImageId"),
            problem,
            help="End it with three numbers, /versions/1.2.3, or with the image's name."
            if "/versions/" in problem.casefold()
            else "az sig image-definition show --query id prints it.",
        )
    else:
        yield from misnamed_gallery_in(target, "galleryImageId")


@rule("AIB431", Severity.NOTE, over=gallery_distributors, needs=Needs.AZURE)
def missing_gallery_image(target: Part, facts: Facts) -> Iterator[Complaint]:
    """The gallery or its image definition does not exist.

    The service adds a version to an image definition; it makes neither the definition
    nor the gallery.

    Make them before the run: `az sig create`, `az sig image-definition create`.

    Stated in the template reference of March 2020.
    """
    if facts.azure is not None and facts.azure.gallery_image_exists is False:
        yield Complaint(
            target.span_of("galleryImageId"),
            "the gallery or its image definition does not exist",
            help="Make it with az sig image-definition create before the run.",
        )


@rule("AIB432", Severity.ERROR, over=gallery_distributors)
def chosen_image_version(target: Part, _: Facts) -> Iterator[Complaint]:
    """The galleryImageId chooses a version, which this api-version does not allow.

    Up to 2019-05-01-preview the service makes up the version's number itself.

    Leave `/versions/…` out, or move to a later api-version.

    Stated in the template reference of March 2020; later api-versions allow it.
    """
    resource = parse_resource_id(target.text("galleryImageId") or "")
    early = target.template.version <= SEED
    if early and resource and resource.is_a(GALLERY_IMAGE_VERSION):
        yield Complaint(
            target.span_of("galleryImageId"),
            "the version is generated; it cannot be chosen",
            help="Leave /versions/… out.",
        )


@rule("AIB433", Severity.ERROR, over=gallery_distributors)
def regions_not_named_once(target: Part, _: Facts) -> Iterator[Complaint]:
    """A SharedImage distributor names no regions, or names them twice.

    Up to 2022-02-14 `replicationRegions` is required. From 2022-07-01 on
    `targetRegions` takes its place, both may be left out, and giving both is an error.
    A `storageAccountType` beside `targetRegions` is a warning: the definition says that
    it belongs to `replicationRegions` alone, and nobody tells that the service minds.
    So is a region that is named twice, in whatever spelling: `West US 2`, `westus2`.

    Write the one that belongs to the api-version.

    Stated in the template reference of March 2020, which knows `replicationRegions`
    only; the rest is from the schemas.
    """
    old = target.get("replicationRegions")
    if target.template.version < _TARGET_REGIONS_SINCE:
        if old is None:
            yield Complaint(
                target.head,
                f"replicationRegions is required before {_TARGET_REGIONS_SINCE}",
                help='Write "replicationRegions" with the gallery\'s region.',
            )
    elif _names_regions(target.get("targetRegions")):
        if _names_regions(old):
            yield Complaint(
                target.key_span("replicationRegions"),
                "replicationRegions and targetRegions exclude each other",
                help="Keep targetRegions.",
            )
        elif old is None and not is_blank(target.get("storageAccountType")):
            yield Complaint(
                target.key_span("storageAccountType"),
                "storageAccountType belongs to replicationRegions; each of targetRegions"
                " has its own",
                severity=Severity.WARNING,
                help="Write it into each of targetRegions.",
            )
    yield from _named_again(target)


def _named_again(target: Part) -> Iterator[Complaint]:
    """Regions that a list has already, also where they are spelt in another way."""
    for key in ("replicationRegions", "targetRegions"):
        listed = target.get(key)
        spellings: dict[str, str] = {}
        for item in listed.items if isinstance(listed, ArrayNode) else ():
            node = _name_of(item)
            if not isinstance(node, StringNode) or is_blank(node):
                continue
            region = region_named(node.value)
            last = spellings.get(region)
            spellings[region] = node.value
            if last is not None:
                yield Complaint(
                    node.span,
                    f"'{node.value}' names a region of {key} again"
                    + ("" if last == node.value else f": it is there as '{last}'"),
                    severity=Severity.WARNING,
                    help="Take one of them away.",
                )


def _name_of(region: Node) -> Node | None:
    return region.get("name") if isinstance(region, ObjectNode) else region


def _names_regions(node: Node | None) -> bool:
    """Say whether regions are given: the service itself answers with empty arrays."""
    return isinstance(node, ArrayNode) and bool(node.items)


@rule("AIB434", Severity.WARNING, over=gallery_distributors)
def gallery_region_left_out(target: Part, facts: Facts) -> Iterator[Complaint]:
    """The regions of a SharedImage do not include the gallery's own region.

    A version has to be replicated to the region of its gallery. Only Azure knows which
    that is: where it was asked, this is an error. Else the template's location is taken
    for it, which is a guess and only a warning; none is made where the service does not
    run.

    A region's name with a slip of the pen is told too, with the name that was meant.

    Add the gallery's region to `replicationRegions` or `targetRegions`.

    Stated in the template reference of March 2020, and still true.
    """
    misspelt = [slip for node in _region_names(target) for slip in misspelt_in(node)]
    yield from misspelt
    named = tuple(_regions(target)) if not misspelt else ()
    asked = facts.azure.gallery_region if facts.azure else None
    region = region_named(asked) if asked else region_of(target.template)
    if not named or not all(named) or region is None or region in named:
        return
    if not asked and region not in REGIONS:
        return  # nothing stands there, whatever the gallery's region is
    key = "targetRegions" if target.get("targetRegions") else "replicationRegions"
    yield Complaint(
        target.span_of(key),
        f"one region must be the gallery's, which is {region}"
        if asked
        else f"one region must be the gallery's; {region}, the template's, is not here",
        severity=Severity.ERROR if asked else None,
        help=f"Add {region if asked else 'the region of the gallery'}.",
    )


def _region_names(target: Part) -> Iterator[Node | None]:
    listed = target.items("replicationRegions") + target.items("targetRegions")
    return map(_name_of, listed)


def _regions(target: Part) -> Iterator[str]:
    """Every region that a SharedImage goes to.

    Raises:
        NotKnown: One of them is not known offline.
    """
    for node in target.items("replicationRegions") + target.items("targetRegions"):
        if isinstance(node, UnknownNode):
            raise NotKnown(node)
        if isinstance(node, StringNode):
            yield region_named(node.value)
        elif isinstance(node, ObjectNode):
            yield region_named(Block(node, target.place).text("name") or "")


@rule("AIB435", Severity.NOTE, over=gallery_distributors, needs=Needs.AZURE)
def gallery_far_away(target: Part, facts: Facts) -> Iterator[Complaint]:
    """The gallery stands in another region than the template.

    The image is built in the template's region and copied to the gallery's, which
    takes longer.

    Nothing has to be mended, unless the same region would do.

    Stated in the template reference of March 2020.
    """
    gallery = facts.azure.gallery_region if facts.azure else None
    region = region_of(target.template)
    if gallery and region and region_named(gallery) != region:
        yield Complaint(
            target.span_of("galleryImageId"),
            f"built in {region} and copied to {gallery}: this takes longer",
            help="Keep both in one region if you can.",
        )


@explained("AIB436", Severity.NOTE, needs=Needs.TEXT)
def generated_image_version() -> None:
    """The service makes up the number of a gallery's image version.

    Numbers look like `0.24105.52755` and grow with time, so the newest version has the
    highest. From 2022-07-01 on `versioning` chooses the scheme: `Latest` counts up from
    the newest version, `Source` follows the source's number.

    Nothing has to be mended.

    Stated in the template reference of March 2020.
    """


RULES = (
    not_a_gallery_image_id,
    missing_gallery_image,
    chosen_image_version,
    regions_not_named_once,
    gallery_region_left_out,
    gallery_far_away,
    generated_image_version,
)
