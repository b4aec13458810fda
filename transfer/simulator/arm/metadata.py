"""What a Resource Manager tells of its cloud to whoever asks, signed in or not."""

from typing import Any

from transfer.simulator.arm.calls import json_answer
from transfer.simulator.messages import Answer, Request
from transfer.simulator.world import World

PATH = "/metadata/endpoints"
_OLD = "2015-01-01"


def metadata(world: World, request: Request) -> Answer:
    """The cloud's endpoints: a list of clouds, or in the oldest form one without names."""
    endpoints = world.endpoints
    told: dict[str, Any] = {
        "portal": endpoints.manager,
        "authentication": {
            "loginEndpoint": endpoints.authority,
            "audiences": [endpoints.manager],
            "identityProvider": "AAD",
        },
    }
    if request.query.get("api-version") == _OLD:
        return json_answer({"galleryEndpoint": endpoints.manager, **told})
    told |= {
        "name": "Simulated",
        "resourceManager": endpoints.manager,
        "suffixes": {"storage": "storage.example.com"},
        "blobEndpoints": [endpoints.manager],
    }
    return json_answer([told])
