"""Are both ends the same bytes? By samples, or from end to end."""

import random
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import islice

from integrity.dataclass import dataclass
from integrity.digests.algorithms import SHA256
from integrity.digests.takers import DigestTaker
from integrity.parallel import for_each
from transfer.digesting import Piece, digest_chunk
from transfer.ranges import Chunk
from transfer.receipt import Level
from transfer.settling import settled
from transfer.strategies.plan import Proof, Wish
from transfer.strategies.ports import ReadableArtifact

_SAMPLES = 16
_AT_ONCE = 8


async def compare(
    wish: Wish, found: Proof, *, artifact: ReadableArtifact, back: ReadableArtifact
) -> Proof:
    """Read a destination back and hold it against what its artifact has.

    Args:
        found: What is known without reading.
        back: Reads the destination.

    Raises:
        CopyError: One end cannot be read.
    """
    comparison = _Comparison(wish, artifact, back)
    if wish.level is Level.FULL:
        return await comparison.whole()
    if wish.level is not None and wish.level < Level.RANGES:
        return replace(found, level=wish.level)
    await comparison.samples()
    return replace(found, differing=tuple(sorted(comparison.differing)))


@dataclass(slots=True)
class _Comparison:
    wish: Wish
    artifact: ReadableArtifact
    back: ReadableArtifact
    differing: list[int] = field(default_factory=list)

    async def samples(self) -> None:
        """The first chunk, the last, which has the footer, and some between them."""
        chunks = self.wish.plan.chunks
        dice = random.Random(self.wish.plan.job.job_id)  # noqa: S311 -- no secret
        inner = dice.sample(chunks[1:-1], min(_SAMPLES, max(0, len(chunks) - 2)))
        await for_each(
            dict.fromkeys((*chunks[:1], *inner, *chunks[-1:])),
            self._hold_against,
            at_once=self.wish.plan.at_once(_AT_ONCE),
        )

    async def whole(self) -> Proof:
        """Every byte of the destination, in order, against what the artifact has."""
        taker, position = DigestTaker(SHA256), 0
        rest = iter(self.wish.plan.chunks)
        while batch := tuple(islice(rest, self.wish.plan.at_once(_AT_ONCE))):
            read = await self._read(batch)
            for chunk in batch:
                for piece in read[chunk.index]:
                    gap = piece.extent.start - position
                    await settled(None, _feed, taker, gap, piece.data)
                    position = piece.extent.stop
            self.wish.heard(position)
        await settled(None, taker.take_hole, self.wish.plan.job.size - position)
        return Proof(Level.FULL, tuple(sorted(self.differing)), taker.hexdigest())

    async def _read(self, batch: Sequence[Chunk]) -> dict[int, list[Piece]]:
        read: dict[int, list[Piece]] = {}

        async def take(chunk: Chunk) -> None:
            read[chunk.index] = await self._hold_against(chunk)

        await for_each(batch, take, at_once=_AT_ONCE)
        return read

    async def _hold_against(self, chunk: Chunk) -> list[Piece]:
        pieces = await _pieces(self.back, chunk)
        there = await settled(None, digest_chunk, chunk, pieces)
        if there.crc64 != await self._expected(chunk):
            self.differing.append(chunk.index)
        return pieces

    async def _expected(self, chunk: Chunk) -> int | None:
        """The artifact's checksum: known, if its bytes passed us; else read now."""
        known = self.wish.digests[chunk.index]
        is_proof_wanted = self.wish.level is Level.FULL and not known.xxh3
        if known.crc64 is not None and not is_proof_wanted:
            return known.crc64
        pieces = await _pieces(self.artifact, chunk)
        return (await settled(None, digest_chunk, chunk, pieces)).crc64


async def _pieces(end: ReadableArtifact, chunk: Chunk) -> list[Piece]:
    return [await end.read(extent) for extent in chunk.reads]


def _feed(taker: DigestTaker, gap: int, data: bytes | bytearray | memoryview) -> None:
    taker.take_hole(gap)
    taker.take(memoryview(data))
