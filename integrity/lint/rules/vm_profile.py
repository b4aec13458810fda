"""Rules about `vmProfile`: the machine that an image is built on."""

import re
from collections.abc import Iterable, Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import without_quotes
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import vm_profiles, whole_templates, with_properties
from integrity.lint.values import is_count, lacks
from integrity.template.model import ImageTemplate, Part
from integrity.template.operating_system import OperatingSystem
from integrity.template.position import Span
from integrity.template.versions import SEED

SMALL_SIZE = "Standard_D1_v2"
GENERATION_2_SIZE = "Standard_D2ds_v4"
_GENERATION_2 = re.compile(
    r"g2$|gen-?2|gensecond|windows-?11|win11|azure-edition", re.IGNORECASE
)

_FULL_SIZED = re.compile(r"WindowsServer|Windows-1[01]|office-365", re.IGNORECASE)
"""Offers whose images have all one size, but for the small ones."""

_SUBNET_KEYS = ("subnetId", "subnetName", "name", "resourceGroupName")
_DISK_OF_WINDOWS = 127
_LARGEST_OS_DISK = 4095


def _with_profile(template: ImageTemplate) -> Iterable[ImageTemplate]:
    """The template, unless the text is a piece of one without a `vmProfile`."""
    is_there = template.vm_profile is not None
    return with_properties(template) if is_there else whole_templates(template)


def _vm_size(template: ImageTemplate) -> str | None:
    """The size; None where the service's default applies.

    Raises:
        NotKnown: It is not known offline.
    """
    profile = template.properties.block("vmProfile")
    return (profile.text("vmSize") or None) if profile else None


def _place_in_profile(template: ImageTemplate, key: str) -> Span:
    """The value's place, else the nearest thing that stands around it."""
    profile = template.vm_profile
    if profile is None:
        return template.properties.span_of("vmProfile")
    return profile.span_of(key)


