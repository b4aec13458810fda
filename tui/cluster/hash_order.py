"""What is asked of a worker that hashes, and what it says where it could not."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from integrity.digests.algorithms import SHA256
from integrity.errors import DigestError, FileChanged, HashingCancelled
from tui.cluster.work import Teller


class HashOrder(NamedTuple):
    """Files for one worker."""

    paths: Sequence[str]
    """Absolute: a worker stands elsewhere."""

    algorithms: Sequence[str]

    chunks_by: str = SHA256.name
    """For a manifest: the digest of each chunk."""


class Failure(NamedTuple):
    """Why a worker has no digest of a file; errors themselves do not travel."""

    kind: type[DigestError]
    why: str
    worker: str

    @classmethod
    def of(cls, error: DigestError | HashingCancelled, teller: Teller) -> Self:
        """What was met on a worker; nobody hears of work that was cancelled."""
        if isinstance(error, DigestError):
            return cls(type(error), error.why, teller.worker)
        return cls(DigestError, "cancelled", teller.worker)

    def error(self, path: str) -> DigestError:
        """The error of a file, by the name that it has here."""
        if self.kind is FileChanged:
            return FileChanged(path)
        return self.kind(path, f"{self.why} (on the worker {self.worker})")
