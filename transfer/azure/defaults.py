"""What the service adds to a template, taken out again: the file that somebody wrote."""

from collections.abc import Mapping
from types import MappingProxyType

from integrity.template.resource_ids import IMAGE_TEMPLATE
from transfer.azure.bodies import Body, mapping

_READ_ONLY = frozenset(
    (
        "provisioningState",
        "provisioningError",
        "lastRunStatus",
        "exactStagingResourceGroup",
        "exactVersion",
    )
)

DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "artifactTags": {},
        "buildTimeoutInMinutes": 0,
        "continueDistributeOnFailure": False,
        "excludeFromLatest": False,
        "major": -1,
        "managedResourceTags": {},
        "onCustomizerError": "cleanup",
        "onValidationError": "cleanup",
        "osDiskSizeGB": 0,
        "proxyVmSize": "",
        "runAsSystem": False,
        "runElevated": False,
        "sha256Checksum": "",
        "sourceValidationOnly": False,
        "stagingResourceGroup": "",
        "updateLimit": 0,
        "uri": "",
        "userAssignedIdentities": [],
        "validExitCodes": [0],
        "vmSize": "",
    }
)
"""What a property is when nobody states it: no name has two meanings in a template."""

_NOTHING = object()
"""What no property is."""

_FREE_FORM = frozenset(("artifactTags", "managedResourceTags"))
"""Objects whose keys are the user's own."""

_MAY_VANISH = frozenset(("vmProfile", "vnetConfig", "errorHandling", "validate"))
"""Objects that say nothing once all their defaults are gone."""


def clean_template(body: Body, *, api_version: str) -> dict[str, object]:
    """A live template as the file that would make it: no read-only value, no default.

    The checksums that the service has filled in stay: they say what is built.
    """
    clean: dict[str, object] = {
        "type": IMAGE_TEMPLATE,
        "apiVersion": api_version,
        "name": body.get("name"),
        "location": body.get("location"),
        **submittable(body),
    }
    return {key: value for key, value in clean.items() if value is not None}


def submittable(body: Body) -> dict[str, object]:
    """What a client may state of a template, without what says nothing."""
    clean: dict[str, object] = {}
    if location := body.get("location"):
        clean["location"] = location
    if tags := mapping(body.get("tags")):
        clean["tags"] = dict(tags)
    if identity := mapping(body.get("identity")):
        clean["identity"] = _identity(identity)
    clean["properties"] = _clean(body.get("properties") or {})
    return clean


def _identity(identity: Body) -> dict[str, object]:
    clean: dict[str, object] = {}
    if kind := identity.get("type"):
        clean["type"] = kind
    if assigned := mapping(identity.get("userAssignedIdentities")):
        clean["userAssignedIdentities"] = {key: {} for key in assigned}
    return clean


def _clean(value: object) -> object:
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    clean: dict[str, object] = {}
    for key, given in value.items():
        if key in _READ_ONLY or given is None or given == DEFAULTS.get(key, _NOTHING):
            continue
        kept = given if key in _FREE_FORM else _clean(given)
        if kept != {} or key not in _MAY_VANISH:
            clean[key] = kept
    return clean


def request_body(body: Body) -> dict[str, object]:
    """What to send to make a template: as it was written, without what is read-only."""
    properties = dict(mapping(body.get("properties")))
    source = mapping(properties.get("source"))
    if source:
        properties["source"] = _writable(source)
    asked = {key: body.get(key) for key in ("location", "tags", "identity")}
    sent = {key: value for key, value in asked.items() if value is not None}
    return {**sent, "properties": _writable(properties)}


def _writable(value: Body) -> dict[str, object]:
    return {key: given for key, given in value.items() if key not in _READ_ONLY}
