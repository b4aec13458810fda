"""Microsoft's clouds, as the expressions of a deployment ask for them."""

from integrity.dataclass import dataclass
from integrity.template.regions import region_named


@dataclass(frozen=True, slots=True)
class Cloud:
    """What `environment()` gives, as far as image templates use it."""

    name: str
    resource_manager: str

    storage: str
    """What follows `blob.` in the host of a storage account."""

    key_vaults: str


_PUBLIC = Cloud(
    "AzureCloud",
    "https://management.azure.com/",
    "core.windows.net",
    ".vault.azure.net",
)
_OTHERS = {
    ("usgov", "usdod"): Cloud(
        "AzureUSGovernment",
        "https://management.usgovcloudapi.net",
        "core.usgovcloudapi.net",
        ".vault.usgovcloudapi.net",
    ),
    ("china",): Cloud(
        "AzureChinaCloud",
        "https://management.chinacloudapi.cn",
        "core.chinacloudapi.cn",
        ".vault.azure.cn",
    ),
}


def cloud_of(region: str) -> Cloud:
    """The cloud that has a region."""
    named = region_named(region)
    for beginnings, cloud in _OTHERS.items():
        if named.startswith(beginnings):
            return cloud
    return _PUBLIC