@rule("AIB140", Severity.NOTE, over=_with_profile)
def default_vm_size(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """No vmSize is set, so the build runs on a small default machine.

    The default is Standard_D1_v2, and Standard_D2ds_v4 for a source image of
    generation 2. An image that needs a GPU has to be built on a machine with one.

    Set `vmProfile.vmSize` to the size that the build needs.

    The template reference of March 2020 states the first default, later API
    definitions the second.
    """
    profile = template.properties.block("vmProfile")
    if profile is None or lacks(profile, "vmSize"):
        later = template.version > SEED
        other = f" ({GENERATION_2_SIZE} from a generation 2 source)" if later else ""
        yield Complaint(
            _place_in_profile(template, "vmSize"),
            f"vmSize is not set: the build runs on {SMALL_SIZE}{other}",
            help="Set vmProfile.vmSize if the build needs another.",
        )


@rule("AIB141", Severity.WARNING, over=_with_profile)
def small_machine_for_windows(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """A Windows image is built on Standard_D1_v2.

    One core and 3.5 GiB are little for Windows: updates often fail for want of
    memory, or the build runs into its timeout. The rule is silent when no size is set
    and the source is of generation 2, which gets a larger default, and when the text
    does not tell that the image is Windows.

    Set `vmProfile.vmSize` to Standard_D2_v2 or better.

    Advised by later documentation, not by the template reference of March 2020.
    """
    if template.os is not OperatingSystem.WINDOWS:
        return
    size = _vm_size(template)
    if (size or SMALL_SIZE).casefold() != SMALL_SIZE.casefold():
        return
    if size is None and _is_generation_2(template):
        return
    yield Complaint(
        _place_in_profile(template, "vmSize"),
        f"Windows builds want more than {SMALL_SIZE}"
        + ("" if size else ", the default"),
        help='Write "vmSize": "Standard_D2_v2" or better.',
    )


def _is_generation_2(template: ImageTemplate) -> bool:
    """Guess the source's generation from how publishers name their images."""
    source = template.source
    if source is None:
        return False
    return any(
        _GENERATION_2.search(source.text(key) or "") is not None
        for key in ("offer", "sku")
    )


@rule("AIB142", Severity.ERROR, over=vm_profiles)
def os_disk_size_not_gigabytes(profile: Part, _: Facts) -> Iterator[Complaint]:
    """The osDiskSizeGB is not a whole number, 0 or more.

    0, and leaving it out, mean a disk as large as the source's. More than 4095 is a
    warning: no disk with an operating system can be larger.

    Write a whole number of GB without quotes.

    Stated in the template reference of March 2020; in the schemas from 2020-02-14.
    """
    node = profile.known("osDiskSizeGB")
    if node is None:
        return
    if is_count(node):
        if (profile.number("osDiskSizeGB") or 0) > _LARGEST_OS_DISK:
            yield Complaint(
                node.span,
                f"no OS disk of Azure has more than {_LARGEST_OS_DISK:,} GB",
                severity=Severity.WARNING,
                help="Write GB, not MB.",
            )
        return
    yield Complaint(
        node.span,
        "osDiskSizeGB must be an integer, 0 or more",
        help="Write whole GB, without quotes; 0 takes the source's size.",
        fix=without_quotes(node),
    )


@rule("AIB143", Severity.ERROR, over=vm_profiles)
def os_disk_smaller_than_source(profile: Part, facts: Facts) -> Iterator[Complaint]:
    """The OS disk is to be smaller than the source image's disk.

    Azure can make a disk larger than the image it is made from, never smaller: the
    build fails when it makes its machine.

    Leave `osDiskSizeGB` out, or write at least the source's size.

    The template reference of March 2020 says that the size can be increased. Offline
    the rule knows one size only, and warns: Windows in the Marketplace has 127 GB,
    unless `smalldisk` is in the name of its sku.
    """
    size = profile.number("osDiskSizeGB")
    told = facts.azure.source_disk_gib if facts.azure else None
    source = told or _usual_size(profile.template)
    if size and source is not None and 0 < size < source:
        yield Complaint(
            profile.span_of("osDiskSizeGB"),
            f"the OS disk can only grow: the source has {source} GB, not {size:g}",
            severity=None if told else Severity.WARNING,
            help=f"Write {source} or more, or leave it out.",
        )


def _usual_size(template: ImageTemplate) -> int | None:
    """GB of what Microsoft sells of Windows; None of every other source."""
    source = template.source
    if source is None or source.kind_or_none != "PlatformImage":
        return None
    offer, sku = source.text("offer") or "", source.text("sku") or ""
    is_usual = _FULL_SIZED.fullmatch(offer) and "smalldisk" not in sku.casefold()
    return _DISK_OF_WINDOWS if is_usual else None


@rule("AIB144", Severity.NOTE, over=_with_profile)
def public_build_machine(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """Without a vnetConfig the build machine gets a public IP address.

    The service makes a virtual network, a network security group and a public IP in
    the staging resource group, and takes them away after the build.

    Name a subnet of your own in `vmProfile.vnetConfig` where a public IP is not
    allowed or the build has to reach private addresses. A `proxyVmSize` without a
    subnet is a warning: there is no proxy then.

    Stated in the template reference of March 2020.
    """
    profile = template.properties.block("vmProfile")
    network = profile.block("vnetConfig") if profile else None
    if network and any(map(network.text, _SUBNET_KEYS)):
        return  # where some are missing, AIB145 says so
    has_proxy = network is not None and not lacks(network, "proxyVmSize")
    lacking = "a proxyVmSize, but no subnet" if has_proxy else "no vnetConfig"
    yield Complaint(
        _place_in_profile(template, "vnetConfig"),
        f"{lacking}: the build machine will get a public IP",
        severity=Severity.WARNING if has_proxy else None,
        help="Name a subnet in vmProfile.vnetConfig to keep it private.",
    )


RULES = (
    default_vm_size,
    small_machine_for_windows,
    os_disk_size_not_gigabytes,
    os_disk_smaller_than_source,
    public_build_machine,
)
