"""What a download asks of the service, and for how much."""

import pytest
from copy_faults import a_head
from copying import ARTIFACT, DATA_BYTES, SIZE, image_pieces

from transfer.copy_errors import ArtifactReplaced


async def test_the_version_is_pinned_in_every_request_for_bytes(bench):
    etag = bench.service.blob(ARTIFACT).etag

    await bench.copy()

    asked = list(bench.service.calls("GET"))
    assert asked
    assert all(each.headers["if-match"] == etag for each in asked)
    assert all(
        each.headers["accept-encoding"] == "identity" for each in bench.service.requests
    )


async def test_a_change_in_the_last_moment_is_noticed(bench):
    def change(service, request):
        service.put(ARTIFACT, image_pieces(seed=2), size=SIZE)

    bench.service.fault(change, a_head, after=1)

    with pytest.raises(ArtifactReplaced):
        await bench.copy()

    assert not bench.target.exists()


async def test_the_bytes_on_the_wire_are_those_that_hold_data(bench):
    await bench.copy()

    assert bench.service.sent_bytes <= DATA_BYTES * 1.01
