"""What the client's digest cache has to do with one artifact that a worker reads."""

from typing import NamedTuple, Self

from integrity.artifacts.artifact import ArtifactRequest, Opener
from integrity.dataclass import dataclass
from integrity.digests.cache import DigestCache
from integrity.digests.version import FileVersion
from integrity.errors import ArtifactError
from integrity.secret_url import SecretUrl


class Known(NamedTuple):
    """The digest of one version of an artifact."""

    version: FileVersion | str
    """An etag; a file's without its device, which has another number on each machine."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The cache, asked about one artifact before and told of it after."""

    cache: DigestCache

    name: str
    """Its address without the query, which may be a secret."""

    seen: FileVersion | None
    """The file as the client sees it; None: it is none, or is not seen from here."""

    @classmethod
    async def of(
        cls, cache: DigestCache, request: ArtifactRequest, disk: Opener | None
    ) -> Self:
        """Look at an artifact without reading it.

        Args:
            disk: Opens it, if it is a file.
        """
        seen = await _seen(request, disk) if disk else None
        return cls(cache, SecretUrl(request.url).without_query, seen)

    def recall(self) -> Known | None:
        """What is remembered: of the file as it is seen, or of what was read last."""
        if self.seen is None:
            newest = self.cache.newest(self.name)
            return Known(*newest) if newest else None
        sha256 = self.cache.local(self.seen)
        if sha256 is None:
            return None
        return Known(_anywhere(self.seen), self.seen.size, sha256)

    def keep(self, learnt: Known) -> None:
        """Remember what a worker has computed, if it has read what is seen from here."""
        version, size, sha256 = learnt
        if isinstance(version, str):
            self.cache.remember_remote(self.name, version, size=size, sha256=sha256)
        elif self.seen is not None and version == _anywhere(self.seen):
            self.cache.remember_local(self.seen, sha256)


async def _seen(request: ArtifactRequest, disk: Opener) -> FileVersion | None:
    try:
        async with disk.open(request) as artifact:
            status = artifact.description.status
    except ArtifactError:  # a worker may see it
        return None
    return FileVersion.of(status) if status else None


class CacheOfOne(DigestCache):
    """The worker's: knows what the client has remembered of one artifact."""

    def __init__(self, known: Known | None) -> None:
        super().__init__(None)
        self._known = known

        self.learnt: Known | None = None
        """What the client is to remember now."""

    def local(self, version: FileVersion) -> str | None:
        """The sha256, if it is the version that the client sees."""
        found = self._of(_anywhere(version))
        return found.sha256 if found else None

    def remember_local(self, version: FileVersion, sha256: str) -> None:
        """Keep it for the client."""
        self.learnt = Known(_anywhere(version), version.size, sha256)

    def remote(self, url: str, etag: str) -> tuple[int, str] | None:
        """Size and sha256, if it is the version that was read last."""
        found = self._of(etag)
        return (found.size, found.sha256) if found else None

    def remember_remote(self, url: str, etag: str, *, size: int, sha256: str) -> None:
        """Keep it for the client, without the address."""
        self.learnt = Known(etag, size, sha256)

    def _of(self, version: FileVersion | str) -> Known | None:
        return self._known if self._known and self._known.version == version else None


def _anywhere(version: FileVersion) -> FileVersion:
    return version._replace(device=0)
