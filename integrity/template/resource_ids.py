"""Resource ids of Azure Resource Manager, which tell no upper from lower case."""

import re
from dataclasses import dataclass

_NAME = r"[\w.()-]+"
_ID = re.compile(
    rf"/subscriptions/(?P<subscription>{_NAME})"
    rf"(?:/resourceGroups/(?P<group>{_NAME}))?"
    rf"/providers/(?P<provider>{_NAME})(?P<path>(?:/{_NAME}/{_NAME})+)",
    re.IGNORECASE,
)
_FOREIGN_TO_IDS = re.compile(r"[<>\[\]{}$#%]")

_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")

IMAGE = "Microsoft.Compute/images"
GALLERY_IMAGE = "Microsoft.Compute/galleries/images"
GALLERY_IMAGE_VERSION = "Microsoft.Compute/galleries/images/versions"
MANAGED_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
_VERSIONS = (
    GALLERY_IMAGE_VERSION,
    "Microsoft.Compute/locations/sharedGalleries/images/versions",
    "Microsoft.Compute/locations/communityGalleries/images/versions",
)
"""A version in a gallery of one's own, in one shared directly, in a community's."""


@dataclass(frozen=True, slots=True)
class ResourceId:
    """The parts of an id such as `/subscriptions/S/resourceGroups/G/providers/…`."""

    subscription: str

    group: str | None
    """The resource group; None for what belongs to the subscription as a whole."""

    kind: str
    """Provider and types: `Microsoft.Compute/galleries/images`, as written."""

    names: tuple[str, ...]
    """One name for each type."""

    def is_a(self, kind: str) -> bool:
        """Say whether it names a resource of this kind."""
        return self.kind.casefold() == kind.casefold()

    def is_in_group(self, group: str) -> bool:
        """Say whether it stands in this resource group."""
        return self.group is not None and self.group.casefold() == group.casefold()


def parse_resource_id(text: str) -> ResourceId | None:
    """Take an id apart; None when the text is none."""
    match = _ID.fullmatch(text)
    if match is None:
        return None
    types_and_names = match["path"][1:].split("/")
    return ResourceId(
        subscription=match["subscription"],
        group=match["group"],
        kind="/".join((match["provider"], *types_and_names[::2])),
        names=tuple(types_and_names[1::2]),
    )


def is_unfinished(text: str) -> bool:
    """Say whether something is still to be put into an id: `<id>`, `[…]`, `$(id)`."""
    return _FOREIGN_TO_IDS.search(text) is not None


def is_managed_image(text: str) -> bool:
    """Say whether an id names a managed image."""
    resource = parse_resource_id(text)
    return resource is not None and resource.is_a(IMAGE)


def is_identity(text: str) -> bool:
    """Say whether an id names a managed identity."""
    resource = parse_resource_id(text)
    return resource is not None and resource.is_a(MANAGED_IDENTITY)


def is_gallery_image(text: str) -> bool:
    """Say whether an id names an image definition, or a version of it by number."""
    resource = parse_resource_id(text)
    if resource is None:
        return False
    if resource.is_a(GALLERY_IMAGE_VERSION):
        return _VERSION.fullmatch(resource.names[-1]) is not None
    return resource.is_a(GALLERY_IMAGE)


def version_of(text: str) -> str | None:
    """The version that an id of an image version ends with: `latest`, or a number."""
    resource = parse_resource_id(text)
    if resource is None or not any(map(resource.is_a, _VERSIONS)):
        return None
    version = resource.names[-1].casefold()
    return version if version == "latest" or _VERSION.fullmatch(version) else None


def is_image_version(text: str) -> bool:
    """Say whether an id names an image version that a build can begin with."""
    return version_of(text) is not None
