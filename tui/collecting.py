"""The search for garbage, kept from holding the screen up."""

import gc

_THRESHOLDS = (2_000, 5, 500)
"""Young objects before they are looked through, and how often the older ones are not.

What is young is looked through in a thousandth of a second. The walk through all takes
a twentieth and more, and finds little: nearly everything is freed when it is let go.
"""

_FEW = 500
"""Rows that such a walk may go through too."""


def collect_seldom() -> None:
    """Have this process look for rings of garbage less often than Python would."""
    gc.set_threshold(*_THRESHOLDS)


class Collecting:
    """Sets aside what has come whenever there are so many more rows than ever before.

    It is freed like everything else when it is let go; only rings in it are not looked
    for any more.
    """

    def __init__(self) -> None:
        self._rows = 0

    def notice(self, rows: int) -> None:
        """So many rows are there now."""
        if rows >= self._rows + _FEW:
            self._rows = rows
            gc.freeze()
