"""The search for garbage, kept from holding the screen up.

A walk through everything takes a tenth of a second where thousands of templates are open,
and a key waits for that. It finds little: nearly everything is freed when it is let go.
"""

import gc

_THRESHOLDS = (2_000, 2, 1_000)
"""Young objects before they are looked through, and how often the older ones are not.

What is young is looked through in a thousandth of a second, what is older in two.
"""

_FEW = 500
"""Rows that a walk through everything may meet."""


class GarbageCollector:
    """Sets aside what is loaded for the window, and rows whenever there are many more.

    They are freed like everything else when they are let go; only rings among them are
    not looked for any more. All this only where the collector was off when the window was
    made: whoever keeps it on wants the process as it is.
    """

    def __init__(self) -> None:
        self._is_ours = not gc.isenabled()
        self._rows = 0

    def begin(self) -> None:
        """Everything is loaded."""
        if self._is_ours:
            gc.freeze()
            gc.set_threshold(*_THRESHOLDS)
            gc.enable()

    def notice(self, rows: int) -> None:
        """So many rows are there now."""
        if self._is_ours and rows >= self._rows + _FEW:
            self._rows = rows
            gc.freeze()
