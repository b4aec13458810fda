from integrity.safe_text import Safe
from tui.actions import Place
from tui.screens.announced import _AnnouncedView


class DigestsView(_AnnouncedView):
    view = Place.DIGESTS
    title = Safe("Digests")
    words = ("x",)
    commands = ()
