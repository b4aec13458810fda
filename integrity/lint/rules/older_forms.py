"""Rules about what the service still takes, and would rather have in another form."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Fix
from integrity.lint.rule import rule
from integrity.lint.rules.property_tree import departures
from integrity.lint.severity import Severity
from integrity.template.departures import Deprecated
from integrity.template.edit import Edit, is_in_one_piece, remove_member, rename_key
from integrity.template.nodes import ArrayNode, Member, Node, ObjectNode, StringNode
from integrity.template.position import Span


@rule("AIB119", Severity.NOTE, over=departures(Deprecated))
def deprecated_property(departure: Deprecated, _: Facts) -> Iterator[Complaint]:
    """A property is deprecated in this api-version.

    The service still takes it. What took its place can say more: `targetRegions` has
    a number of replicas and a storage account type for each region, where
    `replicationRegions` has one `storageAccountType` for all.

    Write the newer form. A template that has both is refused.

    Follows from the published schemas.
    """
    key, named = departure.member.key, departure.named
    yield Complaint(
        key.span,
        f"'{key.value}' is deprecated since api-version {named.deprecated_since}",
        help=f"Write {named.became} instead.",
        fix=_as_target_regions(departure.owner),
    )


def _as_target_regions(distributor: ObjectNode) -> Fix | None:
    """The regions in the newer form, each with the storage account type of all.

    None where one of the values is not written out in the file.
    """
    regions = distributor.member("replicationRegions")
    if regions is None or distributor.get("targetRegions") is not None:
        return None
    if not isinstance(regions.value, ArrayNode) or not is_in_one_piece(regions):
        return None
    storage = distributor.member("storageAccountType")
    around = regions.value.span
    written = [item for item in regions.value.items if _is_written(item, around)]
    if len(written) < len(regions.value.items):
        return None
    edits = [rename_key(regions, "targetRegions")]
    if storage is not None:
        taken = remove_member(distributor, storage)
        if taken is None or not _is_written(storage.value, distributor.span):
            return None
        edits.append(taken)
    edits += (_target_region(item, storage) for item in written)
    return Fix("write targetRegions", tuple(edits))


def _is_written(node: Node, around: Span) -> bool:
    """Say whether a string stands inside a span, and is not chosen from elsewhere."""
    span = node.span
    return (
        isinstance(node, StringNode)
        and not node.computed
        and span.document is around.document
        and around.start <= span.start
        and span.end <= around.end
    )


def _target_region(region: Node, storage: Member | None) -> Edit:
    also = f', "storageAccountType": {storage.value.span.text}' if storage else ""
    return Edit(region.span, f'{{"name": {region.span.text}{also}}}')


RULES = (deprecated_property,)
