"""What a server does to an artifact, by the numbers of the fault model."""

import pytest
from behaviours import (
    Content,
    chunked,
    cut,
    drip_headers,
    flood_of_1xx,
    flood_of_headers,
    garbage,
    hang_up_at_once,
    honest,
    one_endless_header,
    redirect,
    reset_at_once,
    reset_in_body,
    stall,
    status,
    told_lengths,
    told_range,
    until_close,
    whole,
    zipped,
)

from integrity.errors import (
    ArtifactChanged,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactRefused,
    ArtifactUnreachable,
)

SIZE = 10240
CONTENT = Content(bytes(number % 251 for number in range(SIZE)))

SHIFTED = CONTENT.changed(body=CONTENT.body[7:] + CONTENT.body[:7])

PASSING = {
    "D01 reset before reply": reset_at_once,
    "D02 close before reply": hang_up_at_once,
    "D03 reset in body": reset_in_body(CONTENT),
    "D04 close in body": cut(CONTENT, at=100),
    "D05 shorter than Content-Length": told_lengths(CONTENT, SIZE + 5),
    "D06 longer than Content-Length": told_lengths(CONTENT, SIZE - 5),
    "D07 negative Content-Length": told_lengths(CONTENT, -1),
    "D08 two lengths": told_lengths(CONTENT, SIZE, 7),
    "D09 chunked, no end": chunked(CONTENT, terminator=b""),
    "D12 Content-Range starts elsewhere": told_range(CONTENT, "bytes 7-10239/10240"),
    "D12 another part": told_range(CONTENT, "bytes 1-10240/10241"),
    "D12 a part that ends too soon": status(
        "206 Part", f"Content-Range: bytes 0-99/{SIZE}", body=CONTENT.body[:100]
    ),
    "D13 Content-Range beyond the total": told_range(CONTENT, "bytes 0-10239/900"),
    "D13 Content-Range of unknown total": told_range(CONTENT, "bytes 0-10239/*"),
    "D14 no Content-Range": told_range(CONTENT, None),
    "D15 multipart/byteranges": told_range(
        CONTENT, None, "Content-Type: multipart/byteranges; boundary=x"
    ),
    "D22 429": status("429 Slow down", "Retry-After: 0"),
    "D22 503": status("503 Busy", "Retry-After: garbage"),
    "D23 500": status("500 Oops"),
    "D23 502": status("502 Oops"),
    "D23 504": status("504 Oops"),
    "D24 408": status("408 Too late"),
    "D38 header flood": flood_of_headers,
    "D38 one endless header": one_endless_header,
    "D39 garbage": garbage,
}
"""What may be better the next time."""

SLOW = {
    "D35 stall": stall(CONTENT),
    "D36 header drip": drip_headers,
    "D37 1xx flood": flood_of_1xx,
}
"""What only the clock can tell, so that these tests take real time."""

FINAL = {
    "D25 403": (status("403 No"), ArtifactForbidden),
    "D26 401": (status("401 Who"), ArtifactForbidden),
    "D27 409 of a private account": (status("409 No"), ArtifactForbidden),
    "D28 404": (status("404 None"), ArtifactMissing),
    "D28 404 of an empty range": (
        status("404 None", "Content-Range: bytes */0"),
        ArtifactMissing,
    ),
    "D28 410": (status("410 Gone"), ArtifactMissing),
    "D29 416": (status("416 No"), ArtifactUnreachable),
    "D30 412": (status("412 Changed"), ArtifactChanged),
    "D31 redirect to file:": (redirect("file:///etc/passwd"), ArtifactRefused),
    "D31 redirect to metadata": (
        redirect("http://169.254.169.254/metadata"),
        ArtifactRefused,
    ),
    "D32 gzip": (zipped(CONTENT), (ArtifactRefused, ArtifactChanged)),
    "418": (status("418 Teapot"), ArtifactUnreachable),
    "204": (status("204 Nothing"), ArtifactUnreachable),
}
"""What no second question changes."""

HARMLESS = {
    "D10 until close, checksum declared": until_close(CONTENT),
    "D11 ranges ignored": whole(CONTENT),
    "D20 weak etag": honest(CONTENT.changed(etag='W/"v1"')),
    "D21 no etag": honest(CONTENT.changed(etag=None)),
    "chunked": chunked(CONTENT),
    "D33 a page": honest(CONTENT.changed(headers=("Content-Type: text/html",))),
}
"""What is strange but leaves the bytes right; a page is told by its appearance."""

BREAK = cut(CONTENT, at=1000)
UNPINNED_BREAK = cut(CONTENT.changed(etag=None), at=1000)
POSITIONS = {"first": [], "second": [BREAK], "third": [BREAK, BREAK]}
RESUMING = {"resuming": 1, "starting again": SIZE * 2}


def table(faults):
    """Faults as parameters, their ids first."""
    return pytest.mark.parametrize(
        "fault", faults.values(), ids=[name.replace(" ", "-") for name in faults]
    )


position = pytest.mark.parametrize("before", POSITIONS.values(), ids=POSITIONS)
resuming = pytest.mark.parametrize("resume_from", RESUMING.values(), ids=RESUMING)
