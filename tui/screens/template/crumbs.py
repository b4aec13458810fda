"""The line above a template: which one it is, and the ways from it, to be clicked too."""

from textual.events import Click

from integrity.safe_text import Safe
from tui.actions import BY_ID, shown_key
from tui.glyphs import Glyphs
from tui.widgets.edge_line import EdgeLine
from tui.widgets.key_footer import KeyFooter
from tui.widgets.lines import Line, Piece, Tone, cells_of, line

_LIST = Safe(" Templates")
_WAYS: tuple[tuple[str, Line], ...] = tuple(
    (action, line(Piece(shown_key(BY_ID[action].keys[0]), Tone.KEY), words))
    for action, words in (
        ("back", Safe(" back   ")),
        ("previous_template", Safe(" previous   ")),
        ("next_template", Safe(" next ")),
    )
)
_END: Line = tuple(piece for _, words in _WAYS for piece in words)


class Crumbs(EdgeLine):
    """Its keys are pressed as those of the last line are."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(ellipsis=glyphs.ellipsis, id="crumbs")
        self._crumb = Safe(f" {glyphs.crumb} ")

    def show_name(self, name: Safe) -> None:
        """Show which template is open."""
        way = (Piece(_LIST, Tone.MUTED), Piece(self._crumb, Tone.MUTED))
        self.show(line(*way, Piece(name, Tone.STRONG)), _END)

    def on_click(self, event: Click) -> None:
        if event.x < len(_LIST):
            self.post_message(KeyFooter.Pressed("back"))
        at = self.size.width - cells_of(_END)
        for action, words in _WAYS:
            if at <= event.x < at + cells_of(words):
                self.post_message(KeyFooter.Pressed(action))
            at += cells_of(words)
