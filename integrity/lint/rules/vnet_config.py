"""Rules about `vnetConfig`: the network that an image is built in."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import vm_profiles
from integrity.template.blocks import Block
from integrity.template.model import Part
from integrity.template.versions import SEED

_OLD_VNET_KEYS = ("name", "subnetName", "resourceGroupName")


def _old_keys(network: Block) -> list[str]:
    return [key for key in _OLD_VNET_KEYS if network.get(key) is not None]


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
    given = _old_keys(network)
    if 0 < len(given) < len(_OLD_VNET_KEYS):
        missing = [key for key in _OLD_VNET_KEYS if key not in given]
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
    old_keys = _old_keys(network)
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


RULES = (
    incomplete_vnet_config,
    vnet_config_of_another_version,
)
