"""Drives several streams at once: each says what its digest takes next."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from typing import TypeVar

from integrity.digests.lanes import Lanes, Take

Result = TypeVar("Result")

Steps = Generator[Take, int, Result]
"""One stream: what it takes next, and how much it took, again and again; then what came
of it."""

Start = Callable[[memoryview], Steps[Result]]
"""Begins a stream, with the room that it may read into."""


def side_by_side(
    starts: Iterable[Start[Result]], rooms: Sequence[memoryview], lanes: Lanes
) -> Iterator[Result]:
    """What comes of each stream, as it ends; as many are under way as there are rooms.

    Args:
        starts: Whoever else takes from it at the same time takes other streams.

    Raises:
        IntegrityError, OSError: As a stream failed; the others are left.
    """
    waiting, ended = iter(starts), list[Result]()
    with ExitStack() as under_way:
        rows = [
            under_way.enter_context(closing(_one_by_one(waiting, room, ended)))
            for room in rooms
        ]
        takes = [(row, take) for row in rows if (take := next(row, None))]
        while takes:
            sizes = lanes.update_each([take for _, take in takes])
            takes = [
                (row, take)
                for (row, _), size in zip(takes, sizes, strict=True)
                if (take := next_of(row, size))
            ]
            yield from ended
            ended.clear()
        yield from ended


def _one_by_one(
    waiting: Iterator[Start[Result]], room: memoryview, ended: list[Result]
) -> Steps[None]:
    for start in waiting:
        result = yield from start(room)
        ended.append(result)


def next_of(row: Steps[None], taken: int) -> Take | None:
    """What a stream takes after so many bytes; None at its end."""
    try:
        return row.send(taken)
    except StopIteration:
        return None
