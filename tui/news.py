"""Which of an engine's messages are new to whoever looks now and then."""

from collections.abc import Sequence

from integrity.safe_text import Safe


class News:
    """Remembers how many were passed on."""

    def __init__(self) -> None:
        """None were."""
        self._passed_on = 0

    def of(self, latest: Sequence[Safe], told: int) -> Sequence[Safe]:
        """Those that were not passed on yet.

        Args:
            latest: The last few, the newest last.
            told: How many there were in all.
        """
        count, self._passed_on = told - self._passed_on, told
        return latest[-count:] if count > 0 else ()
