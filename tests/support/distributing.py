"""Templates that distribute an image, for the tests of rules."""

from judging import properties_with

from integrity.template.model import ImageTemplate

COMPUTE = "/subscriptions/s/resourceGroups/images/providers/Microsoft.Compute"
GALLERY = f"{COMPUTE}/galleries/contoso/images/base"


def to(*targets: dict[str, object], version: str = "2024-02-01") -> ImageTemplate:
    """A template with these distributors."""
    return properties_with(version, distribute=targets)


def to_gallery(version: str = "2024-02-01", **members: object) -> ImageTemplate:
    """A template that distributes to a gallery, by a distributor of these members."""
    return to({"type": "SharedImage", **members}, version=version)
