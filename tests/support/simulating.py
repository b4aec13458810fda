"""What tests of and with the simulator share: a client, tokens, addresses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from transfer.simulator.clock import Clock
from transfer.simulator.scenario import Scenario, TemplateSeed, platform_image
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import MANAGEMENT, STORAGE
from transfer.simulator.transport import SimulatorTransport

START = datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=UTC)
SCRIPT = "https://artifacts.example.com/setup.sh"
VERSION = "2024-02-01"
BLOB_VERSION = "2025-11-05"
SUBSCRIPTION = f"/subscriptions/{Scenario().subscription}"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-golden"
TEMPLATES = f"{GROUP}/providers/Microsoft.VirtualMachineImages/imageTemplates"
LINUX = f"{TEMPLATES}/linux"

STEPS = (
    {"type": "Shell", "name": "setup", "scriptUri": SCRIPT},
    {"type": "Shell", "name": "clean", "inline": ["true"]},
)


def properties(**more):
    """Properties of a small template with a VHD output."""
    return {
        "source": platform_image("Canonical", "ubuntu-24_04-lts", "server"),
        "customize": list(STEPS),
        "distribute": [{"type": "VHD", "runOutputName": "disk"}],
        **more,
    }


def body(**more):
    """A template as a client submits it."""
    return {
        "location": "westeurope",
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": {Scenario().identity: {}},
        },
        "properties": properties(**more),
    }


def seed(name="linux", **more):
    """A template that is there from the beginning."""
    return TemplateSeed(name=name, group="rg-golden", properties=properties(), **more)


def simulator(**scenario):
    """A simulator whose clock stands still at `START`."""
    return Simulator(Scenario(**scenario), clock=Clock(START))


@dataclass
class Asking:
    """Somebody who asks the simulator, signed in."""

    simulator: Simulator
    tokens: dict = field(default_factory=dict)

    def headers(self, audience):
        """Those that sign in."""
        if audience not in self.tokens:
            self.tokens[audience] = self.simulator.tokens.issue(audience).text
        return {"Authorization": f"Bearer {self.tokens[audience]}"}

    async def manager(self, method, path, *, version=VERSION, **more):
        """Ask Resource Manager; `path` may be a whole address."""
        address = path if "://" in path else f"https://management.azure.com{path}"
        if "api-version" not in address:
            address += f"{'&' if '?' in address else '?'}api-version={version}"
        return await self._send(method, address, self.headers(MANAGEMENT), more)

    async def blobs(self, method, address, *, headers=None, **more):
        """Ask the blob service."""
        stated = {"x-ms-version": BLOB_VERSION} | self.headers(STORAGE)
        return await self._send(method, address, stated | (headers or {}), more)

    async def _send(self, method, address, headers, more):
        request = httpx.Request(method, address, headers=headers, **more)
        answer = await SimulatorTransport(self.simulator).handle_async_request(request)
        await answer.aread()
        return answer
