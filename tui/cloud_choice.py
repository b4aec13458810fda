"""Which cloud is meant: by its name, by a file that describes it, or by its endpoint."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.late_transport import LateTransport
from integrity.secret_url import SecretUrl
from integrity.sizes import MIB
from transfer.azure.calls import ARM_POLICY, Call, Caller
from transfer.azure.cloud_documents import az_document, cloud_of, metadata_urls
from transfer.azure.clouds import CLOUDS, Cloud, custom_cloud, origin
from transfer.azure.signing_in.scope import Scope, Setting, az_clouds
from transfer.errors import ServiceError
from transfer.names import from_home
from tui.preferences import preferences_path, preferred_cloud
from tui.settings import SettingsError

_LARGEST = MIB
"""Bytes of a file that describes a cloud."""

_PATIENCE = 3.0
"""Seconds of asking an endpoint again: it may be misspelt, and a person waits."""


class CloudUnknown(Exception):
    """A cloud, or a simulator, is named that cannot be used; the message says why."""


def named_cloud(flag: str | None, scope: Scope) -> Setting | None:
    """What names the cloud: the option, the environment, the settings, or az.

    Raises:
        CloudUnknown: The settings file, which may name it, cannot be read.
    """
    if flag:
        return Setting(flag, "--cloud")
    said = scope.cloud
    if said is not None and said.origin == "AZURE_CLOUD_NAME":
        return said
    try:
        preferred = preferred_cloud(preferences_path())
    except SettingsError as error:
        raise CloudUnknown(str(error)) from error
    return Setting(preferred, "your settings") if preferred else said


def is_endpoint(name: str) -> bool:
    """Whether a cloud is named by its Resource Manager, which has to be asked."""
    return "://" in name


def find_cloud(name: Setting, environment: Mapping[str, str]) -> Cloud:
    """The cloud of a name: one of Microsoft's, one that az has registered, or a file.

    Raises:
        CloudUnknown: There is none, or it cannot be used.
    """
    known = CLOUDS.get(name.value.casefold())
    if known is not None:
        return known
    registered = az_clouds(environment)
    section = registered.get(name.value.casefold())
    try:
        if section is not None:
            return cloud_of(az_document(section, name.value))
        path = from_home(name.value)
        if path.is_file():
            return cloud_of(_read(path))
    except (OSError, ValueError, RecursionError) as error:
        raise CloudUnknown(f"{name.origin} {name.value}: {error}") from error
    names = ", ".join([*(each.name for each in CLOUDS.values()), *registered])
    raise CloudUnknown(
        f"{name.origin} names {name.value!r}; known are {names}, a file as "
        "`az cloud show` prints it, and the address of a Resource Manager"
    )


async def ask_cloud(
    name: Setting,
    *,
    wire: httpx.AsyncBaseTransport | None,
    ca_file: Path | None,
    proxy: str | None,
) -> Cloud:
    """Ask a Resource Manager for the endpoints of its cloud; no token goes along.

    Args:
        wire: What carries requests; None opens the project's own.

    Raises:
        CloudUnknown: It is no endpoint, or describes no cloud that could be used.
        AzureError: It does not answer.
    """
    try:
        manager = origin(name.value)
        if wire is not None:
            return await _asked(wire, str(manager))
        host = manager.host.strip("[]")
        transport = LateTransport(
            addresses=AddressPolicy(frozenset((host,))), ca_file=ca_file, proxy=proxy
        )
        async with transport:
            return await _asked(transport, str(manager))
    except ValueError as error:
        raise CloudUnknown(f"{name.origin} {name.value}: {error}") from error


async def _asked(wire: httpx.AsyncBaseTransport, manager: str) -> Cloud:
    unknown = custom_cloud(
        manager, resource_manager=manager, authority="https://login.invalid"
    )
    for known in CLOUDS.values():
        if known.resource_manager == unknown.resource_manager:
            return known
    caller = Caller(wire, unknown, replace(ARM_POLICY, patience=_PATIENCE))
    refused: list[ServiceError] = []
    for url in metadata_urls(manager):
        try:
            call = Call("GET", SecretUrl(url), f"read the endpoints of {manager}")
            answer = await caller.send(call)
        except ServiceError as error:  # it may know an older form only
            refused.append(error)
            continue
        return cloud_of(answer.body, manager=manager)
    raise refused[0]


def _read(path: Path) -> object:
    with path.open("rb") as file:
        return json.loads(file.read(_LARGEST))
