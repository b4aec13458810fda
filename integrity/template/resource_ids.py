"""Resource ids of Azure Resource Manager, which tell no upper from lower case."""

import re
from urllib.parse import quote

from integrity.dataclass import dataclass

_NAME = r"[\w.()-]+"
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
GUID_IN_BRACES = rf"\{{{_GUID}\}}"
NEARLY_A_GUID = (
    rf"(?:{GUID_IN_BRACES}|(?!{_GUID}(?:/|\Z))(?![0-]+(?:/|\Z))"
    r"(?=[^/]{24,48}(?:/|\Z))[0-9a-f]+(?:-[0-9a-f]+){3,5}(?:/|\Z))"
)
"""A subscription in braces, or that lacks a digit or has one too many.

Zeros stand for any.
"""

_ID = re.compile(
    rf"/subscriptions/(?P<subscription>{_NAME})"
    rf"(?:/resourceGroups/(?P<group>{_NAME}))?"
    rf"/providers/(?P<provider>{_NAME})(?P<path>(?:/{_NAME}/{_NAME})+)",
    re.IGNORECASE,
)
_FOREIGN_TO_IDS = re.compile(r"[<>\[\]{}$%]|#(?!@|/?resource/)")
"""The portal's addresses have an id behind `#@`: they are finished, and no ids."""

_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")

_GALLERY = re.compile(r"[A-Za-z0-9_.]{1,80}")

IMAGE_TEMPLATE = "Microsoft.VirtualMachineImages/imageTemplates"
IMAGE = "Microsoft.Compute/images"
GALLERY_IMAGE = "Microsoft.Compute/galleries/images"
GALLERY_IMAGE_VERSION = "Microsoft.Compute/galleries/images/versions"
MANAGED_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
SHARED_VERSIONS = (
    "Microsoft.Compute/locations/sharedGalleries/images/versions",
    "Microsoft.Compute/locations/communityGalleries/images/versions",
)
"""A version in a gallery shared directly, in a community's; no group is told."""


@dataclass(frozen=True, slots=True, eq=False)
class ResourceId:
    """An id such as `/subscriptions/S/resourceGroups/G/providers/P/type/name`.

    Two ids are equal when they differ in case alone: the service answers with
    `resourcegroups` where it was asked with `resourceGroups`.
    """

    subscription: str

    group: str | None = None
    """The resource group; None for what belongs to the subscription as a whole."""

    kind: str = ""
    """Provider and types: `Microsoft.Compute/galleries/images`; empty for a group."""

    names: tuple[str, ...] = ()
    """One name for each type."""

    def __str__(self) -> str:
        path = [f"/subscriptions/{self.subscription}"]
        if self.group is not None:
            path.append(f"resourceGroups/{self.group}")
        if self.kind:
            provider, *types = self.kind.split("/")
            path.append(f"providers/{provider}")
            path.extend(
                f"{kind}/{name}" for kind, name in zip(types, self.names, strict=True)
            )
        return "/".join(path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResourceId):
            return NotImplemented
        return str(self).casefold() == str(other).casefold()

    def __hash__(self) -> int:
        return hash(str(self).casefold())

    @property
    def name(self) -> str:
        """Its own name: the last; a group's is the group's."""
        return self.names[-1] if self.names else self.group or self.subscription

    @property
    def path(self) -> str:
        """As the path of an address: what an address cannot hold is escaped."""
        return quote(str(self), safe="/()-_.~")

    def is_a(self, kind: str) -> bool:
        """Say whether it names a resource of this kind."""
        return self.kind.casefold() == kind.casefold()

    def is_in_group(self, group: str) -> bool:
        """Say whether it stands in this resource group."""
        return self.group is not None and self.group.casefold() == group.casefold()

    @property
    def parent(self) -> "ResourceId":
        """What it stands within: a subnet's is its virtual network."""
        kind = self.kind.rpartition("/")[0]
        return ResourceId(self.subscription, self.group, kind, self.names[:-1])

    def child(self, kind: str, name: str) -> "ResourceId":
        """What stands within: `child("runOutputs", "vhd")`."""
        return ResourceId(
            self.subscription, self.group, f"{self.kind}/{kind}", (*self.names, name)
        )


def stand_in(kind: str) -> str:
    """An id of a resource of this kind, where its names do not matter."""
    provider, *types = kind.split("/")
    path = "".join(f"/{one}/1.0.0" for one in types)
    return f"/subscriptions/1/resourceGroups/1/providers/{provider}{path}"


def parse_resource_id(text: str) -> ResourceId | None:
    """Take an id apart as a template may state it; None when the text is none."""
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
    bare = re.sub(GUID_IN_BRACES, "", text, flags=re.IGNORECASE)
    return _FOREIGN_TO_IDS.search(bare) is not None


def is_managed_image(text: str) -> bool:
    """Say whether an id names a managed image."""
    return _is_in_a_group(parse_resource_id(text), IMAGE)


def is_identity(text: str) -> bool:
    """Say whether an id names a managed identity."""
    return _is_in_a_group(parse_resource_id(text), MANAGED_IDENTITY)


def has_misspelt_subscription(text: str) -> bool:
    """Say whether an id's subscription is nearly a GUID."""
    return re.match(f"/subscriptions/{NEARLY_A_GUID}", text, re.IGNORECASE) is not None


def _is_in_a_group(resource: ResourceId | None, kind: str) -> bool:
    if resource is None or has_misspelt_subscription(str(resource)):
        return False
    return resource.is_a(kind) and resource.group is not None


def is_gallery_image(text: str) -> bool:
    """Say whether an id names an image definition, or a version of it by number."""
    resource = parse_resource_id(text)
    if resource is not None and _is_in_a_group(resource, GALLERY_IMAGE_VERSION):
        return _VERSION.fullmatch(resource.names[-1]) is not None
    return _is_in_a_group(resource, GALLERY_IMAGE)


def version_of(text: str) -> str | None:
    """The version that an id of an image version ends with: `latest`, or a number."""
    resource = parse_resource_id(text)
    if resource is None:
        return None
    is_own = _is_in_a_group(resource, GALLERY_IMAGE_VERSION)
    if not is_own and not any(map(resource.is_a, SHARED_VERSIONS)):
        return None
    version = resource.names[-1].casefold()
    return version if version == "latest" or _VERSION.fullmatch(version) else None


def misnamed_gallery(text: str) -> str | None:
    """The gallery's name in an id, where no gallery can have it; Azure takes no hyphen."""
    resource = parse_resource_id(text)
    kind = resource.kind.casefold() if resource is not None else ""
    if resource is None or not kind.startswith(GALLERY_IMAGE.casefold()):
        return None
    gallery = resource.names[0]
    return None if _GALLERY.fullmatch(gallery) else gallery


def is_image_version(text: str) -> bool:
    """Say whether an id names an image version that a build can begin with."""
    return version_of(text) is not None
