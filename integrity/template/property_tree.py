"""The property tree of an image template, in all its api-versions.

Drawn from the ten published schemas. 2019-05-01-preview is drawn from the service's
template reference of March 2020 instead, which knows more than the schema of that
version: WindowsUpdate, `osDiskSizeGB`, `vnetConfig` and the `tags` of a distributor.
"""

import re
from dataclasses import replace

from integrity.template.image_properties import DISTRIBUTOR, SOURCE
from integrity.template.properties import (
    ANYTHING,
    BOOLEAN,
    STRING,
    TAGS,
    ArrayOf,
    Aspect,
    Integer,
    MapOf,
    Named,
    Property,
    Text,
    one_of,
    record,
    some_of,
    wholly,
)
from integrity.template.resource_ids import NEARLY_A_GUID
from integrity.template.step_properties import CUSTOMIZER, VALIDATOR

_GROUP = r"[\w.()-]{0,89}[\w()-](?=/|\Z)"
"""A resource group's name; it does not end in a period."""


def _resource_id(kind: str, tail: str) -> Text:
    """The id of a resource in a resource group."""
    head = rf"/subscriptions/(?!{NEARLY_A_GUID})[^/]+/resourceGroups/{_GROUP}"
    keys = re.sub(r"\{\w+\}", r"[^/\\s]+", tail)
    example = f"/subscriptions/{{subscription}}/resourceGroups/{{group}}{tail}"
    return Text(pattern=f"(?i:{head}{keys}/?)", example=f"{kind}: {example}")


def _resource_id_or_none(kind: str, tail: str) -> Text:
    """The same, or an empty string, which the service takes for none."""
    text = _resource_id(kind, tail)
    return replace(text, pattern=f"{text.pattern}?")


_SUBNET = _resource_id_or_none(
    "a subnet's id",
    "/providers/Microsoft.Network/virtualNetworks/{network}/subnets/{subnet}",
)
_IDENTITY = _resource_id(
    "a managed identity's id",
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{identity}",
)
_RESOURCE_GROUP = _resource_id_or_none("a resource group's id", "")

_VM_SIZE = Text(
    pattern="(?:[A-Za-z]+_[A-Za-z0-9_-]+)?",
    example="the name of a size, as Standard_D2s_v5",
    open=True,
)
"""No schema has its form; no size without such a beginning was ever seen."""

_ON_ERROR = some_of(Named("cleanup"), Named("abort"))
_VNET_KEYS = {Aspect.LIFE: "AIB146"}
_VNET_CONFIG = record(
    *(
        Property(
            name,
            STRING,
            until="2019-05-01-preview",
            became="subnetId",
            judged_by=_VNET_KEYS,
        )
        for name in ("name", "subnetName", "resourceGroupName")
    ),
    Property("subnetId", _SUBNET, since="2020-02-14", judged_by=_VNET_KEYS),
    Property("proxyVmSize", _VM_SIZE, since="2021-10-01"),
    Property("containerInstanceSubnetId", _SUBNET, since="2024-02-01"),
)
_VM_PROFILE = record(
    Property("vmSize", _VM_SIZE),
    Property("osDiskSizeGB", Integer(0), judged_by=wholly("AIB142")),
    Property("vnetConfig", _VNET_CONFIG),
    Property("userAssignedIdentities", ArrayOf(_IDENTITY), since="2021-10-01"),
)
_VALIDATE = record(
    Property("continueDistributeOnFailure", BOOLEAN),
    Property("sourceValidationOnly", BOOLEAN),
    Property("inVMValidations", ArrayOf(VALIDATOR)),
)
_DATA_DISK = record(Property("sizeGB", Integer(0)))
_ERROR_HANDLING = record(
    Property("onCustomizerError", _ON_ERROR),
    Property("onValidationError", _ON_ERROR),
)
_SWITCH = one_of("Enabled", "Disabled")
_OPTIMIZE = record(
    Property("vmBoot", record(Property("state", _SWITCH))),
    Property(
        "workload",
        record(
            Property("state", _SWITCH),
            Property("scriptUri", STRING),
            Property("sha256Checksum", STRING),
        ),
        since="2025-10-01",
    ),
)

