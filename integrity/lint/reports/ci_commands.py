"""Keeps text from outside from being a command to the CI system that shows it.

GitHub obeys a line that begins with `::`, and `##[` anywhere in a line; Azure Pipelines
obeys `##vso[` and formats `##[`.
"""

import re

_COMMAND = re.compile(r"^(\s*:):|(#)#(?=(?:vso)?\[)", re.IGNORECASE)


def broken(line: str) -> str:
    """The line with `_` for the second sign of what would be a command.

    One sign for one sign: a caret below the line still points at its place.
    """
    if "##" not in line and "::" not in line:
        return line
    return _COMMAND.sub(r"\1\2_", line)
