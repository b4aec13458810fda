"""Containers: made, listed, deleted; what is in them; keys that users delegate."""

import base64
import hashlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from transfer.simulator.accounts import Blob, Container
from transfer.simulator.blobs.calls import (
    BlobCall,
    BlobRefused,
    http_date,
    metadata_of,
    version_headers,
)
from transfer.simulator.blobs.reading import copy_headers, lease_headers
from transfer.simulator.messages import Answer, xml_answer
from transfer.simulator.tokens import DataRole

_MOST_ITEMS = 5_000
_OBJECT_ID = "00000000-0000-0000-0000-00000000000a"


def create_container(call: BlobCall) -> Answer:
    """Create Container."""
    if call.container_name in call.account.containers:
        why = "The specified container already exists."
        raise BlobRefused(409, "ContainerAlreadyExists", why)
    made = call.account.container(call.container_name, call.now)
    made.metadata = metadata_of(call.request)
    return Answer(201, version_headers(made))


def get_container(call: BlobCall) -> Answer:
    """Get Container Properties."""
    container = call.container()
    headers = version_headers(container) | {
        "x-ms-has-immutability-policy": str(container.immutable).lower(),
        "x-ms-lease-status": "unlocked",
        "x-ms-lease-state": "available",
    }
    more = {f"x-ms-meta-{name}": value for name, value in container.metadata.items()}
    return Answer(200, headers | more)


def delete_container(call: BlobCall) -> Answer:
    """Delete Container, with all that is in it."""
    call.container()
    del call.account.containers[call.container_name]
    return Answer(202)


def account_information(call: BlobCall) -> Answer:
    """Get Account Information: of which kind it is."""
    return Answer(
        200,
        {
            "x-ms-sku-name": "Standard_ZRS",
            "x-ms-account-kind": "StorageV2",
            "x-ms-is-hns-enabled": str(call.account.hierarchical).lower(),
        },
    )


def _page(call: BlobCall, names: list[str]) -> tuple[list[str], str]:
    """The names of one answer, and the marker of the next; empty when there is none."""
    query = call.request.query
    start, prefix = query.get("marker", ""), query.get("prefix", "")
    found = [name for name in names if name.startswith(prefix) and name >= start]
    stated = query.get("maxresults", "")
    most = min(int(stated), _MOST_ITEMS) if stated.isdigit() else _MOST_ITEMS
    return found[:most], found[most] if len(found) > most else ""


def _enumeration(call: BlobCall, attributes: str, body: str, marker: str) -> Answer:
    endpoint = quoteattr(f"{call.world.endpoints.blobs(call.account.name)}/")
    return xml_answer(
        f"<EnumerationResults ServiceEndpoint={endpoint}{attributes}>"
        f"{body}<NextMarker>{escape(marker)}</NextMarker></EnumerationResults>"
    )


def list_containers(call: BlobCall) -> Answer:
    """List Containers."""
    names, marker = _page(call, sorted(call.account.containers))
    bodies = (_container_xml(call.account.containers[name]) for name in names)
    body = f"<Containers>{''.join(bodies)}</Containers>"
    return _enumeration(call, "", body, marker)


def _container_xml(container: Container) -> str:
    return (
        f"<Container><Name>{escape(container.name)}</Name><Properties>"
        f"<Last-Modified>{http_date(container.modified)}</Last-Modified>"
        f"<Etag>{container.etag}</Etag><LeaseStatus>unlocked</LeaseStatus>"
        "<LeaseState>available</LeaseState></Properties></Container>"
    )


def list_blobs(call: BlobCall) -> Answer:
    """List Blobs, flat or by the parts of their names."""
    blobs = {
        name: blob for name, blob in call.container().blobs.items() if blob.is_committed
    }
    delimiter = call.request.query.get("delimiter")
    prefix = call.request.query.get("prefix", "")
    shown = sorted({_folded(name, prefix, delimiter) for name in blobs})
    names, marker = _page(call, shown)
    bodies = (
        _blob_xml(call, blobs[name])
        if name in blobs
        else f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>"
        for name in names
    )
    attributes = f" ContainerName={quoteattr(call.container_name)}"
    body = f"<Prefix>{escape(prefix)}</Prefix><Blobs>{''.join(bodies)}</Blobs>"
    return _enumeration(call, attributes, body, marker)


def _folded(name: str, prefix: str, delimiter: str | None) -> str:
    if not delimiter or not name.startswith(prefix):
        return name
    first, found, _ = name.removeprefix(prefix).partition(delimiter)
    return f"{prefix}{first}{found}"


def _blob_xml(call: BlobCall, blob: Blob) -> str:
    fields = {
        "Creation-Time": http_date(blob.created),
        "Last-Modified": http_date(blob.modified),
        "Etag": blob.etag.strip('"'),
        "Content-Length": str(blob.content.size),
        **blob.properties,
        "BlobType": blob.kind.value,
    }
    leased = lease_headers(call, blob)
    fields["LeaseStatus"] = leased["x-ms-lease-status"]
    fields["LeaseState"] = leased["x-ms-lease-state"]
    included = call.request.query.get("include", "").split(",")
    if "copy" in included:
        for header, value in copy_headers(call, blob).items():
            words = header.removeprefix("x-ms-").split("-")
            fields["".join(word.capitalize() for word in words)] = value
    shown = (
        f"<Name>{escape(blob.name)}</Name><Properties>{_elements(fields)}</Properties>"
    )
    if "metadata" in included:
        shown += f"<Metadata>{_elements(blob.metadata)}</Metadata>"
    return f"<Blob>{shown}</Blob>"


def delegation_key(call: BlobCall) -> Answer:
    """Get User Delegation Key: signs what the caller may do, for a while."""
    try:
        asked = ET.fromstring(call.request.body)
    except ET.ParseError:
        raise BlobRefused(400, "InvalidXmlDocument") from None
    start, expiry = (asked.findtext(name, "") for name in ("Start", "Expiry"))
    if not expiry:
        raise BlobRefused(400, "InvalidXmlNodeValue", "Expiry is missing.")
    tenant = call.world.scenario.tenant
    name = f"{_OBJECT_ID}|{tenant}|{start}|{expiry}"
    secret = f"{call.account.keys[0]}|{name}"
    key = hashlib.sha256(secret.encode()).digest()
    call.account.delegation_keys[name] = key
    if call.role < DataRole.READER:
        call.account.powerless_keys.add(name)
    fields = {
        "SignedOid": _OBJECT_ID,
        "SignedTid": tenant,
        "SignedStart": start,
        "SignedExpiry": expiry,
        "SignedService": "b",
        "SignedVersion": call.header("x-ms-version"),
        "Value": base64.b64encode(key).decode(),
    }
    return xml_answer(f"<UserDelegationKey>{_elements(fields)}</UserDelegationKey>")


def _elements(texts: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
