"""The clouds of Azure: where each has its services, and what their tokens are for."""

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from types import MappingProxyType

from integrity.dataclass import dataclass

_STORAGE_SCOPE = "https://storage.azure.com/.default"
"""One and the same for blobs in every cloud of Microsoft's."""

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(?P<port>\d{1,5}))?",
    re.IGNORECASE | re.ASCII,
)
PORTS: Mapping[str, int] = MappingProxyType({"https": 443, "http": 80})
"""Those that go without saying."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port, as two addresses have them in common."""

    scheme: str
    host: str
    """In lower case; an IPv6 address has its brackets."""

    port: int

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud, and all the places in it that may see a token."""

    name: str
    """As `az cloud list` has it."""

    resource_manager: Origin

    authority: str
    """Where people and programs sign in: an https address."""

    management_scope: str

    storage_scope: str | None
    """None: there are no tokens for blobs; they are read by key, or by a SAS."""

    blob_suffixes: tuple[str, ...]
    """What follows the account's name in the host of its blobs: `blob.core.windows.net`."""

    dns_zones: bool = False
    """Accounts may also be at `<account>.z01.blob.storage.azure.net`."""

    blob_origins: tuple[Origin, ...] = ()
    """Endpoints that hold accounts in their paths: an emulator, in a custom cloud."""

    tenant: str | None = None
    """Where there is but one to sign in to: `adfs`."""

    @property
    def is_custom(self) -> bool:
        """Whether it is none of Microsoft's own."""
        return CLOUDS.get(self.name.casefold()) is not self

    @property
    def inner_suffixes(self) -> frozenset[str]:
        """What follows the names of accounts that may be in a private network.

        Microsoft's own are on the internet; a cloud of somebody's own is where its
        Resource Manager is.
        """
        return frozenset(self.blob_suffixes) if self.is_custom else frozenset()


def _microsoft(
    name: str, manager: str, authority: str, storage: str, *, dns_zones: bool = False
) -> Cloud:
    return Cloud(
        name=name,
        resource_manager=Origin("https", manager, 443),
        authority=f"https://{authority}",
        management_scope=f"https://{manager}/.default",
        storage_scope=_STORAGE_SCOPE,
        blob_suffixes=(f"blob.{storage}",),
        dns_zones=dns_zones,
    )


PUBLIC = _microsoft(
    "AzureCloud",
    "management.azure.com",
    "login.microsoftonline.com",
    "core.windows.net",
    dns_zones=True,
)
US_GOVERNMENT = _microsoft(
    "AzureUSGovernment",
    "management.usgovcloudapi.net",
    "login.microsoftonline.us",
    "core.usgovcloudapi.net",
)
CHINA = _microsoft(
    "AzureChinaCloud",
    "management.chinacloudapi.cn",
    "login.chinacloudapi.cn",
    "core.chinacloudapi.cn",
)

CLOUDS: Mapping[str, Cloud] = MappingProxyType(
    {cloud.name.casefold(): cloud for cloud in (PUBLIC, US_GOVERNMENT, CHINA)}
)
"""By the name that `az` gives them, in lower case."""


def custom_cloud(
    name: str,
    *,
    resource_manager: str,
    authority: str,
    blob_suffixes: Sequence[str] = (),
    blob_endpoints: Sequence[str] = (),
    management_scope: str | None = None,
    storage_scope: str | None = _STORAGE_SCOPE,
) -> Cloud:
    """A cloud by its endpoints: Azure Stack, or a simulator on this machine.

    Args:
        resource_manager: The whole origin; plain http only on loopback.
        authority: An https address.
        blob_suffixes: What follows the account's name: `blob.local.azurestack.external`.
        blob_endpoints: Origins that hold accounts in their paths; http only on loopback.
        management_scope: What tokens are asked for; by default the manager's own.

    Raises:
        ValueError: One of them cannot be a place for tokens; it says which and why.
    """
    manager = origin(resource_manager)
    if not authority.startswith("https://"):
        raise ValueError(f"{authority}: sign-in is over https only")
    for suffix in blob_suffixes:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", suffix):
            raise ValueError(
                f"{suffix}: is no suffix of hosts such as blob.example.org"
            )
    return Cloud(
        name=name,
        resource_manager=manager,
        authority=authority,
        management_scope=management_scope or f"{manager}/.default",
        storage_scope=storage_scope,
        blob_suffixes=tuple(blob_suffixes),
        blob_origins=tuple(map(origin, blob_endpoints)),
    )


def origin(address: str) -> Origin:
    """The origin that an endpoint is; a slash may follow.

    Raises:
        ValueError: It is none, or plain http beyond this machine.
    """
    match = _ORIGIN.fullmatch(address.removesuffix("/"))
    if match is None:
        raise ValueError(f"{address}: is no endpoint such as https://host.example:443")
    scheme, host = match["scheme"].lower(), match["host"].lower()
    if scheme == "http" and not is_loopback(host):
        raise ValueError(f"{address}: http is for this machine's own loopback only")
    return Origin(scheme, host, int(match["port"] or PORTS[scheme]))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, without asking anybody what a name stands for."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
