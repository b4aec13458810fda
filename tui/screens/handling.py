"""How keys, commands and the palette reach what does the work."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from textual.binding import Binding, BindingType

from integrity.safe_text import Safe, safe_text
from tui.actions import ACTIONS, BY_ID, Action, Place, by_command
from tui.glyphs import Glyphs

Choice = TypeVar("Choice")

Words: TypeAlias = Sequence[str]
"""What was typed after an action's command; empty when a key was pressed."""

Handler: TypeAlias = Callable[[Words], object | Awaitable[object]]
Handlers: TypeAlias = Mapping[str, Handler]
"""What does an action, by the action's name."""


def wordless(do: Callable[[], object]) -> Handler:
    """A handler for an action whose command takes no words."""

    def handler(words: Words) -> object:
        del words
        return do()

    return handler


def titled(action: Action, glyphs: Glyphs) -> str:
    """What the palette and the help call an action, in the signs of this terminal."""
    return action.title.replace("\u2026", glyphs.ellipsis)


def next_of(choices: Sequence[Choice], now: Choice, step: int = 1) -> Choice:
    """The choice so many steps further on; after the last one comes the first."""
    return choices[(choices.index(now) + step) % len(choices)]


def named(words: Words, choices: Iterable[str]) -> str:
    """The choice that was typed.

    Raises:
        NotUnderstood: There is none of that name.
    """
    if words[0] in choices:
        return words[0]
    there = ", ".join(choices)
    raise NotUnderstood(safe_text(f"None is called {words[0]}; there are {there}."))


def named_or_next(words: Words, choices: Sequence[str], now: str, step: int = 1) -> str:
    """The choice that was typed, else the next one.

    Raises:
        NotUnderstood: There is none of that name.
    """
    return named(words, choices) if words else next_of(choices, now, step)


def words_of(error: Exception) -> Safe:
    """An error as people say it: the system's own words begin with a number."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return safe_text(f"{error.filename}: {error.strerror}")
    return safe_text(str(error))


class NotUnderstood(Exception):
    """What was typed stands for nothing; the message says why, and may be shown."""

    def __init__(self, why: Safe) -> None:
        super().__init__(why)
        self.why = why


def typed(text: str, place: Place) -> tuple[Action, Words] | None:
    """The action that a typed command stands for, and its words; None: nothing was typed.

    Raises:
        NotUnderstood: It stands for none at this place.
    """
    import shlex  # only what is typed has quotes

    try:
        words = shlex.split(text)
    except ValueError as error:
        raise NotUnderstood(Safe("A quote is not closed.")) from error
    if not words:
        return None
    if words[0] == "view" and len(words) > 1 and words[1] in BY_ID:
        words = words[1:]
    action = by_command(words[0], place)
    if action is None:
        unknown = f"No command is called {words[0]}; {_what_is_near(words[0])}"
        raise NotUnderstood(safe_text(unknown))
    return action, words[1:]


def _what_is_near(word: str) -> str:
    """The command that is spelt almost like a word, else where all of them stand."""
    from difflib import get_close_matches  # most are spelt right

    near = get_close_matches(word, [one.word for one in ACTIONS], n=1)
    return f"did you mean {near[0]}?" if near else "? lists them."


def bindings_of(place: Place) -> list[BindingType]:
    """The keys that work at a place and nowhere else."""
    return list(_bindings(one for one in ACTIONS if place in one.places))


def bindings_everywhere() -> list[BindingType]:
    """The keys that work on every screen."""
    return list(_bindings(one for one in ACTIONS if not one.places))


def _bindings(actions: Iterator[Action]) -> Iterator[BindingType]:
    for one in actions:
        yield Binding(
            ",".join(one.keys),
            f"app.run('{one.id}')",
            one.short,
            id=one.id,
            show=False,
        )
