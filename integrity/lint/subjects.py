"""What rules judge: the parts of a template that more than one of them asks for."""

from collections.abc import Iterable

from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ObjectNode, UnknownNode


def envelopes(template: ImageTemplate) -> Iterable[Part]:
    """The envelope; a bare `properties` object has none."""
    return () if template.envelope is None else (template.envelope,)


def with_properties(template: ImageTemplate) -> Iterable[ImageTemplate]:
    """The template itself; where `properties` are none at all, AIB106 or AIB107 says."""
    node = template.properties_node
    return (template,) if isinstance(node, ObjectNode | UnknownNode) else ()


def whole_templates(template: ImageTemplate) -> Iterable[ImageTemplate]:
    """The template, unless the text is a piece of one, of which nothing is missed."""
    return () if template.is_fragment else with_properties(template)


def identities(template: ImageTemplate) -> Iterable[Part]:
    """The envelope's `identity`."""
    return () if template.identity is None else (template.identity,)


def vm_profiles(template: ImageTemplate) -> Iterable[Part]:
    """The `vmProfile`."""
    return () if template.vm_profile is None else (template.vm_profile,)


def sources(template: ImageTemplate) -> Iterable[Part]:
    """The base image, whatever its type."""
    return () if template.source is None else (template.source,)


def platform_sources(template: ImageTemplate) -> Iterable[Part]:
    """A base image from the Marketplace."""
    return _of_kind(sources(template), "PlatformImage")


def managed_image_sources(template: ImageTemplate) -> Iterable[Part]:
    """A managed image as base image."""
    return _of_kind(sources(template), "ManagedImage")


def image_version_sources(template: ImageTemplate) -> Iterable[Part]:
    """A version of a gallery's image as base image."""
    return _of_kind(sources(template), "SharedImageVersion")


def distributors(template: ImageTemplate) -> Iterable[Part]:
    """All targets of `distribute`."""
    return template.distributors


def managed_image_distributors(template: ImageTemplate) -> Iterable[Part]:
    """Targets that become managed images."""
    return _of_kind(template.distributors, "ManagedImage")


def gallery_distributors(template: ImageTemplate) -> Iterable[Part]:
    """Targets that become versions of a gallery's image."""
    return _of_kind(template.distributors, "SharedImage")


def vhd_distributors(template: ImageTemplate) -> Iterable[Part]:
    """Targets that become VHDs."""
    return _of_kind(template.distributors, "VHD")


def customizers(template: ImageTemplate) -> Iterable[Part]:
    """The steps of `customize`."""
    return template.customizers


def steps(template: ImageTemplate) -> Iterable[Part]:
    """The steps of `customize` and of `validate`."""
    return template.steps


def script_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps that run a script, whatever the shell."""
    return (*shell_steps(template), *powershell_steps(template))


def shell_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps of type Shell."""
    return _of_kind(template.steps, "Shell")


def powershell_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps of type PowerShell."""
    return _of_kind(template.steps, "PowerShell")


def file_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps of type File."""
    return _of_kind(template.steps, "File")


def restart_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps of type WindowsRestart."""
    return _of_kind(template.steps, "WindowsRestart")


def update_steps(template: ImageTemplate) -> Iterable[Part]:
    """Steps of type WindowsUpdate."""
    return _of_kind(template.steps, "WindowsUpdate")


def checksum_holders(template: ImageTemplate) -> Iterable[Part]:
    """All that may declare a sha256Checksum: the steps and the optimizer's workload."""
    if template.workload is None:
        return template.steps
    return (*template.steps, template.workload)


def _of_kind(parts: Iterable[Part], kind: str) -> Iterable[Part]:
    return tuple(part for part in parts if part.kind_or_none == kind)
