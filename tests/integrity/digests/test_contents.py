"""What is told while the bytes of an artifact arrive."""

import hashlib

from integrity.artifacts.artifact import Description
from integrity.digests.contents import read_contents
from integrity.digests.on_disk import OPEN
from integrity.digests.stream_thread import StreamThread
from integrity.digests.turns import ALWAYS

CHUNKS = 3000 * [bytes(4096)]


class Arriving:
    """An artifact whose chunks are here at once."""

    description = Description()

    async def chunks(self, so_far):
        for chunk in CHUNKS:
            yield chunk


async def test_whoever_looks_on_hears_of_some_chunks_and_not_of_each():
    heard = []
    contents = await read_contents(
        Arriving(),
        None,
        turns=ALWAYS,
        gate=OPEN,
        thread=StreamThread(),
        on_read=heard.append,
    )
    assert contents.sha256 == hashlib.sha256(b"".join(CHUNKS)).hexdigest()
    assert heard[0] == len(CHUNKS[0])
    assert len(heard) < 100
