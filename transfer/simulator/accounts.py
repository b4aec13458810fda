"""What a storage account holds, as the simulator remembers it."""

import base64
import hashlib
import itertools
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from integrity.dataclass import dataclass
from transfer.simulator.sparse import SparseBytes

_ETAGS = itertools.count(0x8DD0000000000)


def new_etag() -> str:
    """An ETag that nothing had before, in its quotes."""
    return f'"0x{next(_ETAGS):X}"'


def _made_up_key(account: str, number: int) -> str:
    """A key as listKeys has it: 64 bytes in base64, the same in each run."""
    raw = hashlib.sha512(f"simulated key {number} of {account}".encode()).digest()
    return base64.b64encode(raw).decode()


class BlobKind(StrEnum):
    """How a blob is written."""

    BLOCK = "BlockBlob"
    PAGE = "PageBlob"


@dataclass(slots=True)
class Lease:
    """Somebody's right to write."""

    id: str
    seconds: int
    """-1: without end."""

    expires: datetime | None
    broken: bool = False

    def is_active(self, now: datetime) -> bool:
        """Whether others are kept from writing."""
        return not self.broken and (self.expires is None or now < self.expires)


class CopyStatus(StrEnum):
    """How far a copy of the service's own is."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"
    ABORTED = "aborted"


@dataclass(slots=True)
class Copy:
    """A copy that the service makes by itself."""

    id: str
    address: str
    """Where it copies from, without the secret part."""

    total: int
    began: datetime
    ends: datetime
    status: CopyStatus = CopyStatus.PENDING
    description: str = ""
    ended: datetime | None = None

    def done(self, now: datetime) -> int:
        """Bytes behind it."""
        if self.status is CopyStatus.SUCCESS:
            return self.total
        whole = (self.ends - self.began).total_seconds()
        gone = ((self.ended or now) - self.began).total_seconds()
        return min(self.total, int(self.total * gone / whole)) if whole else 0


@dataclass(slots=True)
class Blob:
    """One blob."""

    name: str
    kind: BlobKind
    content: SparseBytes
    modified: datetime
    created: datetime
    etag: str = field(default_factory=new_etag)
    metadata: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    """`Content-Type`, `Content-MD5` and their like, as they are answered."""

    lease: Lease | None = None
    copy: Copy | None = None
    uncommitted: dict[str, bytes] = field(default_factory=dict)
    blocks: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of a block blob: the bounds of each committed block by its id."""

    is_committed: bool = True
    """False: there are only blocks of it, and no blob yet."""

    def touch(self, now: datetime) -> None:
        """Remember that it was changed."""
        self.etag = new_etag()
        self.modified = now


@dataclass(slots=True)
class Container:
    """A container of blobs."""

    name: str
    modified: datetime
    etag: str = field(default_factory=new_etag)
    metadata: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, Blob] = field(default_factory=dict)

    immutable: bool = False
    """A policy forbids to change or delete what is in it."""


@dataclass(slots=True)
class Account:
    """A storage account."""

    name: str
    group: str
    location: str = "westeurope"
    keys: tuple[str, str] = ("", "")
    """Both in base64; made up when not given."""

    containers: dict[str, Container] = field(default_factory=dict)

    takes_keys: bool = True
    """False: a policy has switched off keys and all that is signed by them."""

    hierarchical: bool = False
    """Whether it has a hierarchical namespace, and so no page blobs."""

    copy_rate: int = 40 * 10**6
    """Bytes a second of a copy of the service's own, by the simulated clock."""

    delegation_keys: dict[str, bytes] = field(default_factory=dict)
    """Values of the user delegation keys given out, by what was signed into them."""

    powerless_keys: set[str] = field(default_factory=set)
    """Those of them whose owners may read nothing themselves, nor by a signature."""

    sas_bytes: int | None = None
    """How much is still read by the next signature before it expires; None: no end.

    A signature made afterwards is another one, and holds.
    """

    expired: set[str] = field(default_factory=set)
    """Signatures that are over, whatever their time says."""

    def __post_init__(self) -> None:
        if not self.keys[0]:
            self.keys = (_made_up_key(self.name, 1), _made_up_key(self.name, 2))

    def container(self, name: str, now: datetime) -> Container:
        """A container, made if it is not there."""
        return self.containers.setdefault(name, Container(name, now))

    def put(
        self,
        container: str,
        name: str,
        content: SparseBytes,
        now: datetime,
        *,
        kind: BlobKind = BlobKind.BLOCK,
    ) -> Blob:
        """Put a blob there, over what there was."""
        blob = Blob(name, kind, content, now, now)
        blob.properties["Content-Type"] = "application/octet-stream"
        self.container(container, now).blobs[name] = blob
        return blob
