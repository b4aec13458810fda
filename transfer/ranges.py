"""Stretches of bytes: cut, taken away from each other, laid on a grid (pure)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from integrity.dataclass import dataclass
from integrity.sizes import KIB

_CHEAPER_THAN_A_CALL = 16 * KIB


class ByteRange(NamedTuple):
    """The bytes from `start` up to and without `stop`."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        """How many bytes these are."""
        return self.stop - self.start

    @property
    def header(self) -> str:
        """As HTTP writes it, with the last byte included."""
        return f"bytes={self.start}-{self.stop - 1}"

    def aligned(self, unit: int) -> Self:
        """The smallest range on a grid of `unit` bytes that has this one in it."""
        return self._replace(
            start=self.start - self.start % unit, stop=-(-self.stop // unit) * unit
        )

    def within(self, other: "ByteRange") -> Self:
        """What of this lies in `other`; an empty range if nothing does."""
        start = max(self.start, other.start)
        return self._replace(start=start, stop=max(start, min(self.stop, other.stop)))

    def split(self, size: int) -> "Iterator[ByteRange]":
        """Cut wherever a multiple of `size` is crossed, counted from byte 0."""
        start = self.start
        while start < self.stop:
            stop = min(self.stop, start - start % size + size)
            yield ByteRange(start, stop)
            start = stop


def coalesce(ranges: Iterable[ByteRange], *, gap: int = 0) -> tuple[ByteRange, ...]:
    """The same bytes in order and without overlaps, and what lies in small gaps.

    Args:
        gap: Bytes between two ranges up to which they become one. 0 joins what touches.
    """
    joined: list[ByteRange] = []
    for each in sorted(each for each in ranges if each.size > 0):
        if joined and each.start <= joined[-1].stop + gap:
            joined[-1] = ByteRange(joined[-1].start, max(joined[-1].stop, each.stop))
        else:
            joined.append(each)
    return tuple(joined)


def subtract(
    whole: Iterable[ByteRange], taken: Iterable[ByteRange]
) -> tuple[ByteRange, ...]:
    """What of `whole` is not in `taken`."""
    left: list[ByteRange] = []
    cuts = coalesce(taken)
    next_cut = 0
    for each in coalesce(whole):
        start = each.start
        while next_cut < len(cuts) and cuts[next_cut].start < each.stop:
            cut = cuts[next_cut]
            if cut.start > start:
                left.append(ByteRange(start, cut.start))
            start = max(start, cut.stop)
            if cut.stop > each.stop:  # it reaches into what comes next
                break
            next_cut += 1
        if start < each.stop:
            left.append(ByteRange(start, each.stop))
    return tuple(left)


def total(ranges: Iterable[ByteRange]) -> int:
    """Bytes in all ranges together."""
    return sum(each.size for each in ranges)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a copy: done as a whole, or not at all."""

    index: int
    """Counted from 0."""

    extent: ByteRange
    """Where it stands."""

    data: tuple[ByteRange, ...]
    """What of it holds data; all else in it is zeros."""

    @property
    def data_bytes(self) -> int:
        """Bytes of it that have to move."""
        return total(self.data)

    @property
    def reads(self) -> tuple[ByteRange, ...]:
        """What to read of it: its data, and zeros that cost less than another call."""
        return coalesce(self.data, gap=_CHEAPER_THAN_A_CALL)

    @property
    def read_bytes(self) -> int:
        """Bytes of `reads`: more than its data, where that lies scattered."""
        return total(self.reads)


def chunks(data: Iterable[ByteRange], *, size: int, chunk: int) -> tuple[Chunk, ...]:
    """Those chunks of `size` bytes that hold any data, in their order.

    Args:
        data: In order, without overlaps.
        chunk: Bytes in each chunk but the last.
    """
    parts: dict[int, list[ByteRange]] = {}
    for each in data:
        for part in each.within(ByteRange(0, size)).split(chunk):
            parts.setdefault(part.start // chunk, []).append(part)
    return tuple(
        Chunk(index, extent_of(index, size=size, chunk=chunk), tuple(held))
        for index, held in sorted(parts.items())
    )


def extent_of(index: int, *, size: int, chunk: int) -> ByteRange:
    """Where a chunk stands; the last one may be short."""
    return ByteRange(index * chunk, min(size, (index + 1) * chunk))
