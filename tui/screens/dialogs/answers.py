"""The buttons below a dialog: each is an answer."""

from textual.content import Content
from textual.widgets import Button

from integrity.safe_text import Safe


def answer_button(words: Safe, answer: str, *, disabled: bool = False) -> Button:
    """A button that gives an answer, which comes back as its id."""
    return Button(Content(words), id=answer, compact=True, disabled=disabled)
