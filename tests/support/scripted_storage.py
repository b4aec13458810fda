"""A staging group and the account in it, for tests of what finds and reads them."""

import re
from collections.abc import Mapping

import httpx
from scripted_azure import SUBSCRIPTION, Script, reply

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/IT_images_web_1"
NAME = "kqqtojmjy3fid5w2u3zukw1j"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/{NAME}"
BLOBS = f"https://{NAME}.blob.core.windows.net"
KEY = "Y2FuYXJ5LWNhbmFyeQ=="

_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


def account_body(name: str = NAME, blobs: str = f"{BLOBS}/") -> dict[str, object]:
    """A storage account as Resource Manager answers it."""
    return {
        "id": ACCOUNT.replace(NAME, name),
        "name": name,
        "properties": {"primaryEndpoints": {"blob": blobs}},
    }


def listing(files: Mapping[str, bytes], marker: str = "") -> bytes:
    """A page of a container; files are dated in their order."""
    blobs = "".join(
        f"<Blob><Name>{name}</Name><Properties><Content-Length>{len(data)}"
        f"</Content-Length><Last-Modified>Wed, 25 Nov 2026 10:00:{second:02} GMT"
        "</Last-Modified><BlobType>AppendBlob</BlobType></Properties></Blob>"
        for second, (name, data) in enumerate(files.items())
    )
    return (
        f"<EnumerationResults><Blobs>{blobs}</Blobs>"
        f"<NextMarker>{marker}</NextMarker></EnumerationResults>"
    ).encode()


def container(files: Mapping[str, bytes]) -> Script:
    """A container that is listed whole, and whose files are read by range."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("comp") == "list":
            return reply(200, listing(files))
        data = files[request.url.path.split("/", 2)[2]]
        start, last = map(int, _RANGE.fullmatch(request.headers["Range"]).groups())
        if start >= len(data):
            return reply(416, headers={"x-ms-error-code": "InvalidRange"})
        part = data[start : last + 1]
        told = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        return reply(206, part, {"Content-Range": told})

    return answer


def forbidden(code: str = "AuthorizationPermissionMismatch") -> httpx.Response:
    """What an account answers to somebody without a role."""
    return reply(403, b"<Error/>", {"x-ms-error-code": code})


def with_key_only(inside: Script) -> Script:
    """A container for those who bring a signature, and for nobody else."""

    def answer(request: httpx.Request) -> httpx.Response:
        return inside(request) if "sig" in request.url.params else forbidden()

    return answer