PROPERTIES = record(
    Property(
        "source",
        SOURCE,
        required=True,
        judged_by=wholly("AIB200"),
    ),
    Property("customize", ArrayOf(CUSTOMIZER), judged_by={Aspect.TYPE: "AIB301"}),
    Property("validate", _VALIDATE, since="2022-02-14"),
    Property("optimize", _OPTIMIZE, since="2022-07-01"),
    Property(
        "distribute",
        ArrayOf(DISTRIBUTOR),
        required=True,
        judged_by={Aspect.PRESENCE: "AIB400", Aspect.TYPE: "AIB400"},
    ),
    Property(
        "buildTimeoutInMinutes",
        Integer(0, 960),
        since="2019-05-01-preview",
        judged_by={Aspect.TYPE: "AIB240", Aspect.LIMITS: "AIB241"},
    ),
    Property("vmProfile", _VM_PROFILE, since="2019-05-01-preview"),
    Property("additionalDataDisks", ArrayOf(_DATA_DISK), since="2025-10-01"),
    Property("errorHandling", _ERROR_HANDLING, since="2023-07-01"),
    Property("stagingResourceGroup", _RESOURCE_GROUP, since="2022-02-14"),
    Property("autoRun", record(Property("state", _SWITCH)), since="2024-02-01"),
    Property("managedResourceTags", TAGS, since="2024-02-01"),
    Property("provisioningState", STRING, read_only=True),
    Property("provisioningError", ANYTHING, read_only=True),
    Property("lastRunStatus", ANYTHING, read_only=True),
    Property("exactStagingResourceGroup", STRING, since="2022-02-14", read_only=True),
)

_TEMPLATE_IDENTITY = record(
    Property(
        "type",
        one_of("UserAssigned", "None"),
        judged_by=wholly("AIB151"),
    ),
    Property("userAssignedIdentities", MapOf(ANYTHING), judged_by=wholly("AIB151")),
    Property("principalId", STRING, read_only=True),
    Property("tenantId", STRING, read_only=True),
)
_OF_RESOURCE_MANAGER = (
    "asserts", "comments", "condition", "contentVersion", "copy", "dependsOn",
    "existing", "extendedLocation", "extension", "import", "kind", "managedBy",
    "managedByExtended", "metadata", "options", "placement", "plan", "resources", "scale",
    "scope", "sku", "zones", "$schema", "@options", "@retryOn", "@waitUntil",
)  # fmt: skip
"""Keys that any resource may have in a deployment, or in a file of its own."""

_OF_AN_ANSWER = (
    "changedTime", "createdTime", "etag", "id", "provisioningState", "resourceGroup",
    "subscriptionId", "systemData",
)  # fmt: skip
"""Keys that Resource Manager and its tools add when they show a resource."""

ENVELOPE = record(
    Property("type", STRING, judged_by=wholly("AIB101")),
    Property("apiVersion", STRING, judged_by=wholly("AIB103")),
    # Not required: where it is missing, the command that submits the file gives it.
    Property("name", STRING, judged_by={Aspect.LIMITS: "AIB404"}),
    Property("location", STRING, required=True, judged_by=wholly("AIB110")),
    Property("tags", TAGS, judged_by=wholly("AIB120")),
    Property(
        "identity",
        _TEMPLATE_IDENTITY,
        since="2019-05-01-preview",
        judged_by={Aspect.PRESENCE: "AIB150", Aspect.TYPE: "AIB151"},
    ),
    Property("properties", PROPERTIES, required=True),
    *(Property(name, ANYTHING) for name in _OF_RESOURCE_MANAGER),
    *(Property(name, ANYTHING, read_only=True) for name in _OF_AN_ANSWER),
)
