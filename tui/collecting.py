"""The garbage collector, kept away from what stays: modules, rules, thousands of rows.

A full collection looks at everything there is and holds every thread up meanwhile: a tenth
of a second where thousands of templates are open, and a key waits for that.
"""

import gc
from collections.abc import Mapping

from tui.workspace.snapshot import Snapshot


class Collecting:
    """Sets aside what is loaded for the window, and what is known while it comes in.

    Only where the collector was off when the window was made: whoever runs it has it on
    again, and all that is in the process gets looked at.
    """

    def __init__(self) -> None:
        self._was_off = not gc.isenabled()
        self._last: tuple[int, int | None] = (0, None)
        self._is_growing = False

    def begin(self) -> None:
        """Everything is loaded."""
        if self._was_off:
            gc.freeze()
            gc.enable()
            gc.callbacks.append(self._collected)

    def look(self, snapshot: Snapshot) -> None:
        """Tell from the newest snapshot whether anything more is known than before."""
        (number, done), run = self._last, snapshot.run
        self._last = (snapshot.number, None if run is None else run.done)
        self._is_growing = number != snapshot.number and (
            run is None or done != run.done
        )

    def end(self) -> None:
        """The window is left."""
        if self._was_off and self._collected in gc.callbacks:
            gc.callbacks.remove(self._collected)

    def _collected(self, phase: str, told: Mapping[str, int]) -> None:
        """What has survived for a while, when much comes in, has come to stay.

        Never at other times: a screen that is left would not be found again.
        """
        if phase == "stop" and told["generation"] and self._is_growing:
            gc.freeze()
