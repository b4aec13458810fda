"""Which rules count; quick to load, unlike the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.severity import Severity

if TYPE_CHECKING:
    from integrity.lint.rule import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules count, and how much."""

    select: tuple[str, ...] = ()
    """Beginnings of numbers (AIB3) or whole names; empty means all."""

    ignore: tuple[str, ...] = ()
    """The same, taken out again."""

    severities: Mapping[str, Severity] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Numbers of rules whose severity is set, whatever the rule says."""

    def takes(self, one: "Rule") -> bool:
        """Say whether findings of a rule are wanted."""
        wanted = not self.select or answers_to(one, self.select)
        return wanted and not answers_to(one, self.ignore)


EVERYTHING = Selection()


def answers_to(one: "Rule", selectors: Iterable[str]) -> bool:
    """Say whether one of the selectors means a rule."""
    for selector in selectors:  # mostly there is none
        if one.id.startswith(selector.upper()) or one.name == selector.lower():
            return True
    return False
