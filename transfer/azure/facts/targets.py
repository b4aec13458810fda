"""Where a template's images are to go, asked of Azure: is it there, and where?"""

from integrity.dataclass import dataclass
from integrity.template.model import ImageTemplate
from integrity.template.resource_ids import GALLERY_IMAGE, ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import text
from transfer.azure.resource_ids import parse_id
from transfer.errors import ResourceMissing

_GALLERY = "Microsoft.Compute/galleries"


@dataclass(frozen=True, slots=True)
class Galleries:
    """What Azure knows of the galleries that a template's images go to."""

    region: str | None = None
    """Where they stand; None when there is none, or they stand apart."""

    images_exist: bool | None = None
    """Whether all image definitions are there; None when none is named."""


async def galleries(manager: ResourceManager, template: ImageTemplate) -> Galleries:
    """Ask for the image definitions that a template names, and their galleries.

    Raises:
        NotKnown: A target is not known offline.
        AzureError: As for `Caller.send`.
    """
    images = {
        ResourceId(found.subscription, found.group, GALLERY_IMAGE, found.names[:2])
        for found in _named(template, "SharedImage", "galleryImageId")
        if found.kind.casefold().startswith(GALLERY_IMAGE.casefold())
    }
    if not images:
        return Galleries()
    there = {image for image in images if await _exists(manager, image)}
    regions = {await _region(manager, image) for image in there}
    return Galleries(
        region=regions.pop() if len(regions) == 1 else None,
        images_exist=there == images,
    )


async def _region(manager: ResourceManager, image: ResourceId) -> str | None:
    gallery = ResourceId(image.subscription, image.group, _GALLERY, image.names[:1])
    body = await manager.read(gallery.path, f"read the gallery {gallery.name}")
    return text(body.get("location"))


async def missing_groups(
    manager: ResourceManager, template: ImageTemplate
) -> tuple[str, ...]:
    """The resource groups that managed images are to go to and that are not there.

    Raises:
        NotKnown: A target is not known offline.
        AzureError: As for `Caller.send`.
    """
    groups = {
        ResourceId(found.subscription, found.group)
        for found in _named(template, "ManagedImage", "imageId")
        if found.group is not None
    }
    missing = [group.name for group in groups if not await _exists(manager, group)]
    return tuple(sorted(missing))


def _named(template: ImageTemplate, kind: str, key: str) -> list[ResourceId]:
    """The ids under `key` of all targets of a kind."""
    texts = (
        target.text(key) for target in template.distributors if target.kind == kind
    )
    return [found for each in texts if each and (found := parse_id(each)) is not None]


async def _exists(manager: ResourceManager, resource: ResourceId) -> bool:
    try:
        await manager.read(resource.path, f"look for {resource.name}")
    except ResourceMissing:
        return False
    return True
