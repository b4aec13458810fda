"""The image that a template begins with, asked of Azure: its size, place and state."""

from collections.abc import Mapping
from urllib.parse import quote

from integrity.dataclass import dataclass
from integrity.sizes import GIB
from integrity.template.model import ImageTemplate, Part
from integrity.template.regions import region_of
from integrity.template.resource_ids import GALLERY_IMAGE_VERSION, IMAGE, ResourceId
from transfer.azure.arm import COMPUTE_IMAGES, ResourceManager
from transfer.azure.bodies import Body, items, mapping, number, text, within
from transfer.azure.calls import Call
from transfer.azure.resource_ids import parse_id

_GENERALIZED = "generalized"


@dataclass(frozen=True, slots=True)
class BaseImage:
    """What Azure knows of a base image; None where it does not say."""

    disk_gib: int | None = None

    region: str | None = None
    """Where a managed image stands; others stand in many regions."""

    replicated_to: tuple[str, ...] | None = None
    """Where there are copies of a gallery's image version."""

    is_generalized: bool | None = None


async def base_image(manager: ResourceManager, template: ImageTemplate) -> BaseImage:
    """Ask for the base image of a template, whichever kind it is.

    Raises:
        NotKnown: The text does not tell which it is without being evaluated further.
        AzureError: As for `Caller.send`.
    """
    image = template.source
    if image is None:
        return BaseImage()
    if image.kind == "PlatformImage":
        return await _platform(manager, image, region_of(template))
    key = {"ManagedImage": "imageId", "SharedImageVersion": "imageVersionId"}
    resource = parse_id(image.text(key.get(image.kind or "", "")) or "")
    if resource is None:
        return BaseImage()
    if resource.is_a(IMAGE):
        return await _managed(manager, resource)
    if resource.is_a(GALLERY_IMAGE_VERSION):
        return await _version(manager, resource)
    return BaseImage()


async def _platform(
    manager: ResourceManager, image: Part, region: str | None
) -> BaseImage:
    """An image of the marketplace, as it is offered in the template's region."""
    parts = tuple(image.text(key) for key in ("publisher", "offer", "sku", "version"))
    if region is None or not all(parts[:3]):
        return BaseImage()
    publisher, offer, sku, version = (quote(part or "", safe="") for part in parts)
    path = (
        f"/subscriptions/{manager.subscription}/providers/Microsoft.Compute"
        f"/locations/{region}/publishers/{publisher}/artifacttypes/vmimage"
        f"/offers/{offer}/skus/{sku}/versions"
    )
    doing = f"read the platform image {publisher} {offer} {sku}"
    if version.casefold() in ("", "latest"):
        newest = await _newest(manager, path, doing)
        if newest is None:
            return BaseImage()
        version = quote(newest, safe="")
    body = await manager.read(f"{path}/{version}", doing, api_version=COMPUTE_IMAGES)
    disk = mapping(within(body, "properties", "osDiskImage"))
    size = number(disk.get("sizeInGb"))
    if size is None and (count := number(disk.get("sizeInBytes"))) is not None:
        size = -(-count // GIB)
    return BaseImage(disk_gib=size)


async def _newest(manager: ResourceManager, path: str, doing: str) -> str | None:
    """The newest version on offer: this list is an array, with no `value` around it."""
    query = {"$top": "1", "$orderby": "name desc"}
    url = manager.url(path, COMPUTE_IMAGES, query)
    answer = await manager.caller.send(Call("GET", url, doing))
    found = items(answer.body)
    return text(mapping(found[0]).get("name")) if found else None


async def _managed(manager: ResourceManager, resource: ResourceId) -> BaseImage:
    doing = f"read the managed image {resource.name}"
    body = await manager.read(resource.path, doing)
    disk = mapping(within(body, "properties", "storageProfile", "osDisk"))
    return BaseImage(
        disk_gib=number(disk.get("diskSizeGB")),
        region=text(body.get("location")),
        is_generalized=_is_generalized(disk),
    )


async def _version(manager: ResourceManager, resource: ResourceId) -> BaseImage:
    """A version in a gallery: the regions are the version's, the state its image's."""
    definition = ResourceId(
        resource.subscription,
        resource.group,
        resource.kind.rpartition("/")[0],
        resource.names[:-1],
    )
    image = await manager.read(definition.path, f"read the image {definition.name}")
    version = await _body_of(manager, resource, definition)
    if version is None:
        return BaseImage(is_generalized=_is_generalized(image.get("properties")))
    properties = mapping(version.get("properties"))
    disk = within(properties, "storageProfile", "osDiskImage")
    return BaseImage(
        disk_gib=number(mapping(disk).get("sizeInGB")),
        replicated_to=_regions(properties),
        is_generalized=_is_generalized(image.get("properties")),
    )


async def _body_of(
    manager: ResourceManager, resource: ResourceId, definition: ResourceId
) -> Body | None:
    """A version's body; of `latest`, that of the newest that is not left out of it."""
    if resource.name.casefold() != "latest":
        doing = f"read the image version {resource.name} of {definition.name}"
        return await manager.read(resource.path, doing)
    versions = manager.listed(
        f"{definition.path}/versions", f"list versions of {definition.name}"
    )
    eligible = [body async for item in versions if _counts(body := mapping(item))]
    return max(eligible, key=_number, default=None)


def _counts(version: Body) -> bool:
    left_out = within(version, "properties", "publishingProfile", "excludeFromLatest")
    return left_out is not True


def _number(version: Body) -> tuple[int, ...]:
    parts = (text(version.get("name")) or "").split(".")
    return tuple(int(part) if part.isdecimal() else 0 for part in parts)


def _regions(properties: Mapping[str, object]) -> tuple[str, ...] | None:
    profile = mapping(properties.get("publishingProfile"))
    named = (
        text(mapping(region).get("name"))
        for region in items(profile.get("targetRegions"))
    )
    return tuple(region for region in named if region) or None


def _is_generalized(holder: object) -> bool | None:
    state = text(mapping(holder).get("osState"))
    return None if state is None else state.casefold() == _GENERALIZED
