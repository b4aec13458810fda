"""What a Resource Manager tells of its cloud to whoever asks, signed in or not."""

from typing import Any

from transfer.simulator.arm.calls import json_answer
from transfer.simulator.messages import Answer, Request
from transfer.simulator.world import World

PATH = "/metadata/endpoints"
_OLD = "2015-01-01"
_ALONE = "2022-09-01"
"""The first version that tells of one cloud and not of a list; az reads no other."""


def metadata(world: World, request: Request) -> Answer:
    """The cloud's endpoints; a list of clouds in between, without a name in the oldest form."""
    endpoints = world.endpoints
    told: dict[str, Any] = {
        "portal": endpoints.manager,
        "authentication": {
            "loginEndpoint": endpoints.authority,
            "audiences": [endpoints.manager],
            "identityProvider": "AAD",
        },
    }
    version = request.query.get("api-version", "")
    if version == _OLD:
        return json_answer({"galleryEndpoint": endpoints.manager, **told})
    told |= {
        "name": "Simulated",
        "resourceManager": endpoints.manager,
        "suffixes": {"storage": "storage.example.com"},
        "blobEndpoints": [endpoints.manager],
    }
    return json_answer(told if version >= _ALONE else [told])
