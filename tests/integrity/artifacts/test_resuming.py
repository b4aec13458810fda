"""Reads that break off are taken up again only where the rest is sure to fit."""

from artifact_faults import BREAK, CONTENT, SIZE
from behaviours import honest, told_range
from faulty_server import serving
from reading import opening, quick, read_all


async def test_d19_a_rest_that_names_no_version_is_not_mixed_in(time):
    of_another_version = CONTENT.changed(body=bytes(SIZE), etag=None)
    rest = told_range(of_another_version, f"bytes 1000-{SIZE - 1}/{SIZE}")
    async with (
        serving(honest(CONTENT), [BREAK, rest]) as server,
        opening(quick(time, resume_from=1)) as opener,
    ):
        assert await read_all(opener, server.url()) == CONTENT.body
        assert server.requests[2].headers["range"].startswith("bytes=0-")
