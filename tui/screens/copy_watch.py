"""What a window does about copies as they go on and end, whatever view is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from tui.jobs.late_jobs import LateJobs
from tui.live.late_live import LateLive
from tui.news import News

if TYPE_CHECKING:
    from tui.jobs.entry import JobEntry
    from tui.jobs.jobs import JobsSnapshot

_RUN_OUTPUTS = "/runoutputs/"


class Watched(Protocol):
    """The window, as far as its copies need it."""

    jobs: LateJobs
    azure: LateLive

    def say(self, message: Safe) -> None:
        """Tell something that passes by."""

    def keep(self, message: Safe) -> None:
        """Keep what is seen already."""

    @property
    def shows_copies(self) -> bool:
        """Whether somebody looks at the list of copies."""

    def ring(self) -> None:
        """Call somebody who looks elsewhere, where that is wanted."""

    def leave(self) -> None:
        """End in order."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that is to happen once some run outputs are rescued."""

    origins: frozenset[str]
    """Ids of the run outputs, in lower case."""

    then: Callable[[], object]

    def is_due(self, known: "JobsSnapshot") -> bool:
        """Whether all of them are rescued."""
        done = {one.origin.casefold() for one in known.entries if one.receipt}
        return self.origins <= done


class CopyWatch:
    """Looks together with the window, a few times a second."""

    def __init__(self, window: Watched) -> None:
        self._window = window
        self._news = News()
        self._done: frozenset[str] | None = None
        self.rescues: list[Awaited] = []
        """What waits for rescues to end."""

        self.leaves_when_still = False
        """Somebody wants to quit once no copy is under way."""

    def look(self) -> None:
        """Say what has ended, look at what was rescued, and do what waited for it."""
        known = self._window.jobs.snapshot()
        if known is None:
            return
        if news := self._news.of(known.messages, known.told):
            self._window.ring()
        tell = self._window.keep if self._window.shows_copies else self._window.say
        for message in news:
            tell(message)
        self._look_at_outputs(known)
        for one in [one for one in self.rescues if one.is_due(known)]:
            self.rescues.remove(one)
            one.then()
        if self.leaves_when_still and not known.under_way:
            self._window.leave()

    def _look_at_outputs(self, known: "JobsSnapshot") -> None:
        """Ask anew where outputs are whose rescue has ended just now."""
        done = frozenset(one.key for one in known.entries if one.receipt is not None)
        before, self._done = self._done, done
        live = self._window.azure.live
        if before is not None and live is not None:
            live.want_outputs(
                _template_of(one)
                for one in known.entries
                if one.origin and one.key in done - before
            )


def _template_of(entry: "JobEntry") -> str:
    """The key of the template whose output was copied."""
    return entry.origin.casefold().partition(_RUN_OUTPUTS)[0]
