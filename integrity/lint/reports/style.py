"""How a report for people looks: colours, signs and the width of a line."""

from integrity.dataclass import dataclass
from integrity.lint.severity import Severity
from integrity.safe_text import safe_text

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_DIM = "\x1b[2m"
_RED = "\x1b[1;31m"
_GREEN = "\x1b[32m"
_YELLOW = "\x1b[1;33m"
_CYAN = "\x1b[36m"

_OF_SEVERITY = {
    Severity.ERROR: _RED,
    Severity.WARNING: _YELLOW,
    Severity.NOTE: _CYAN,
}


@dataclass(frozen=True, slots=True)
class Style:
    """What the place can show where a report is read."""

    width: int = 80
    """Cells in a line. Source lines and tables are cut to it; of messages nothing is cut."""

    folds: bool = False
    """Long messages are broken between words, as a terminal would within them; where a
    program may read on, each is one line.
    """

    colour: bool = False
    unicode: bool = True
    """False shows everything in ASCII, what comes from outside too."""

    show_notes: bool = False
    verbose: bool = False
    """Also tell what is as it should be: addresses, redirects, times."""

    def shown(self, text: str) -> str:
        """Text from outside, fit for this place.

        Character by character, so that pieces of a line may be shown one by one.
        """
        safe = safe_text(text)
        if self.unicode or safe.isascii():
            return safe
        plain = safe.replace("…", "...")
        return plain.encode("ascii", "backslashreplace").decode("ascii")

    @property
    def ellipsis(self) -> str:
        """The sign for what is left out."""
        return "…" if self.unicode else "..."

    def of_severity(self, text: str, severity: Severity) -> str:
        """Text in the colour of a severity; its word says the same."""
        return self._painted(text, _OF_SEVERITY[severity])

    def good(self, text: str) -> str:
        """Text that says that all is well."""
        return self._painted(text, _GREEN)

    def bold(self, text: str) -> str:
        """Text to find again at a glance."""
        return self._painted(text, _BOLD)

    def dim(self, text: str) -> str:
        """Text that the eye may skip."""
        return self._painted(text, _DIM)

    def _painted(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_RESET}" if self.colour else text
