"""The views other than the first, each loaded when it is opened."""

from tui.actions import Place
from tui.glyphs import Glyphs
from tui.screens.view_pane import ViewPane


def view_of(place: Place, glyphs: Glyphs) -> ViewPane:
    """Make a view.

    Raises:
        ValueError: The place is no view, or is the list of templates, which is always
            there.
    """
    match place:
        case Place.TRANSFERS:
            from tui.screens.transfers.view import TransfersView

            return TransfersView(glyphs)
        case Place.DIGESTS:
            from tui.screens.digests.view import DigestsView

            return DigestsView(glyphs)
        case Place.ACCOUNT:
            from tui.screens.account.view import AccountView

            return AccountView(glyphs)
        case Place.OUTPUTS:
            from tui.screens.outputs.view import OutputsView

            return OutputsView(glyphs)
        case Place.LOGS:
            from tui.screens.logs.view import LogsView

            return LogsView(glyphs)
    raise ValueError(f"{place} is not opened like this")
