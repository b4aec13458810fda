"""How templates are read and judged: what one run, or one window, has decided."""

from collections.abc import Mapping

from integrity.dataclass import dataclass
from integrity.lint.selection import Selection
from integrity.template.given import Inputs


@dataclass(frozen=True, slots=True)
class Judging:
    """How templates are read and judged in this run."""

    selection: Selection
    inputs: Inputs
    parameter_files: Mapping[str, bytes]
    """What was read of the deployment parameters files, by the name they were given."""

    api_version: str | None
    strict: bool
    notes: bool

    given: frozenset[str] = frozenset()
    """Parameters that the command line gives: files, and values with their names."""

    filled: tuple[str, ...] = ()
    """Names of placeholders that the command line gives values for, as it has them."""
