"""The hosts that artifacts come from, as far as the service tells them apart."""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

_GITHUB = re.compile(r"(?:.+\.)?(?:github\.com|githubusercontent\.com|github\.io)")
_AZURE_ANSWERS = (
    r"[^/]+\.vault\.(?:azure\.(?:net|cn)|usgovcloudapi\.net)"
    r"|management\.(?:azure\.com|usgovcloudapi\.net|chinacloudapi\.cn)"
    r"|login\.(?:partner\.)?microsoftonline\.(?:com|us|cn)|graph\.microsoft\.com"
)
"""Compiled when the first command downloads something: in most templates none does."""

_AZURE_BLOB = re.compile(r".+\.blob\.(?:core\..+|storage\.azure\.net)")
"""Any cloud's blob storage, under its own name and not under a custom domain."""

_AZURE_STORAGE = re.compile(
    r".+\.(?:blob|dfs|file|web)\.(?:core\..+|storage\.azure\.net)"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T\d:.Z]{0,24}")
_AZURE_FILES = re.compile(r".+\.file\.(?:core\..+|storage\.azure\.net)")
_NO_ADDRESS = SplitResult("", "", "", "", "")


@lru_cache(64)  # a dozen rules ask for each
def split_address(url: str) -> tuple[str, SplitResult]:
    """The host in lower case, and the address in its parts; empty where it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts
    except ValueError:
        return "", _NO_ADDRESS


def host_of(url: str) -> str | None:
    """The host in lower case; None when the text names none."""
    return split_address(url)[0] or None


def is_github(host: str) -> bool:
    """Say whether a host is one of GitHub's."""
    return _GITHUB.fullmatch(host) is not None


def answers_scripts(host: str) -> bool:
    """Say whether a host of Azure answers with a secret or a state, and keeps no files."""
    return re.fullmatch(_AZURE_ANSWERS, host) is not None


def is_azure_blob(host: str) -> bool:
    """Say whether a host serves the blobs of a storage account."""
    return _AZURE_BLOB.fullmatch(host) is not None


def is_azure_storage(host: str) -> bool:
    """Say whether a host is a storage account's, whichever of its services answers."""
    return _AZURE_STORAGE.fullmatch(host) is not None


def is_azure_files(host: str) -> bool:
    """Say whether a host serves the file shares of a storage account."""
    return _AZURE_FILES.fullmatch(host) is not None


@lru_cache(64)
def is_private(host: str) -> bool:
    """Say whether a host, by its name or number, stands in somebody's own network."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan"))
    return not address.is_global


def names_page(path: str) -> bool:
    """Say whether an address or a path names a file of HTML."""
    bare = path.partition("#")[0].partition("?")[0]
    return bare.casefold().endswith((".html", ".htm", ".xhtml", ".hta"))


def has_signature(url: str) -> bool:
    """Say whether an address carries a shared access signature."""
    return "sig" in _query_of(url)


def end_of_signature(url: str) -> str | None:
    """When an address's signature ends, as it says itself: `2030-01-31T12:00:00Z`."""
    query = _query_of(url)
    end = query.get("se", "") if "sig" in query else ""
    return end if _MOMENT.fullmatch(end) else None


def _query_of(url: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(split_address(url)[1].query)
    except ValueError:
        return {}
    return {key.casefold(): value for key, value in pairs}
