"""What Azure says of a template: values that a row can show."""

from datetime import datetime

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe
from tui.workspace.stages import OnlineState


@dataclass(frozen=True, slots=True)
class OnlineOutput:
    """One run output, and where it is."""

    name: Safe
    kind: Safe
    place: Safe
    is_at_risk: bool
    """A VHD of which no copy is known outside the staging group."""

    is_there: bool = True
    """A run has brought it forth."""


@dataclass(frozen=True, slots=True)
class Online:
    """What Azure says of a template of this name."""

    key: str
    """Of the template in Azure."""

    id: Safe
    """Its resource id."""

    state: OnlineState
    words: Safe
    """The state as the service has it, with its sub-state."""

    place: Safe
    """Resource group and region."""

    started: datetime | None = None
    ended: datetime | None = None
    trouble: Safe | None = None
    """Why its submission or its last build failed."""

    doing: Safe = NOTHING
    """What is being done to it from here."""

    outputs: tuple[OnlineOutput, ...] | None = None
    """None while they are not read."""
