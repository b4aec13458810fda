"""Where the service runs, and how its regions are spelled."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from integrity.template.model import ImageTemplate

REGIONS_OF_MARCH_2020 = (
    "eastus", "eastus2", "westcentralus", "westus", "westus2", "northeurope",
    "westeurope",
)  # fmt: skip
"""What the template reference of March 2020 lists."""

REGIONS = (
    *REGIONS_OF_MARCH_2020, "westus3", "southcentralus", "southeastasia",
    "australiasoutheast", "australiaeast", "uksouth", "ukwest", "brazilsouth",
    "canadacentral", "centralindia", "centralus", "francecentral",
    "germanywestcentral", "japaneast", "northcentralus", "norwayeast",
    "switzerlandnorth", "jioindiawest", "uaenorth", "eastasia", "koreacentral",
    "southafricanorth", "qatarcentral", "usgovarizona", "usgovvirginia",
    "chinanorth3", "swedencentral", "polandcentral", "italynorth", "israelcentral",
    "newzealandnorth", "taiwannorthwest",
)  # fmt: skip
"""What the service's documentation lists today, other clouds and previews included."""


def region_named(name: str) -> str:
    """A region's name as the service compares it: `South East Asia`, `southeastasia`."""
    return name.replace(" ", "").casefold()


def region_of(template: "ImageTemplate") -> str | None:
    """Where the template stands; None when it does not say.

    Raises:
        NotKnown: Its location is not known offline.
    """
    location = template.envelope.text("location") if template.envelope else None
    return region_named(location or "") or None
