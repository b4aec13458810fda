"""The help of a place: its keys in columns, and what the signs mean."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle, zip_longest

from integrity.safe_text import Safe, safe_text
from tui.actions import Action, Group, Place, actions_at, shown_key
from tui.glyphs import Glyphs
from tui.screens.handling import titled
from tui.widgets.lines import (
    EMPTY,
    Line,
    Piece,
    Tone,
    cells_of,
    cut,
    line,
    padded,
    text_of,
)
from tui.widgets.wrapping import wrapped

_KEY_CELLS = 13

_MOVES = (
    ("j k  up down", "row"),
    ("g G", "first, last"),
    ("^d ^u", "half a page"),
)


def help_lines(
    place: Place,
    keys: Mapping[str, tuple[str, ...]],
    glyphs: Glyphs,
    *,
    cells: int,
) -> tuple[Line, ...]:
    """Everything that works at a place.

    Args:
        keys: The keys that a person has given to actions in place of ours.
        cells: How wide the help may be.
    """
    wide = cells >= 2 * (_KEY_CELLS + 24)
    rooms = cycle((cells // 2 - 2, cells // 2) if wide else (cells,))
    columns = [
        list(_column(group, place, keys, glyphs, room))
        for group, room in zip(Group, rooms, strict=False)
    ]
    lines: list[Line] = []
    pairs = zip(columns[::2], columns[1::2], strict=True)
    if wide:
        for left, right in pairs:
            lines += _side_by_side(left, right, cells // 2, glyphs)
            lines.append(EMPTY)
    else:
        for column in columns:
            lines += [*column, EMPTY]
    lines += _legend(glyphs)
    lines += _notes()
    return tuple(cut(one, cells, glyphs.ellipsis) for one in lines)


def _column(
    group: Group,
    place: Place,
    keys: Mapping[str, tuple[str, ...]],
    glyphs: Glyphs,
    cells: int,
) -> Iterator[Line]:
    yield line(Piece(Safe(group.value), Tone.TITLE))
    if group is Group.MOVE:
        for moved, words in _MOVES:
            yield _entry(moved, words)
    for action in actions_at(place):
        if action.group is group:
            yield from _told(_keys_of(action, keys), _title(action, glyphs), cells)


def _title(action: Action, glyphs: Glyphs) -> str:
    return titled(action, glyphs).removeprefix("View: ")


def _keys_of(action: Action, keys: Mapping[str, tuple[str, ...]]) -> str:
    return " ".join(shown_key(key) for key in keys.get(action.id, action.keys))


def _entry(keys: str, words: str) -> Line:
    first = padded(line(Piece(safe_text(keys), Tone.KEY)), _KEY_CELLS)
    return line(*first, Piece(safe_text(f" {words}")))


def _told(keys: str, words: str, cells: int) -> Iterator[Line]:
    """An entry, its words on as many lines as they need."""
    room = max(1, cells - max(_KEY_CELLS, cells_of(line(safe_text(keys)))) - 1)
    first, *others = wrapped(line(safe_text(words)), room)
    yield _entry(keys, text_of(first))
    for other in others:
        yield _entry("", text_of(other))


def _side_by_side(
    left: Iterable[Line], right: Iterable[Line], cells: int, glyphs: Glyphs
) -> Iterator[Line]:
    for one, other in zip_longest(left, right, fillvalue=EMPTY):
        yield line(*padded(cut(one, cells - 2, glyphs.ellipsis), cells), *other)


def _legend(glyphs: Glyphs) -> Iterator[Line]:
    yield line(Piece(Safe("Words"), Tone.TITLE))
    words = (
        (glyphs.risk, "at risk: the VHD exists only in the staging group"),
        (glyphs.safe, "rescued or delivered: a copy exists outside it"),
        (glyphs.copied, "copied, and nothing has compared it yet"),
        (glyphs.ok, "fine, matches"),
        (glyphs.look, "look here: a warning, no checksum, near a limit"),
        (glyphs.failed, "an error, a difference, not reachable"),
        (glyphs.running, "running"),
        (glyphs.waiting, "waiting"),
        (glyphs.paused, "paused"),
        (glyphs.unknown, "not known; never shown as fine"),
    )
    for sign, meaning in words:
        yield _entry(sign, meaning)
    yield EMPTY


def _notes() -> Iterator[Line]:
    yield line(
        Safe(": takes any command, in the words of the shell   :verify win11-avd")
    )
    yield line(Safe("! shows the last action as a command of the shell"))
    yield line(Safe("Lower-case letters look; capitals change a file or Azure."))
