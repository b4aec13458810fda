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

IMAGE = "Microsoft.Compute/images"
GALLERY_IMAGE = "Microsoft.Compute/galleries/images"
GALLERY_IMAGE_VERSION = "Microsoft.Compute/galleries/images/versions"
SHARED_VERSION = "Microsoft.Compute/locations/sharedGalleries/images/versions"
COMMUNITY_VERSION = "Microsoft.Compute/locations/communityGalleries/images/versions"
MANAGED_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"


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
