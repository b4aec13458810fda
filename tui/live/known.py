"""What the live side knows, kept on its engine's loop."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from integrity.safe_text import Safe, safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.resources import TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, at_risk
from tui.live.snapshot import LiveAccount, LiveLog, LiveTemplate

if TYPE_CHECKING:
    from tui.live.sizes import Unread, VhdSize


class Known:
    """Templates, outputs and the log, as they were last told."""

    def __init__(self) -> None:
        self.account = LiveAccount()
        self.listing = False
        self.outputs: dict[str, tuple[PlacedOutput, ...]] = {}
        self.recalled: dict[str, str] = {}
        """Templates whose outputs are those of the last time: after which run."""

        self.sizes: dict[str, VhdSize | Unread] = {}
        """Of VHDs, by their addresses without a signature."""

        self.sized: set[str] = set()
        """VHDs whose sizes are read, or being read."""

        self.asked: set[str] = set()
        """Templates whose outputs are being read."""

        self.refused: dict[str, type[Exception]] = {}
        """Templates whose outputs could not be read; a view asks on and on."""

        self.log: LiveLog | None = None
        self.changes = 0
        """Grows whenever there is something new to show."""

        self._templates: dict[str, LiveTemplate] = {}
        self._listed: dict[str, LiveTemplate] = {}
        self._doing: dict[str, Safe] = {}
        self._building: set[str] = set()

    def changed(self) -> None:
        """There is something new to show."""
        self.changes += 1

    @property
    def templates(self) -> tuple[LiveTemplate, ...]:
        """All templates, those of a list under way among them."""
        if not self._doing:
            return tuple(self._templates.values())
        return tuple(
            replace(one, doing=self._doing[key]) if key in self._doing else one
            for key, one in self._templates.items()
        )

    @property
    def at_risk(self) -> int:
        """VHDs of which no other copy is known, as far as outputs were read."""
        return sum(len(at_risk(placed)) for placed in self.outputs.values())

    @property
    def is_building(self) -> bool:
        """Something builds, or is being changed."""
        return bool(self._doing) or any(map(_is_busy, self._templates.values()))

    def begin_list(self) -> None:
        """A list of all templates begins."""
        self._listed = {}
        self.listing = True
        self.changed()

    def take(self, page: Iterable[TemplateSummary]) -> None:
        """One page of it: shown at once, beside what was known."""
        for summary in page:
            key = str(summary.id).casefold()
            before = self._templates.get(key)
            same = before is not None and before.summary == summary
            now = before if before and same else LiveTemplate(key, summary)
            self._listed[key] = self._templates[key] = now
        self.changed()

    def end_list(self) -> frozenset[str]:
        """The list is whole: what is not in it is gone, and is returned."""
        gone = frozenset((*self._templates, *self.outputs)) - self._listed.keys()
        self._templates = self._listed
        self.outputs = {
            key: placed for key, placed in self.outputs.items() if key in self._listed
        }
        for key in gone:
            self.recalled.pop(key, None)
        self.listing = False
        self.changed()
        return gone

    def just_ended(self) -> set[str]:
        """The templates whose builds have ended since this was asked before."""
        now = {key for key, one in self._templates.items() if _is_busy(one)}
        ended, self._building = self._building - now, now
        return ended

    def id_of(self, key: str) -> ResourceId | None:
        """The id of a template; None when it is not there."""
        found = self._templates.get(key)
        return found.summary.id if found is not None else None

    def may_ask(self, key: str) -> bool:
        """Whether the outputs of a template are to be read when somebody wants them."""
        is_there = key in self._templates
        return is_there and key not in self.asked and key not in self.refused

    @contextmanager
    def doing(self, key: str, what: str) -> Iterator[None]:
        """Say meanwhile what is being done to a template."""
        self._doing[key] = safe_text(what)
        self.changed()
        try:
            yield
        finally:
            self._doing.pop(key, None)
            self.changed()


def _is_busy(one: LiveTemplate) -> bool:
    last = one.summary.last_run
    return one.summary.is_changing or (last is not None and last.is_running)
