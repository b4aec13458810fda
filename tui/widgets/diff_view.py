"""stand-in"""

import difflib

from integrity.safe_text import safe_text
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import line


class DiffView(LinePane):
    def show(self, files):
        out = []
        for n, o, w in files:
            out += [
                line(safe_text(x))
                for x in difflib.unified_diff(
                    o.decode().splitlines(), w.decode().splitlines(), n, n, lineterm=""
                )
            ]
        super().show(out)
