"""What mends a refusal: the command, or the role, as far as the refusal tells."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from transfer.azure.resource_ids import parse_id

DATA_READER = "Storage Blob Data Reader"

_DENIED = re.compile(
    r"object id '(?P<who>[0-9a-f-]{36})'.{0,80}?perform action '(?P<action>[\w./*-]+)'"
    r"(?:.{0,40}?over scope '(?P<scope>/[^']{1,400})')?",
    re.DOTALL,
)
"""How Resource Manager words a missing right."""

_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "read": "Reader",
        "listkeys/action": "Reader and Data Access",
    }
)
"""By how an action ends; whatever else is done needs a Contributor."""

_HALF_SUBMITTED = re.compile(
    r"is not allowed in provisioning state: failed\b", re.IGNORECASE
)
"""How Image Builder refuses to build what it has not taken in whole."""

_SUBMIT_ANEW = (
    "it was never submitted whole: `bakeferry templates show` says why; mend the file, "
    "delete the template, submit it again"
)
_LOGIN = "sign in anew with `az login`"
_OTHER_TENANT = (
    "the sign-in may be of another tenant: `az login --tenant <tenant>`, or name it "
    "with --tenant"
)
_OTHER_SUBSCRIPTION = (
    f"`az account list` shows the subscriptions of this sign-in; {_OTHER_TENANT}"
)
_BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "InvalidAuthenticationTokenTenant": _OTHER_TENANT,
        "SubscriptionNotFound": _OTHER_SUBSCRIPTION,
        "InvalidSubscriptionId": _OTHER_SUBSCRIPTION,
        "MissingSubscriptionRegistration": (
            "`az provider register --namespace Microsoft.VirtualMachineImages`"
        ),
        "NoRegisteredProviderFound": "choose one of these versions with --api-version",
        "InvalidApiVersionParameter": "choose one of these versions with --api-version",
    }
)


def advice(status: int, code: str | None, message: str | None) -> str | None:
    """What mends a refusal; None when one cannot say."""
    known = _BY_CODE.get(code or "")
    if known is not None:
        return known
    if status == 401:
        return _LOGIN
    if _HALF_SUBMITTED.search(message or ""):
        return _SUBMIT_ANEW
    return _grant(message or "") if status == 403 else None


def _grant(message: str) -> str:
    """The command that grants what is missing, filled in as far as one is told."""
    denied = _DENIED.search(message)
    if denied is None:
        return (
            "a role is missing: az role assignment create --assignee <you> "
            "--role <role> --scope <id of the resource>"
        )
    action = denied["action"].casefold()
    kept = (role for end, role in _ROLES.items() if action.endswith(f"/{end}"))
    role = next(kept, "Contributor")
    scope = _assignable(denied["scope"])
    return role_command(role=role, who=denied["who"], scope=scope)


def _assignable(scope: str | None) -> str:
    """Where a role can be granted: what is told may be a list or an action instead."""
    if scope is None:
        return "<id of the resource>"
    return scope if parse_id(scope) else scope.partition("/providers/")[0]


def role_command(*, role: str, scope: str, who: str = "<you>") -> str:
    """The command that grants a role, for whoever may grant it."""
    return (
        f'the role "{role}" would do: az role assignment create --assignee {who} '
        f'--role "{role}" --scope {scope}'
    )
