"""A line to type into, of which nothing raw is ever shown."""

from textual.widgets import Input

from integrity.safe_text import safe_text


class SafeInput(Input):
    """What is typed or pasted shows as it is: no control character gets in."""

    def validate_value(self, value: str) -> str:
        """Called by Textual with every new value."""
        return safe_text(value)
