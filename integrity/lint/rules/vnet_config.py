"""Rules about `vnetConfig`: the network that an image is built in."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import vm_profiles
from integrity.lint.values import is_blank, lacks
from integrity.template.blocks import Block
from integrity.template.model import Part
from integrity.template.resource_ids import parse_resource_id
from integrity.template.versions import SEED

_ISOLATED_SINCE = "2024-02-01"
_OLD_VNET_KEYS = ("name", "subnetName", "resourceGroupName")


@rule("AIB145", Severity.ERROR, over=vm_profiles)
def incomplete_vnet_config(profile: Part, _: Facts) -> Iterator[Complaint]:
    """The vnetConfig names some but not all of network, subnet and resource group.

    Up to 2019-05-01-preview a subnet is named by `name`, `subnetName` and
    `resourceGroupName` together.

    Write all three. From 2020-02-14 on, `subnetId` takes their place.

    From the example in the template reference of March 2020.
    """
    network = profile.block("vnetConfig")
    if network is None or profile.template.version > SEED:
        return
    missing = [key for key in _OLD_VNET_KEYS if is_blank(network.get(key))]
    if 0 < len(missing) < len(_OLD_VNET_KEYS):
        yield Complaint(
            profile.key_span("vnetConfig"),
            f"vnetConfig needs all three: {' and '.join(missing)} missing",
            help="Write name, subnetName and resourceGroupName.",
        )


@rule("AIB146", Severity.ERROR, over=vm_profiles)
def vnet_config_of_another_version(profile: Part, _: Facts) -> Iterator[Complaint]:
    """The vnetConfig is written as another api-version wants it.

    Up to 2019-05-01-preview it has `name`, `subnetName` and `resourceGroupName`; from
    2020-02-14 on it has `subnetId` in place of all three. The service does not
    understand one in the other's place, and the build misses your network.

    Write `subnetId`: the resource id of the subnet, as
    `az network vnet subnet show --query id` prints it.

    The three keys are from the template reference of March 2020; the service's notice
    of May 2020 tells of the change.
    """
    network = profile.block("vnetConfig")
    if network is None:
        return
    early = profile.template.version <= SEED
    old_keys = [key for key in _OLD_VNET_KEYS if network.get(key) is not None]
    if early and network.get("subnetId") is not None:
        yield Complaint(
            network.key_span("subnetId"),
            "subnetId came with 2020-02-14; before, vnetConfig has name, subnetName and"
            " resourceGroupName",
            help="Move to api-version 2020-02-14 or later.",
        )
    elif not early and old_keys:
        yield Complaint(
            network.key_span(old_keys[0]),
            f"{', '.join(old_keys)}: use vnetConfig.subnetId since 2020-02-14",
            help='Write "subnetId": az network vnet subnet show --query id prints it.',
        )


@rule("AIB147", Severity.ERROR, over=vm_profiles)
def unfit_isolated_build(profile: Part, _: Facts) -> Iterator[Complaint]:
    """An isolated build's containerInstanceSubnetId does not go with what stands beside.

    It is for a subnet that only the service's own container uses, from 2024-02-01 on.
    That takes `subnetId` too, another subnet of the same virtual network; and as no
    proxy is needed then, `proxyVmSize` must not be given.

    Write both subnets and no `proxyVmSize`.

    From the published API definitions, not in the template reference of March 2020.
    """
    network = profile.block("vnetConfig")
    if network is None or profile.template.version < _ISOLATED_SINCE:
        return
    if lacks(network, "containerInstanceSubnetId"):
        return
    if not lacks(network, "proxyVmSize"):
        yield Complaint(
            network.key_span("proxyVmSize"),
            "proxyVmSize must not be given beside containerInstanceSubnetId",
            help="Leave it out: no proxy is needed.",
        )
    problem = _of_two_subnets(network)
    if problem:
        yield Complaint(
            network.span_of("containerInstanceSubnetId"),
            problem,
            help='Write "subnetId" and "containerInstanceSubnetId", two subnets of one'
            " virtual network.",
        )


def _of_two_subnets(network: Block) -> str | None:
    """What is wrong with the subnets of an isolated build."""
    if lacks(network, "subnetId"):
        return "containerInstanceSubnetId needs subnetId"
    build = parse_resource_id((network.text("subnetId") or "").rstrip("/"))
    container = network.text("containerInstanceSubnetId") or ""
    other = parse_resource_id(container.rstrip("/"))
    if build is None or other is None:
        return None  # AIB108 says so
    if build == other:
        return "containerInstanceSubnetId must be another subnet than subnetId"
    if build.parent != other.parent:
        return "containerInstanceSubnetId must be in the virtual network of subnetId"
    return None


RULES = (
    incomplete_vnet_config,
    vnet_config_of_another_version,
    unfit_isolated_build,
)
