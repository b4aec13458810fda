"""The banner of what keeps us from Azure: what it means, and the way out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from integrity.safe_text import NOTHING, Safe, safe_text
from tui.screens.times import time_of_day
from tui.widgets.late_box import LateBox
from tui.widgets.lines import Line, Piece, Tone, cells_of, line
from tui.widgets.wrapping import all_wrapped, wrapped

if TYPE_CHECKING:
    from tui.live.snapshot import LiveAccount

_MOST_LINES = 3
"""Of the reason, on a tall screen; all of it stands in the account's view."""

_TALL = 30

_MORE_KEY, _MORE = Safe("6"), Safe(" tells all")

_AROUND = 5
"""Cells of the border, of the blanks within it, and of a scrollbar."""


class TroubleBanner(LateBox):
    """Hidden while Azure lets us in; what is known stays on the screen above it."""

    DEFAULT_CSS = """
    TroubleBanner { height: auto; display: none; }
    TroubleBanner.-shown { display: block; }
    TroubleBanner LinePane { height: 1fr; }
    """

    def show(self, account: "LiveAccount | None") -> None:
        """Show what is the matter; None, or nothing, hides it."""
        is_shown = account is not None and account.trouble is not None
        self.set_class(is_shown, "-shown")
        if account is None or not is_shown:
            return
        box, pane = self.parts
        title = f"{self._glyphs.look} {_title_of(account)}"
        box.entitle(line(Piece(safe_text(title), Tone.BAD)))
        lines = all_wrapped(self._lines(account), self._cells)
        box.styles.height = len(lines) + 2
        pane.show(lines)

    @property
    def _cells(self) -> int:
        return max(1, self.app.size.width - _AROUND)

    def _lines(self, account: "LiveAccount") -> Iterator[Line]:
        yield from self._reason(account)
        known = (
            f"; shown as of {time_of_day(account.as_of)}"
            if account.as_of is not None
            else ""
        )
        yield line(safe_text(f"Nothing was changed{known}. Local files go on as ever."))
        if account.is_expired:
            yield line(
                Piece(Safe("Fix  "), Tone.KEY),
                account.remedy or Safe("sign in anew with `az login`"),
                Safe(" in another window, then press u."),
            )
        else:
            yield line(
                Piece(Safe("Fix  "), Tone.KEY),
                Safe("u tries again; by itself it is tried every half a minute."),
            )

    def _reason(self, account: "LiveAccount") -> Iterator[Line]:
        """As much of it as there is room for, and where the rest stands."""
        most = _MOST_LINES if self.app.size.height >= _TALL else 1
        cells = self._cells
        parts = wrapped(line(account.trouble or NOTHING), cells)
        if len(parts) <= most:
            yield from parts
            return
        more = line(
            Safe(f"{self._glyphs.ellipsis} "), Piece(_MORE_KEY, Tone.KEY), _MORE
        )
        yield from parts[: most - 1]
        room = max(0, cells - cells_of(more))
        yield line(*wrapped(parts[most - 1], room)[0], *more)


def _title_of(account: "LiveAccount") -> str:
    """What is the matter, in a few words."""
    if account.is_expired and account.was_on:
        return "The sign-in to Azure has expired"
    return "Not signed in to Azure" if account.is_expired else "Cannot reach Azure"
