"""What somebody has decided about a rescue, and the command that does it."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import field

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from tui.jobs.destinations import Way, home_word, without_secret

CHECKS = ("as usual", "full", "ranges")
"""How well a copy is proven; the first is what no option asks for."""


@dataclass(frozen=True, slots=True)
class RescueWish:
    """What somebody has decided about a rescue."""

    way: Way
    to: str = field(repr=False)
    """As it was typed: may hold a signature."""

    check: str
    overwrite: bool

    def options(self) -> Iterator[str]:
        """What follows the names on a command line, the place left out."""
        if self.check in CHECKS[1:]:
            yield from ("--verify", self.check)
        if self.overwrite:
            yield "--overwrite"

    def words(self, names: Sequence[str]) -> list[str]:
        """The whole command; for nobody's eyes where the place has a signature."""
        home = home_word(self.way, self.to)
        return ["rescue", *self.options(), "--to", home, "--", *names]

    def command(self, names: Sequence[str]) -> Safe:
        """The same, as it may be shown."""
        home = without_secret(home_word(self.way, self.to))
        words = ["bakeferry", "rescue", *names, "--to", home, *self.options()]
        return safe_text(shlex.join(words))
