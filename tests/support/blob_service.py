"""A storage service in memory, as strict as its documentation, behind httpx's seam.

Faults stand in a list: the first whose pattern fits a request is done to it, once or
as often as it says. Everything that was asked is written down.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5
from itertools import count

import httpx
from blob_replies import copy_source, page_list, reply
from stored_blob import Blob, key_of, metadata_of

from transfer.crc64 import crc64, to_header
from transfer.ranges import ByteRange

MIB = 2**20
_ASKED = re.compile(r"bytes=(\d+)-(\d+)")

FOR_EVER = -1
"""The times of a fault that never ends."""


@dataclass
class Fault:
    """What is done to the requests that fit."""

    fits: Callable
    do: Callable
    times: int = 1
    after: int = 0
    """Fitting requests that are let through first."""


class BlobService(httpx.AsyncBaseTransport):
    """All accounts of a cloud."""

    def __init__(self):
        self.blobs = {}
        self.faults = []
        self.requests = []
        self.sent_bytes = 0
        self.page_of_list = 10_000
        self.checksums = ("crc64", "md5")
        self.tells_written = True
        self.containers_missing = set()
        self.copies = {}
        self.copy_steps = [10, 50, 100]
        self._versions = count(1)

    def put(self, url, pieces, *, size, kind="PageBlob", **named):
        blob = Blob(size, kind, **named)
        for start, data in pieces:
            blob.write(start, data)
        if kind != "PageBlob":
            blob.pages = ()
        self.blobs[key_of(url)] = blob
        self.touch(blob)
        return blob

    def touch(self, blob):
        blob.etag = f'"0x{next(self._versions):X}"'

    def fault(self, do, fits=lambda request: True, **named):
        self.faults.append(Fault(fits, do, **named))

    def blob(self, url):
        return self.blobs[key_of(url)]

    def calls(self, method=None, comp=None):
        return [
            request
            for request in self.requests
            if method in (None, request.method)
            and comp in (None, request.url.params.get("comp", ""))
        ]

    async def handle_async_request(self, request):
        self.requests.append(request)
        await asyncio.sleep(0)
        for fault in self.faults:
            if fault.times and fault.fits(request):
                if fault.after:
                    fault.after -= 1
                    continue
                fault.times -= 1
                answer = fault.do(self, request)
                if answer is not None:
                    return answer
        return self.answer(request)

    def answer(self, request):
        blob = self.blobs.get(key_of(request.url))
        comp = request.url.params.get("comp", "")
        if request.method in ("GET", "HEAD"):
            return self._read(request, blob, comp)
        return self._write(request, blob, comp)

    def _read(self, request, blob, comp):
        if blob is None:
            return reply(404, code=self._missing(request))
        wanted = request.headers.get("if-match")
        if wanted not in (None, "*", blob.etag):
            return reply(412, code="ConditionNotMet")
        if comp == "pagelist":
            return self._list(request, blob)
        common = {"etag": blob.etag, "x-ms-blob-type": blob.kind, **blob.headers}
        if request.method == "HEAD" and blob.copy:
            self._advance(request, blob)
            common = {**common, "etag": blob.etag, **blob.copy}
        if request.method == "HEAD":
            meta = {f"x-ms-meta-{k}": v for k, v in blob.metadata.items()}
            lease = {"x-ms-lease-state": "leased" if blob.lease else "available"}
            return reply(
                200, **{"content-length": str(blob.size), **common, **meta, **lease}
            )
        return self._get(request, blob, common)

    def _get(self, request, blob, common):
        start, last = map(int, _ASKED.fullmatch(request.headers["x-ms-range"]).groups())
        if start >= blob.size:
            return reply(416, code="InvalidRange")
        stop = min(last + 1, blob.size)
        data = blob.read(start, stop)
        told = {"content-range": f"bytes {start}-{stop - 1}/{blob.size}"}
        for name, header, make in (
            ("crc64", "x-ms-content-crc64", lambda: to_header(crc64(data))),
            ("md5", "content-md5", lambda: b64encode(md5(data).digest()).decode()),
        ):
            if request.headers.get(f"x-ms-range-get-content-{name}") == "true":
                if stop - start > 4 * MIB:
                    return reply(400, code="OutOfRangeQueryParameterValue")
                if name not in self.checksums:
                    return reply(500, code="FeatureNotSupported")
                told[header] = make()
        self.sent_bytes += len(data)
        return reply(206, data=data, **common, **told)

    def _list(self, request, blob):
        if blob.kind != "PageBlob":
            return reply(409, code="InvalidBlobType")
        first = int(request.url.params.get("marker", "0"))
        window = ByteRange(0, blob.size)
        if asked := request.headers.get("x-ms-range"):
            start, last = map(int, _ASKED.fullmatch(asked).groups())
            window = ByteRange(start, last + 1)
        pages = [part for p in blob.pages if (part := p.within(window)).size]
        page = pages[first : first + self.page_of_list]
        more = first + len(page) if first + len(page) < len(pages) else ""
        return page_list(page, more, etag=blob.etag)

    def _write(self, request, blob, comp):
        if refused := self._refused(request, blob, comp):
            return refused
        if request.method == "DELETE":
            return self.blobs.pop(key_of(request.url)) and reply(202)
        if not comp and "x-ms-copy-source" in request.headers:
            return self._start_copy(request)
        if not comp:
            return self._create(request)
        return {
            "page": self._page,
            "metadata": self._describe,
            "lease": self._lease,
            "copy": lambda *_: reply(204),
        }[comp](request, blob)

    def _refused(self, request, blob, comp):
        if blob is None:
            missing = self._missing(request)
            if comp or missing == "ContainerNotFound":
                return reply(404, code=missing)
            return None
        if request.headers.get("if-none-match") == "*":
            return reply(409, code="BlobAlreadyExists")
        if request.headers.get("if-match", blob.etag) != blob.etag:
            return reply(412, code="ConditionNotMet")
        return None if comp == "lease" else self._unleased(request, blob)

    def _unleased(self, request, blob):
        lease = request.headers.get("x-ms-lease-id")
        if lease == (blob.lease or None):
            return None
        if not blob.lease:
            return reply(412, code="LeaseNotPresentWithBlobOperation")
        mismatch = "LeaseIdMismatchWithBlobOperation"
        return reply(412, code=mismatch if lease else "LeaseIdMissing")

    def _create(self, request):
        size = int(request.headers["x-ms-blob-content-length"])
        if size % 512:
            return reply(400, code="InvalidHeaderValue")
        made = self.put(request.url, [], size=size, metadata=metadata_of(request))
        return reply(201, etag=made.etag)

    def _start_copy(self, request):
        url = request.headers["x-ms-copy-source"]
        origin = self.blobs.get(key_of(url))
        if origin is None:
            return copy_source(404, "BlobNotFound")
        if request.headers.get("x-ms-source-if-match") != origin.etag:
            return reply(412, code="SourceConditionNotMet")
        made = self.put(
            request.url, [], size=origin.size, metadata=metadata_of(request)
        )
        made.copy = {
            "x-ms-copy-id": f"copy-{next(self._versions)}",
            "x-ms-copy-status": "pending",
            "x-ms-copy-progress": f"0/{origin.size}",
        }
        self.copies[key_of(request.url)] = (origin, iter(self.copy_steps))
        copying = {k: v for k, v in made.copy.items() if "progress" not in k}
        return reply(202, etag=made.etag, **copying)

    def _advance(self, request, blob):
        """The service copies a little more each time somebody looks."""
        origin, steps = self.copies.get(key_of(request.url), (None, iter(())))
        step = next(steps, None)
        if isinstance(step, str):
            blob.copy["x-ms-copy-status"] = step
            blob.size = 0
        elif step is not None:
            stop = origin.size * step // 100
            blob.copy["x-ms-copy-progress"] = f"{stop}/{origin.size}"
            for page in origin.pages:
                if (part := page.within(ByteRange(0, stop))).size:
                    blob.write(part.start, origin.read(part.start, part.stop))
            if step == 100:
                blob.copy["x-ms-copy-status"] = "success"
                self.touch(blob)

    def _page(self, request, blob):
        start, last = map(int, _ASKED.fullmatch(request.headers["x-ms-range"]).groups())
        extent = ByteRange(start, last + 1)
        if start % 512 or extent.stop % 512 or extent.stop > blob.size:
            return reply(416, code="InvalidPageRange")
        if request.headers["x-ms-page-write"] == "clear":
            blob.clear(extent)
            self.touch(blob)
            return reply(201, etag=blob.etag)
        if extent.size > 4 * MIB:
            return reply(413, code="RequestBodyTooLarge")
        data = request.content
        if "x-ms-copy-source" in request.headers:
            data = self._fetched(request)
        if isinstance(data, httpx.Response):
            return data
        return self._update(request, blob, extent, data)

    def _update(self, request, blob, extent, data):
        if len(data) != extent.size:
            return reply(400, code="InvalidHeaderValue")
        told = request.headers.get("x-ms-content-crc64")
        if told and "crc64" not in self.checksums:
            return reply(500, code="FeatureNotSupported")
        if told and told != to_header(crc64(data)):
            return reply(400, code="Crc64Mismatch")
        blob.write(extent.start, data)
        self.touch(blob)
        crc = to_header(crc64(data)) if self.tells_written else None
        return reply(201, etag=blob.etag, x_ms_content_crc64=crc)

    def _fetched(self, request):
        origin = self.blobs.get(key_of(request.headers["x-ms-copy-source"]))
        if origin is None:
            return copy_source(404, "BlobNotFound")
        if request.headers.get("x-ms-source-if-match") != origin.etag:
            return reply(412, code="SourceConditionNotMet")
        asked = request.headers["x-ms-source-range"]
        start, last = map(int, _ASKED.fullmatch(asked).groups())
        return origin.read(start, last + 1)

    def _describe(self, request, blob):
        blob.metadata = metadata_of(request)
        self.touch(blob)
        return reply(200, etag=blob.etag)

    def _lease(self, request, blob):
        if request.headers["x-ms-lease-action"] == "acquire":
            wanted = request.headers["x-ms-proposed-lease-id"]
            if blob.lease not in ("", wanted):
                return reply(409, code="LeaseAlreadyPresent")
            blob.lease = wanted
            return reply(201, x_ms_lease_id=wanted)
        if blob.lease != request.headers["x-ms-lease-id"]:
            return reply(409, code="LeaseIdMismatchWithLeaseOperation")
        if request.headers["x-ms-lease-action"] == "renew":
            return reply(200, x_ms_lease_id=blob.lease)
        blob.lease = ""
        return reply(200)

    def _missing(self, request):
        container = key_of(request.url).split("/")[1]
        missing = container in self.containers_missing
        return "ContainerNotFound" if missing else "BlobNotFound"
