"""What goes wrong on the way of a copy, and at which request."""

import httpx
import pytest
from blob_replies import Body, reply
from copying import IMAGE

POSITIONS = pytest.mark.parametrize("after", [0, 3, 6], ids=["first", "inner", "last"])


def a_range(request):
    return "x-ms-range" in request.headers and request.method == "GET"


def a_head(request):
    return request.method == "HEAD"


def a_listing(request):
    return request.url.params.get("comp") == "pagelist"


def answering(status, code="", **headers):
    return lambda service, request: reply(status, code=code, **headers)


def a_page(request):
    return request.url.params.get("comp") == "page"


def comp(name):
    return lambda request: request.url.params.get("comp") == name


def raising(error):
    def do(service, request):
        raise error

    return do


def changed(change):
    """The right answer, with its headers or its body changed."""

    def do(service, request):
        answer = service.answer(request)
        data = answer.stream._data
        headers = dict(answer.headers)
        status, data, error = change(headers, data) or (206, data, None)
        return httpx.Response(status, headers=headers, stream=Body(data, error=error))

    return do


def with_header(name, value):
    def change(headers, data):
        headers[name] = value

    return changed(change)


def without_header(name):
    return changed(lambda headers, data: headers.pop(name) and None)


def with_body(make, error=None):
    return changed(lambda headers, data: (206, make(data), error))


def closed_early(headers, data):
    del headers["content-length"]
    return 206, data[:-100], None


def is_partial_or_whole(bench):
    there = bench.service.blobs.get("keep.blob.core.windows.net/images/disk.vhd")
    if there is None or there.metadata["bakeferry_state"] == "partial":
        return True
    return there.read(0, there.size) == IMAGE
