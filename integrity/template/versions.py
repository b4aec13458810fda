"""The api-versions of the service."""

VERSIONS = (
    "2018-02-01-preview", "2019-02-01-preview", "2019-05-01-preview", "2020-02-14",
    "2021-10-01", "2022-02-14", "2022-07-01", "2023-07-01", "2024-02-01", "2025-10-01",
)  # fmt: skip
"""All ten, oldest first; they compare as strings."""

NEWEST = VERSIONS[-1]

_KINDS = (
    "PlatformImage", "ManagedImage", "SharedImageVersion", "ISO", "Shell", "PowerShell",
    "File", "WindowsRestart", "WindowsUpdate", "SharedImage", "VHD",
)  # fmt: skip
_BY_FOLDED = {kind.casefold(): kind for kind in _KINDS}


def canonical_kind(kind: str) -> str:
    """A `type` in the service's spelling; one it does not know stays as it is."""
    return _BY_FOLDED.get(kind.casefold(), kind)
