"""Where the service runs, and how its regions are spelled."""

import re
from typing import TYPE_CHECKING

from integrity.likeness import most_like

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

REGIONS_WITHOUT = frozenset(
    (
        "australiacentral", "australiacentral2", "austriaeast", "belgiumcentral",
        "brazilsoutheast", "canadaeast", "chilecentral", "chinaeast", "chinaeast2",
        "chinaeast3", "chinanorth", "chinanorth2", "denmarkeast", "francesouth",
        "germanynorth", "indonesiacentral", "japanwest", "jioindiacentral", "koreasouth",
        "malaysiawest", "mexicocentral", "norwaywest", "southafricawest", "southindia",
        "spaincentral", "swedensouth", "switzerlandwest", "uaecentral", "usdodcentral",
        "usdodeast", "usgoviowa", "usgovtexas", "westindia",
    )
)  # fmt: skip
"""Regions of Azure that are no slip of the pen, though the service is not there."""

_ALIKE = 0.8
"""How like two names have to be for one to be meant by the other; 1 is the same."""

_SURE = 0.88
"""The same where the names of more regions than are known here may stand."""

_OF_A_NEW_ONE = r"(?:[0-9]*|[0-9]?[a-z]{3,})\Z"
"""What Azure puts behind the name of an old region: `eastus3`, `eastus2euap`."""

_PARTS = re.compile("north|south|east|west|central")


def region_meant(name: str) -> str | None:
    """The region that a misspelt name is most like; None where none is, or it is one."""
    region = region_named(name)
    if region in REGIONS_WITHOUT or region in REGIONS:
        return None
    plain = "".join(filter(str.isalnum, region))
    letters = sorted(plain)
    in_order = (one for one in REGIONS if sorted(one) == letters)
    return next(in_order, None) or most_like(plain, REGIONS, _ALIKE)


def region_misspelt(name: str) -> str | None:
    """The region that is surely meant by a name that is none.

    Azure gets new regions, and names them after old ones: neither `eastus3` nor
    `jioindiaeast` is a slip.
    """
    meant = region_meant(name)
    region = region_named(name)
    if meant is None or re.match(meant.rstrip("0123456789") + _OF_A_NEW_ONE, region):
        return None
    if not set(_PARTS.findall(region)) <= set(_PARTS.findall(meant)):
        return None
    from difflib import SequenceMatcher  # most are spelt as they should be

    if sorted(region) == sorted(meant):
        return meant  # typed in another order, and so no new region's name
    return meant if SequenceMatcher(None, region, meant).ratio() >= _SURE else None


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
