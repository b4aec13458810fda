"""Steps of builds, and templates for the system that they are meant for."""

from typing import Any

from judging import properties_with

from integrity.template.model import ImageTemplate

LINUX = {"type": "PlatformImage", "publisher": "Canonical"}
WINDOWS = {"type": "PlatformImage", "publisher": "MicrosoftWindowsServer"}

OWN_IMAGE = {"type": "ManagedImage", "imageId": "x"}
"""Of which nobody knows the system."""

AGENT = "https://artifacts.example.com/agent.tgz"


def on(system: dict[str, str], *customize: object, **members: Any) -> ImageTemplate:
    """A template that customizes an image of a system."""
    return properties_with(customize=list(customize), source=system, **members)


def on_linux(*customize: object, **members: Any) -> ImageTemplate:
    """A template that customizes a Linux image."""
    return on(LINUX, *customize, **members)


def on_windows(*customize: object, **members: Any) -> ImageTemplate:
    """A template that customizes a Windows image."""
    return on(WINDOWS, *customize, **members)


def file(
    destination: str = "/tmp/x", url: str = AGENT, **members: Any
) -> dict[str, Any]:
    """A File step."""
    return {"type": "File", "sourceUri": url, "destination": destination, **members}


def shell(*commands: str) -> dict[str, Any]:
    """A Shell step that runs commands."""
    return {"type": "Shell", "inline": list(commands)}


def powershell(*commands: str) -> dict[str, Any]:
    """A PowerShell step that runs commands."""
    return {"type": "PowerShell", "inline": list(commands)}
