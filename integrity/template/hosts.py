"""The hosts that artifacts come from, as far as the service tells them apart."""

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

_GITHUB = re.compile(r"(?:.+\.)?(?:github\.com|githubusercontent\.com|github\.io)")
_AZURE_BLOB = re.compile(r".+\.blob\.(?:core\..+|storage\.azure\.net)")
"""Any cloud's blob storage, under its own name and not under a custom domain."""

_AZURE_FILES = re.compile(r".+\.file\.(?:core\..+|storage\.azure\.net)")


def host_of(url: str) -> str | None:
    """The host in lower case; None when the text names none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def is_github(host: str) -> bool:
    """Say whether a host is one of GitHub's."""
    return _GITHUB.fullmatch(host) is not None


def is_azure_blob(host: str) -> bool:
    """Say whether a host is a storage account of Azure."""
    return _AZURE_BLOB.fullmatch(host) is not None


def is_azure_files(host: str) -> bool:
    """Say whether a host serves the file shares of a storage account."""
    return _AZURE_FILES.fullmatch(host) is not None


def is_private(host: str) -> bool:
    """Say whether a host, by its name or number, stands in somebody's own network."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan"))
    return not address.is_global


def has_signature(url: str) -> bool:
    """Say whether an address carries a shared access signature."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return False
    return any(key.casefold() == "sig" for key, _ in parse_qsl(query))
