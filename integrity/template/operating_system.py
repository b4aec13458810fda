"""Windows or Linux: no field of a template says it, so it is inferred."""

from collections.abc import Iterable
from enum import Enum


class OperatingSystem(Enum):
    """What the image runs."""

    WINDOWS = "Windows"
    LINUX = "Linux"
    UNKNOWN = "unknown"


_WINDOWS_PUBLISHERS = ("microsoftwindows", "microsoftvisualstudio")
_LINUX_PUBLISHERS = frozenset(
    (
        "canonical", "redhat", "suse", "openlogic", "debian", "credativ", "oracle",
        "almalinux", "resf", "kinvolk", "microsoftcblmariner", "azurelinux",
        "erockyenterprisesoftwarefoundationinc",
    )
)  # fmt: skip
"""Publishers of one system only; MicrosoftSQLServer, for one, sells images of both."""

_IN_OFFERS = {
    "windows": OperatingSystem.WINDOWS,
    "-win-": OperatingSystem.WINDOWS,
    "-ws20": OperatingSystem.WINDOWS,
    "ubuntu": OperatingSystem.LINUX,
    "linux": OperatingSystem.LINUX,
    "rhel": OperatingSystem.LINUX,
    "redhat": OperatingSystem.LINUX,
    "centos": OperatingSystem.LINUX,
    "debian": OperatingSystem.LINUX,
    "sles": OperatingSystem.LINUX,
}
"""What a publisher of both names its offers by: `ubuntu-hpc`, `sql2022-ws2022`."""

_SIGNS = {
    "PowerShell": OperatingSystem.WINDOWS,
    "WindowsRestart": OperatingSystem.WINDOWS,
    "WindowsUpdate": OperatingSystem.WINDOWS,
    "Shell": OperatingSystem.LINUX,
}


def of_image(publisher: str, offer: str) -> OperatingSystem:
    """What a Marketplace image runs, by its publisher; else by words in its offer."""
    name = publisher.casefold()
    if name.startswith(_WINDOWS_PUBLISHERS):
        return OperatingSystem.WINDOWS
    if name in _LINUX_PUBLISHERS:
        return OperatingSystem.LINUX
    folded = offer.casefold()
    return agreed(system for word, system in _IN_OFFERS.items() if word in folded)


def of_step(kind: str | None, destination: str | None) -> OperatingSystem:
    """What a step hints at: by its kind, or by the path that a File step writes."""
    if kind == "File" and destination:
        if destination[1:2] == ":" or "\\" in destination:
            return OperatingSystem.WINDOWS
        is_rooted = destination.startswith("/")
        return OperatingSystem.LINUX if is_rooted else OperatingSystem.UNKNOWN
    return _SIGNS.get(kind or "", OperatingSystem.UNKNOWN)


def agreed(hints: Iterable[OperatingSystem]) -> OperatingSystem:
    """What all hints say; unknown where they are missing or contradict each other."""
    said = set(hints) - {OperatingSystem.UNKNOWN}
    return said.pop() if len(said) == 1 else OperatingSystem.UNKNOWN
