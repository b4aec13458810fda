"""What was done, as the command of the shell that does the same: `!` copies it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from integrity.safe_text import Safe, safe_text

if TYPE_CHECKING:
    from integrity.template.resource_ids import ResourceId
    from tui.opening import Opening
    from tui.workspace.snapshot import Snapshot


class Remembering(Protocol):
    """The window, as far as its commands need it."""

    last_command: Safe | None
    opening: "Opening"


class Shown(Protocol):
    """A screen of it."""

    snapshot: "Snapshot"

    @property
    def bakeferry(self) -> Remembering:
        """The window."""


def remember(frame: Shown, command: str, flags: Sequence[str] = ()) -> None:
    """Keep a command in place of the one before.

    Args:
        flags: Words that say how this window was opened; the shell's quotes come here.
    """
    import shlex  # nothing is done before the first painting

    quoted = (shlex.quote(word) for word in flags)
    frame.bakeferry.last_command = safe_text(" ".join((command, *quoted)))


def remember_judging(frame: Shown, command: str) -> None:
    """The same for one that judges files, by what this window judges them by."""
    remember(frame, command, frame.bakeferry.opening.judging_flags())


def remember_reading(frame: Shown, command: str) -> None:
    """The same for one that reads artifacts too, as this window does."""
    opening = frame.bakeferry.opening
    flags = (*opening.reading_flags(), *opening.judging_flags())
    remember(frame, command, flags)


def remember_in_azure(
    frame: Shown, command: str, template: "ResourceId | None" = None
) -> None:
    """The same for one that asks Azure, by the way that this window does.

    Args:
        template: Whose subscription and group are meant; None: those of the window.
    """
    azure = frame.bakeferry.opening.azure
    where = azure if template is None else template
    said = (("--subscription", where.subscription), ("-g", where.group))
    place = [word for name, value in said if value for word in (name, value)]
    remember(frame, command, (*place, *azure.shown_reach()))


def names_of(frame: Shown, keys: Sequence[str]) -> Safe:
    """Templates as the shell would have them: all of them by what is open."""
    entries = frame.snapshot.entries
    if len(keys) == len(entries) > 1:
        paths = [str(path) for path in frame.bakeferry.opening.workspace.paths]
    else:
        wanted = set(keys)
        paths = [str(one.path) for one in entries if one.key in wanted]
    import shlex

    return safe_text(" ".join(map(shlex.quote, paths)))
