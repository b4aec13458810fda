"""How templates are read and judged: what one run, or one window, has decided."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.selection import Selection
from integrity.template.given import Inputs

if TYPE_CHECKING:
    from integrity.template.position import Span


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

    stated: "Mapping[str, Span]" = field(default_factory=lambda: MappingProxyType({}))
    """Where a window's command line, or a file named there, names each parameter."""
