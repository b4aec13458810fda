"""Text from outside, as the command may show it to a person or to a CI system."""

from integrity.lint.reports.ci_commands import broken
from integrity.lint.secrets import without_secrets
from integrity.safe_text import safe_text


def shown(text: str) -> str:
    """One line: no control character, no secret, no command to a CI system."""
    return broken(safe_text(without_secrets(text)))
