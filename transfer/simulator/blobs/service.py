"""The blob service: whose account is meant, which operation, and who may do it."""

import re
from email.utils import format_datetime
from functools import partial
from urllib.parse import unquote
from xml.sax.saxutils import escape

from integrity.dataclass import dataclass
from transfer.simulator.accounts import Account
from transfer.simulator.blobs import (
    blocks,
    containers,
    copying,
    pages,
    properties,
    reading,
)
from transfer.simulator.blobs.authorization import Gate, Target, mismatch, spend
from transfer.simulator.blobs.calls import BlobAct, BlobCall, BlobRefused, bad_header
from transfer.simulator.blobs.sources import source_of
from transfer.simulator.messages import Answer, Request, xml_answer
from transfer.simulator.tokens import DataRole, Token
from transfer.simulator.world import World

_VERSION = re.compile(r"20\d\d-\d\d-\d\d")
_NEWEST_VERSION = "2026-12-06"


@dataclass(frozen=True, slots=True)
class BlobOperation:
    """One operation of the blob service."""

    name: str
    permission: str
    """The letter that a SAS must have; several: one of them."""

    act: BlobAct


_ACCOUNT = {
    ("GET", "list"): BlobOperation("List Containers", "l", containers.list_containers),
    ("POST", "userdelegationkey"): BlobOperation("Get User Delegation Key", "r", containers.delegation_key),
}  # fmt: skip
_CONTAINER = {
    ("GET", "list"): BlobOperation("List Blobs", "l", containers.list_blobs),
    ("PUT", ""): BlobOperation("Create Container", "cw", containers.create_container),
    ("GET", ""): BlobOperation("Get Container Properties", "r", containers.get_container),
    ("HEAD", ""): BlobOperation("Get Container Properties", "r", containers.get_container),
    ("DELETE", ""): BlobOperation("Delete Container", "d", containers.delete_container),
}  # fmt: skip
_BLOB = {
    ("HEAD", ""): BlobOperation("Get Blob Properties", "r", reading.get_properties),
    ("GET", ""): BlobOperation("Get Blob", "r", reading.get_blob),
    ("GET", "pagelist"): BlobOperation("Get Page Ranges", "r", reading.page_ranges),
    ("GET", "blocklist"): BlobOperation("Get Block List", "r", reading.get_block_list),
    ("PUT", "page"): BlobOperation("Put Page", "w", pages.put_page),
    ("PUT", "block"): BlobOperation("Put Block", "w", blocks.put_block),
    ("PUT", "blocklist"): BlobOperation("Put Block List", "w", blocks.put_block_list),
    ("PUT", "metadata"): BlobOperation("Set Blob Metadata", "w", properties.set_metadata),
    ("PUT", "properties"): BlobOperation("Set Blob Properties", "w", properties.set_blob_properties),
    ("PUT", "lease"): BlobOperation("Lease Blob", "w", properties.lease_blob),
    ("PUT", "copy"): BlobOperation("Abort Copy Blob", "w", copying.abort_copy),
    ("DELETE", ""): BlobOperation("Delete Blob", "d", properties.delete_blob),
}  # fmt: skip
_PUT_BLOB = BlobOperation("Put Blob", "cw", blocks.put_blob)
_COPY_BLOB = BlobOperation("Copy Blob", "cw", copying.copy_blob)
_INFORMATION = BlobOperation(
    "Get Account Information", "rl", containers.account_information
)

_FROM_URL = {"Put Page", "Put Block", "Put Blob"}


class BlobService:
    """Answers what is asked of storage accounts."""

    def __init__(self, world: World, gate: Gate) -> None:
        self._world = world
        self._gate = gate

    def locate(self, request: Request) -> tuple[Account, str, str] | None:
        """The account, container and blob that an address means."""
        path = request.parts.path.lstrip("/")
        suffix = self._world.endpoints.blob_suffix
        if suffix and request.parts.netloc.endswith(suffix):
            name = request.parts.netloc.removesuffix(suffix)
        else:
            name, _, path = path.partition("/")
        account = self._world.accounts.get(name)
        container, _, blob = path.partition("/")
        return None if account is None else (account, unquote(container), unquote(blob))

    def operation(self, request: Request) -> BlobOperation | None:
        """The operation that is meant."""
        place = self.locate(request)
        if place is None:
            return None
        _, container, blob = place
        comp = request.query.get("comp", "").casefold()
        if request.query.get("restype") == "account" and comp == "properties":
            return _INFORMATION
        if blob:
            return self._of_blob(request, comp)
        return (_CONTAINER if container else _ACCOUNT).get((request.method, comp))

    def _of_blob(self, request: Request, comp: str) -> BlobOperation | None:
        found = _BLOB.get((request.method, comp))
        if (request.method, comp) == ("PUT", ""):
            is_put = request.header("x-ms-blob-type")
            found = _PUT_BLOB if is_put else _COPY_BLOB
        if found and found.name in _FROM_URL and request.header("x-ms-copy-source"):
            return BlobOperation(f"{found.name} From URL", found.permission, found.act)
        return found

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or refuse it in the service's own way."""
        try:
            answer = self._answer(request)
        except BlobRefused as refusal:
            answer = self.refusal(request, refusal)
        return answer.with_headers(self._usual_headers(request))

    def _answer(self, request: Request) -> Answer:
        _check_version(request)
        place, operation = self.locate(request), self.operation(request)
        if place is None:
            raise BlobRefused(404, "ResourceNotFound", "There is no such account.")
        if operation is None:
            why = "The requested URI does not represent any resource on the server."
            raise BlobRefused(400, "InvalidUri", why)
        account, container, blob = place
        token = self._gate.admit(
            request, Target(account, container, blob, operation.permission)
        )
        if operation.name == "Get User Delegation Key":
            _check_delegator(token)
        source = partial(source_of, gate=self._gate, locate=self.locate)
        role = token.rights.blobs if token else DataRole.NONE
        call = BlobCall(self._world, request, account, container, blob, source, role)
        answer = operation.act(call)
        if request.method == "GET":
            spend(account, request.query, answer.size)
        return answer

    def refusal(self, request: Request, refusal: BlobRefused) -> Answer:
        """A refusal as the service writes it: a code in a header, and XML."""
        headers = {"x-ms-error-code": refusal.code, **refusal.headers}
        if request.method == "HEAD" or refusal.status == 304:
            return Answer(refusal.status, headers)
        moment = self._world.now().isoformat()
        message = f"{refusal.message}\nRequestId:{self._world.new_id()}\nTime:{moment}"
        code = f"<Code>{refusal.code}</Code>"
        text = f"<Error>{code}<Message>{escape(message)}</Message></Error>"
        return xml_answer(text, headers, status=refusal.status)

    def _usual_headers(self, request: Request) -> dict[str, str]:
        headers = {
            "Server": "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0",
            "x-ms-request-id": self._world.new_id(),
            "Date": format_datetime(self._gate.clock.now(), usegmt=True),
        }
        for name in ("x-ms-version", "x-ms-client-request-id"):
            if request.header(name):
                headers[name] = request.header(name)
        return headers


def _check_version(request: Request) -> None:
    version = request.header("x-ms-version")
    if not version and "sig" in request.query:
        return
    if not _VERSION.fullmatch(version) or version > _NEWEST_VERSION:
        raise bad_header("x-ms-version", version)


def _check_delegator(token: Token | None) -> None:
    if token is None or not token.rights.may_delegate:
        raise mismatch()
