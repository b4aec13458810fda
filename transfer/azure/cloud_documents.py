"""A cloud by what describes it: its own endpoints' document, `az cloud show`, az's file.

Whoever writes such a document says where tokens go. So none may ask for tokens of a
cloud of Microsoft's, which would then be sent to hosts of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from transfer.azure.bodies import Body, items, mapping, text, within
from transfer.azure.clouds import CLOUDS, Cloud, custom_cloud, is_loopback, origin

_METADATA = "/metadata/endpoints"
_METADATA_VERSIONS = ("2022-09-01", "2015-01-01")
"""Newest first; Azure Stack has the older one."""

_OF_MICROSOFT = re.compile(
    r"(?:.*\.)?(?:azure\.com|azure\.net|windows\.net|azure\.us|usgovcloudapi\.net"
    r"|azure\.cn|chinacloudapi\.cn|microsoft\.com|microsoftonline\.(?:com|us))"
)
_ADFS = "adfs"


def cloud_of(document: object, *, manager: str | None = None) -> Cloud:
    """The cloud that a document describes, whichever of the known shapes it has.

    Args:
        manager: The Resource Manager that was asked; of several clouds it is this one.

    Raises:
        ValueError: It describes none, or one whose tokens would not be its own.
    """
    body = _meant(document, manager)
    known = _known(body, manager)
    if known is not None:
        return known
    endpoint = _first(body, ("resourceManager", "endpoints.resourceManager")) or manager
    authority = _first(
        body, ("authentication.loginEndpoint", "endpoints.activeDirectory")
    )
    audience = _first(
        body, ("authentication.audiences", "endpoints.activeDirectoryResourceId")
    )
    if not (endpoint and authority and audience):
        needed = {
            "resource manager": endpoint,
            "sign-in": authority,
            "audience": audience,
        }
        missing = [name for name, value in needed.items() if not value]
        raise ValueError(f"says nothing of its {', '.join(missing)}")
    _check_audience(audience)
    blobs = tuple(filter(None, map(text, items(body.get("blobEndpoints")))))
    cloud = custom_cloud(
        _first(body, ("name",)) or urlsplit(endpoint).hostname or "custom",
        resource_manager=endpoint,
        authority=_without_adfs(authority),
        blob_suffixes=() if blobs else (_blob_suffix(body, endpoint),),
        blob_endpoints=blobs,
        management_scope=f"{audience.rstrip('/')}/.default",
        storage_scope=_storage_scope(body),
    )
    return replace(cloud, tenant=_tenant(body, authority))


def az_document(section: Mapping[str, str], name: str) -> Body:
    """A section of az's `clouds.config`, in the shape of `az cloud show`."""
    endpoints = {
        "resourceManager": section.get("endpoint_resource_manager"),
        "activeDirectory": section.get("endpoint_active_directory"),
        "activeDirectoryResourceId": section.get(
            "endpoint_active_directory_resource_id"
        ),
    }
    suffixes = {"storageEndpoint": section.get("suffix_storage_endpoint")}
    return {"name": name, "endpoints": endpoints, "suffixes": suffixes}


def metadata_urls(manager: str) -> Iterator[str]:
    """Where a Resource Manager tells of its cloud, the newest form first.

    Raises:
        ValueError: It is no endpoint, or plain http beyond this machine.
    """
    for version in _METADATA_VERSIONS:
        yield f"{origin(manager)}{_METADATA}?api-version={version}"


def _meant(document: object, manager: str | None) -> Body:
    """The one body: of a list that of the manager that was asked, else the only one."""
    bodies = [mapping(one) for one in items(document)] or [mapping(document)]
    if len(bodies) > 1 and manager is not None:
        wanted = str(origin(manager))
        bodies = [one for one in bodies if _origin_of(one) == wanted]
    if len(bodies) != 1 or not bodies[0]:
        raise ValueError("is no description of one cloud")
    return bodies[0]


def _origin_of(body: Body) -> str | None:
    try:
        return str(origin(text(body.get("resourceManager")) or ""))
    except ValueError:
        return None


def _known(body: Body, manager: str | None) -> Cloud | None:
    """The cloud of Microsoft's that is meant: by its own endpoint, never by its name."""
    asked = manager or _first(body, ("resourceManager", "endpoints.resourceManager"))
    for cloud in CLOUDS.values():
        if asked and asked.rstrip("/").casefold() == str(cloud.resource_manager):
            return cloud
    return None


def _check_audience(audience: str) -> None:
    host = (urlsplit(audience).hostname or "").casefold()
    if not host:
        raise ValueError(f"{audience}: is no audience such as https://management.x.y")
    if _OF_MICROSOFT.fullmatch(host):
        raise ValueError(
            f"asks for tokens of {host}, which are for that host and no other"
        )


def _storage_scope(body: Body) -> str | None:
    """What tokens for blobs are asked for; None: blobs are read by key alone."""
    audience = _first(body, ("storageAudience",))
    if audience is None:
        return None
    _check_audience(audience)
    return f"{audience.rstrip('/')}/.default"


def _blob_suffix(body: Body, manager: str) -> str:
    """What follows an account's name; Azure Stack has it from its manager's host."""
    stated = _first(body, ("suffixes.storage", "suffixes.storageEndpoint"))
    if stated is None:
        host = urlsplit(manager).hostname or ""
        stated = host if is_loopback(host) else host.partition(".")[2]
    if _OF_MICROSOFT.fullmatch(stated.lstrip(".").casefold()):
        raise ValueError(f"{stated}: is a suffix of Microsoft's own clouds")
    return f"blob.{stated.lstrip('.').casefold()}"


def _without_adfs(authority: str) -> str:
    return authority.rstrip("/").removesuffix(f"/{_ADFS}")


def _tenant(body: Body, authority: str) -> str | None:
    """The one tenant, where there is but one; AD FS is signed in to by that name."""
    if authority.rstrip("/").endswith(f"/{_ADFS}"):
        return _ADFS
    stated = _first(body, ("authentication.tenant",))
    return None if stated in (None, "common", "organizations") else stated


def _first(body: Body, paths: tuple[str, ...]) -> str | None:
    """The first of some members that is a text; of a list its first item."""
    for path in paths:
        found = within(body, *path.split("."))
        one = text(found) or next(filter(None, map(text, items(found))), None)
        if one:
            return one
    return None
