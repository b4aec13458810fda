"""What the views of Azure have in common: what they say while they know nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from integrity.safe_text import Safe
from tui.screens.view_pane import ViewPane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.live.live import Live
    from tui.live.snapshot import LiveSnapshot


class LivePane(ViewPane):
    """A view that shows something of Azure once somebody is signed in."""

    @property
    def live(self) -> "Live | None":
        """What speaks with Azure; None before anybody asked for it."""
        return self.frame.bakeferry.azure.live

    @property
    def known(self) -> "LiveSnapshot | None":
        """What is known of Azure."""
        return self.frame.live

    def absence(self) -> tuple[Line, ...]:
        """Why there is nothing to show, and the way out."""
        return tuple(self._absence())

    def _absence(self) -> Iterator[Line]:
        known = self.known
        yield EMPTY
        if known is None:
            yield line(Piece(Safe("  Not signed in to Azure."), Tone.STRONG))
            yield EMPTY
            yield line(
                Piece(Safe("  i   "), Tone.KEY),
                Safe("sign in: environment, managed identity, or what az login left"),
            )
            return
        if known.account.trouble is not None:
            yield line(
                Piece(Safe(f"  {self.glyphs.failed} "), Tone.BAD),
                Piece(
                    Safe("Azure cannot be reached. Nothing was changed."), Tone.STRONG
                ),
            )
            yield EMPTY
            yield line(Safe("  "), known.account.trouble)
            yield EMPTY
            yield line(Piece(Safe("  u   "), Tone.KEY), Safe("try again"))
            return
        yield line(Piece(Safe(f"  Asking Azure{self.glyphs.ellipsis}"), Tone.MUTED))
