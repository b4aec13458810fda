"""The client on the project's own transport, against a server on loopback."""

import json
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import web
from scripted_azure import (
    SUBSCRIPTION,
    TEMPLATE,
    FixedTokens,
    run_status,
    template_body,
)

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.transport import AiohttpTransport
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.calls import ARM_POLICY, Caller
from transfer.azure.changes import Changes
from transfer.azure.clouds import custom_cloud
from transfer.azure.endings import built, deleted, ready


class Service:
    """A template that can be made, run and deleted, over real HTTP."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.body: dict[str, object] | None = None
        self.origin = ""

    async def answer(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.asked.append((request.method, request.path, dict(request.headers), raw))
        operation = {"Azure-AsyncOperation": f"{self.origin}/operations/1?t=a%2Fb"}
        if request.path == "/operations/1":
            return web.json_response({"status": "Succeeded", "asked": request.path_qs})
        match request.method:
            case "PUT":
                self.body = template_body(**json.loads(raw)["properties"])
                return web.json_response(self.body, status=201, headers=operation)
            case "POST":
                self.body["properties"]["lastRunStatus"] = run_status("Succeeded")
                return web.Response(status=202, headers=operation)
            case "DELETE":
                self.body = None
                return web.Response(status=204)
        if self.body is None:
            return web.json_response({"error": {"code": "NotFound"}}, status=404)
        return web.json_response(self.body)


@asynccontextmanager
async def serving():
    service = Service()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", service.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    addresses = AddressPolicy(frozenset(("127.0.0.1",)))
    cloud = custom_cloud(
        "demo", resource_manager=service.origin, authority="https://127.0.0.1"
    )
    try:
        async with AiohttpTransport(addresses=addresses) as transport:
            caller = Caller(
                AuthorizingTransport(transport, cloud, FixedTokens()),
                cloud,
                replace(ARM_POLICY, sleep=lambda _: noticed()),
            )
            yield service, ResourceManager(caller, SUBSCRIPTION)
    finally:
        await runner.cleanup()


async def noticed() -> None:
    """No time passes in a test."""


async def test_a_template_is_made_run_and_deleted_over_a_real_line():
    async with serving() as (service, manager):
        changes = Changes(manager)
        properties = {"buildTimeoutInMinutes": 80}
        begun = await changes.create(TEMPLATE, {"properties": properties})
        made = await ready(manager, begun)
        done = await built(manager, await changes.run(TEMPLATE))
        await deleted(manager, await changes.delete(TEMPLATE))

    assert made.summary.timeout_minutes == 80
    assert done.summary.last_run.run_state == "Succeeded"
    assert [method for method, *_ in service.asked] == [
        "GET", "PUT", "GET", "GET", "GET", "POST", "GET", "GET", "DELETE", "GET",
    ]  # fmt: skip
    assert {headers["Authorization"] for _, _, headers, _ in service.asked} == {
        "Bearer secret-1"
    }
    method, _, headers, raw = service.asked[1]
    assert (method, headers["Content-Type"]) == ("PUT", "application/json")
    assert raw == b'{"properties": {"buildTimeoutInMinutes": 80}}'
    assert service.asked[5][2]["Content-Length"] == "0"
