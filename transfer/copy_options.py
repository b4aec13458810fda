"""What a person may decide about a copy."""

from integrity.dataclass import dataclass
from transfer.journal.records import AS_USUAL, Terms
from transfer.receipt import Level
from transfer.window import BYTES


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """What a person has decided about a copy."""

    afresh: bool = False
    """Give up what was begun of another version, and start with what is there now."""

    level: Level | None = None
    """How far to verify; None: what costs nothing but time."""

    expected_sha256: str | None = None
    """Publish nothing else, in lower-case hex digits."""

    terms: Terms = AS_USUAL
    """What the journal remembers of how it was begun."""

    window: int = BYTES
    """Bytes that a crash may cost at most: they have to come again."""


DEFAULTS = CopyOptions()
