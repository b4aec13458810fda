"""The api-versions of the service and what each of them brought."""

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """One published version of the service's interface."""

    name: str

    brought: str
    """What it added or changed for templates, in a line."""


API_VERSIONS = (
    ApiVersion(
        "2018-02-01-preview",
        "Platform images and ISOs, Shell steps, managed and gallery images.",
    ),
    ApiVersion(
        "2019-02-01-preview",
        "ManagedImage sources; PowerShell, WindowsRestart and inline commands; VHD"
        " output; types are written in PascalCase.",
    ),
    ApiVersion(
        "2019-05-01-preview",
        "SharedImageVersion sources; File and WindowsUpdate steps; identity, vmProfile,"
        " build timeout, sha256Checksum; script becomes scriptUri.",
    ),
    ApiVersion(
        "2020-02-14",
        "The identity is required, ISO sources are gone, vnetConfig takes a subnetId;"
        " planInfo, runAsSystem, excludeFromLatest, storageAccountType.",
    ),
    ApiVersion("2021-10-01", "Identities and a proxy size for the build VM."),
    ApiVersion("2022-02-14", "validate; a staging resource group of your own."),
    ApiVersion(
        "2022-07-01",
        "VHDs to an account of your choice; targetRegions in place of"
        " replicationRegions; versioning, optimize, File validators.",
    ),
    ApiVersion("2023-07-01", "errorHandling."),
    ApiVersion(
        "2024-02-01",
        "Names are case-sensitive and unknown ones are refused; autoRun,"
        " managedResourceTags, isolated builds in a subnet of yours.",
    ),
    ApiVersion(
        "2025-10-01",
        "Additional data disks, optimize.workload, replicationMode.",
    ),
)
"""All ten, oldest first."""

VERSIONS = tuple(version.name for version in API_VERSIONS)
"""Their names, oldest first; they compare as strings."""

OLDEST = VERSIONS[0]
NEWEST = VERSIONS[-1]

SEED = "2019-05-01-preview"
"""The one that the template reference of March 2020 describes."""

FIRST_STABLE = "2020-02-14"
"""Where a file leaves the version to the tool that submits it, it is this or later."""

STRICT = "2024-02-01"
"""From here on the service refuses names that it does not know, letter by letter."""

_KINDS = (
    "PlatformImage", "ManagedImage", "SharedImageVersion", "ISO", "Shell", "PowerShell",
    "File", "WindowsRestart", "WindowsUpdate", "SharedImage", "VHD",
)  # fmt: skip
_BY_FOLDED = {kind.casefold(): kind for kind in _KINDS}


def canonical_kind(kind: str) -> str:
    """A `type` in the service's spelling; one it does not know stays as it is."""
    return _BY_FOLDED.get(kind.casefold(), kind)


def next_version(version: str) -> str | None:
    """The version that followed; None after the newest."""
    later = VERSIONS[VERSIONS.index(version) + 1 :]
    return later[0] if later else None
