"""How keys, commands and the palette reach what does the work."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from textual.binding import Binding, BindingType

from tui.actions import ACTIONS, Action, Place
from tui.glyphs import Glyphs

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
