"""What the service is told of an artifact, so that it reads that by itself."""

from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress


@dataclass(frozen=True, slots=True)
class CopyOrigin:
    """An artifact that the service reads by itself."""

    address: BlobAddress
    etag: str

    @property
    def headers(self) -> dict[str, str]:
        """What tells the service where to read, and which version.

        By what right it may is added by the transport, which knows whose address it is.
        """
        url = self.address.url.reveal()
        return {"x-ms-copy-source": url, "x-ms-source-if-match": self.etag}
