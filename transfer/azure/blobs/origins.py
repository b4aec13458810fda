"""An artifact that the service reads by itself, and by what right it may."""

from typing import Protocol

from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress


class CopySourceAuthorizer(Protocol):
    """Knows what lets the service read an artifact by itself."""

    async def copy_source_bearer(self, url: str) -> str | None:
        """A bearer token for an address; None where its signature has to do.

        Must hand none out for a host that is not Azure's.
        """


@dataclass(frozen=True, slots=True)
class Origin:
    """An artifact that the service reads by itself."""

    address: BlobAddress
    etag: str
    authorizer: CopySourceAuthorizer | None = None

    async def headers(self) -> dict[str, str]:
        """What tells the service where to read, which version, and by what right."""
        url = self.address.url.reveal()
        headers = {"x-ms-copy-source": url, "x-ms-source-if-match": self.etag}
        if self.authorizer is None or self.address.is_signed:
            return headers
        if token := await self.authorizer.copy_source_bearer(url):
            headers["x-ms-copy-source-authorization"] = f"Bearer {token}"
        return headers
