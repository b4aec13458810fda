"""A blob in memory, of which only what was written takes any."""

from dataclasses import dataclass, field

import httpx

from transfer.ranges import ByteRange, coalesce, subtract

_BLOCK = 64 * 1024


@dataclass
class Blob:
    """One blob; a page blob knows which of its pages were written."""

    size: int
    kind: str = "PageBlob"
    etag: str = ""
    blocks: dict = field(default_factory=dict)
    pages: tuple = ()
    metadata: dict = field(default_factory=dict)
    lease: str = ""
    headers: dict = field(default_factory=dict)
    copy: dict | None = None
    """The headers of a copy that the service makes."""

    def read(self, start, stop):
        out = bytearray(stop - start)
        for part in ByteRange(start, stop).split(_BLOCK):
            block = self.blocks.get(part.start // _BLOCK)
            if block:
                inner = part.start % _BLOCK
                at = part.start - start
                out[at : at + part.size] = block[inner : inner + part.size]
        return bytes(out)

    def write(self, start, data):
        whole = ByteRange(start, start + len(data))
        for part in whole.split(_BLOCK):
            block = self.blocks.setdefault(part.start // _BLOCK, bytearray(_BLOCK))
            inner, at = part.start % _BLOCK, part.start - start
            block[inner : inner + part.size] = data[at : at + part.size]
        self.pages = coalesce([*self.pages, whole.aligned(512)])

    def clear(self, extent):
        self.pages = subtract(self.pages, [extent])
        for part in extent.split(_BLOCK):
            if block := self.blocks.get(part.start // _BLOCK):
                inner = part.start % _BLOCK
                block[inner : inner + part.size] = bytes(part.size)


def metadata_of(request):
    """What a request notes on a blob."""
    return {
        name[len("x-ms-meta-") :]: value
        for name, value in request.headers.items()
        if name.startswith("x-ms-meta-")
    }


def key_of(url):
    """Where a blob stands: its address without what comes after the path."""
    url = httpx.URL(str(url))
    return f"{url.host}{url.path}"
