"""Text from outside, as the command may show it to a person or to a CI system."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from integrity.lint.reports.ci_commands import broken
from integrity.lint.secrets import without_secrets
from integrity.safe_text import safe_text


def shown(text: str) -> str:
    """One line: no control character, no secret, no command to a CI system."""
    return broken(safe_text(without_secrets(text)))


def say_aside(text: str) -> None:
    """Say something beside the result, on standard error: one line, made fit for it."""
    sys.stderr.write(f"bakeferry: {shown(text)}\n")


def say(options: Mapping[str, Any]) -> Callable[[str], None]:
    """What says something beside the result, unless the command is to be quiet."""
    return (lambda _: None) if options.get("quiet") else say_aside
