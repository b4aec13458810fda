"""What the user says beside a template: parameters, placeholders, where it goes."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.template.context import Context

if TYPE_CHECKING:
    from integrity.template.nodes import Node


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was said; nothing of it is needed."""

    parameters: "Mapping[str, Node]" = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Values of deployment parameters by name; each knows where it was given."""

    fills: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Values of placeholders, by name as `read_fill` gives it."""

    context: Context = field(default_factory=Context)


NO_INPUTS = Inputs()
