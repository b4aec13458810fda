"""stand-in"""

from textual.message import Message

from integrity.safe_text import safe_text
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import line


class SourceView(LinePane):
    class Explained(Message):
        def __init__(self, finding):
            super().__init__()
            self.finding = finding

    cursor_line = None
    current_finding = None

    def show(self, document, loaded=None, findings=(), artifacts=()):
        super().show([line(safe_text(x)) for x in document.text.splitlines()])

    def go_to(self, l, c):
        pass

    def next_problem(self):
        pass

    def previous_problem(self):
        pass
