"""Storage accounts, as Resource Manager tells of them."""

from functools import partial
from typing import Any

from transfer.simulator.accounts import Account
from transfer.simulator.arm.calls import (
    Call,
    group_not_found,
    json_answer,
    not_found,
    page,
)
from transfer.simulator.messages import Answer

_TYPE = "Microsoft.Storage/storageAccounts"


def _body(call: Call, account: Account) -> dict[str, Any]:
    world = call.world
    return {
        "sku": {"name": "Standard_ZRS", "tier": "Standard"},
        "kind": "StorageV2",
        "id": f"{world.group_id(account.group)}/providers/{_TYPE}/{account.name}",
        "name": account.name,
        "type": _TYPE,
        "location": account.location,
        "tags": {},
        "properties": {
            "allowSharedKeyAccess": account.takes_keys,
            "allowBlobPublicAccess": False,
            "isHnsEnabled": account.hierarchical,
            "supportsHttpsTrafficOnly": True,
            "provisioningState": "Succeeded",
            "primaryEndpoints": {"blob": f"{world.endpoints.blobs(account.name)}/"},
            "primaryLocation": account.location,
            "statusOfPrimary": "available",
        },
    }


def list_in_subscription(call: Call) -> Answer:
    """All accounts of the subscription."""
    accounts = list(call.world.accounts.values())
    return json_answer(page(call, accounts, partial(_body, call)))


def list_in_group(call: Call) -> Answer:
    """All accounts of a resource group."""
    group = call.names["group"]
    if call.world.group(group) is None:
        raise group_not_found(group)
    found = [
        _body(call, account)
        for account in call.world.accounts.values()
        if account.group.casefold() == group.casefold()
    ]
    return json_answer({"value": found})


def _find(call: Call) -> Account:
    account = call.world.accounts.get(call.names["account"].lower())
    if account is None or account.group.casefold() != call.names["group"].casefold():
        raise not_found(_TYPE, call.names["account"], call.names["group"])
    return account


def get(call: Call) -> Answer:
    """One account."""
    return json_answer(_body(call, _find(call)))


def list_keys(call: Call) -> Answer:
    """Both keys of an account: they open everything in it."""
    account = _find(call)
    keys = [
        {
            "creationTime": "2026-01-01T00:00:00.0000000Z",
            "keyName": f"key{number}",
            "value": value,
            "permissions": "FULL",
        }
        for number, value in enumerate(account.keys, 1)
    ]
    return json_answer({"keys": keys})
