"""What the user says beside a template: parameters, placeholders, where it goes."""

from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.template.context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from integrity.template.nodes import Node


class Fills(dict[str, str]):
    """Values of placeholders, by name as `read_fill` gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        """The names that stood anywhere so far."""

    def __getitem__(self, name: str) -> str:
        self.found.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was said; nothing of it is needed."""

    parameters: "Mapping[str, Node]" = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Values of deployment parameters by name; each knows where it was given."""

    fills: Fills = field(default_factory=Fills)
    context: Context = field(default_factory=Context)


NO_INPUTS = Inputs()
