"""Bodies of resources beside image templates: marketplace, galleries, identities, roles."""

import uuid
from collections.abc import Sequence
from typing import Any

Resources = dict[str, Any]
"""Bodies by id, as `Scenario.resources` takes them."""

_BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
"""The role Storage Blob Data Reader."""


def marketplace_image(
    subscription: str, region: str, names: tuple[str, str, str], *, disk_gib: int
) -> Resources:
    """An image of the marketplace in one region.

    Args:
        names: Publisher, offer, sku.
    """
    publisher, offer, sku = names
    path = (
        f"/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{region}"
        f"/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions"
    )
    version = "1.0.20261101"
    body = {
        "location": region,
        "name": version,
        "id": f"{path}/{version}",
        "properties": {
            "hyperVGeneration": "V2",
            "osDiskImage": {"operatingSystem": "Linux", "sizeInGb": disk_gib},
        },
    }
    return {path: [body], f"{path}/{version}": body}


def gallery(group_id: str, name: str, region: str, images: Sequence[str]) -> Resources:
    """A gallery with image definitions, all generalized.

    Args:
        group_id: The id of its resource group.
    """
    path = f"{group_id}/providers/Microsoft.Compute/galleries/{name}"
    bodies: list[dict[str, Any]] = [
        {
            "id": f"{path}/images/{image}",
            "name": image,
            "type": "Microsoft.Compute/galleries/images",
            "location": region,
            "properties": {"osState": "Generalized", "hyperVGeneration": "V2"},
        }
        for image in images
    ]
    body = {
        "id": path,
        "name": name,
        "type": "Microsoft.Compute/galleries",
        "location": region,
        "properties": {"provisioningState": "Succeeded"},
    }
    found: Resources = {path: body, f"{path}/images": {"value": bodies}}
    return found | {one["id"]: one for one in bodies}


def identity(path: str, region: str) -> Resources:
    """A user-assigned identity, by its id."""
    return {
        path: {
            "id": path,
            "name": path.rpartition("/")[2],
            "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
            "location": region,
            "properties": {
                "principalId": principal_of(path),
                "clientId": client_of(path),
            },
        }
    }


def principal_of(identity_id: str) -> str:
    """The principal that stands for an identity."""
    return _made_up(f"p:{identity_id.casefold()}")


def client_of(identity_id: str) -> str:
    """The client id by which an identity is asked for."""
    return _made_up(f"c:{identity_id.casefold()}")


def _made_up(seed: str) -> str:
    """A GUID: the same one for a seed."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, seed))


def right_to_read_blobs(scope: str, principal: str) -> Resources:
    """The one role of a principal on a resource: it may read blobs.

    Args:
        scope: The id of what it is for.
    """
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments"
    definitions = "/providers/Microsoft.Authorization/roleDefinitions"
    body = {
        "id": f"{path}/{_made_up(scope + _BLOB_READER)}",
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId": f"{definitions}/{_BLOB_READER}",
            "principalId": principal,
            "scope": scope,
        },
    }
    return {path: {"value": [body]}}
