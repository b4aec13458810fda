"""Which network addresses an artifact may be read from (pure)."""

import ipaddress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from integrity.dataclass import dataclass

Address = IPv4Address | IPv6Address

_HOST_AGENTS = frozenset((IPv4Address("168.63.129.16"), IPv4Address("169.254.169.254")))
"""What answers here hands out a machine's own credentials: no switch opens it."""

_CARRIERS_OF_IPV4 = (
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("::/96"),  # IPv4-compatible, long out of use; `::1` becomes 0.0.0.1
)
"""Networks of IPv6 whose last 32 bits are the IPv4 address that is reached."""

_INNER_NETWORKS = tuple(
    ipaddress.ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "fc00::/7",
    )
)


def reached(address: Address) -> Address:
    """The address that packets to `address` end up at: IPv4, where it carries one."""
    if not isinstance(address, IPv6Address):
        return address
    if address.sixtofour is not None:
        return address.sixtofour
    if any(address in network for network in _CARRIERS_OF_IPV4):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether the address belongs to the internet at large."""
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_inner(address: Address) -> bool:
    """Whether it is in a private network: not this machine, nor the link it is on."""
    return any(address in network for network in _INNER_NETWORKS)


@lru_cache
def literal(host: str) -> Address | None:
    """The address that a host is, if it is written as one and not as a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses may be dialled, for every artifact of one run."""

    private_hosts: frozenset[str] = frozenset()
    """Hosts, in lower case, that may be at a private address."""

    inner_suffixes: frozenset[str] = frozenset()
    """What follows the first name of hosts that may be in a private network."""

    def objection(self, host: str, address: str) -> str | None:
        """Why `host` must not be dialled at `address`, in words; None if it may be."""
        at = literal(address)
        if at is None:
            return f"{host} resolves to {address}, which is no address"
        end = reached(at)
        who = f"{host} is {address}, which"
        if host == address:  # a line that begins with `::` is a command to GitHub
            who = f"[{host}]" if at.version == 6 else host
        if end in _HOST_AGENTS:
            return f"{who} hands out a machine's own credentials"
        name = host.casefold()
        if is_public(end) or name in self.private_hosts:
            return None
        if _is_inner(end) and name.partition(".")[2] in self.inner_suffixes:
            return None
        return (
            f"{who} is not on the public internet; "
            f"if it is yours, allow it with --allow-private {host}"
        )
