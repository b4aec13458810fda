"""Which templates somebody means: by name, by marks, or by the cursor."""

from collections.abc import Callable, Sequence

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from tui.screens.handling import Words
from tui.screens.templates.in_azure import NO_FILE, with_files
from tui.screens.templates.rows import named
from tui.widgets.line_list import LineList
from tui.workspace.snapshot import Snapshot, TemplateEntry


@dataclass(frozen=True, slots=True)
class Meant:
    """Keys of templates, by what is listed and marked now."""

    snapshot: Snapshot | None
    listed: LineList
    say: Callable[[Safe], object]
    """Hears why nothing is meant."""

    def all_of(self, words: Words) -> list[str]:
        """Those that are named, else marked, else under the cursor."""
        if words:
            return self.named(words)
        if self.listed.marked:
            return sorted(self.listed.marked)
        return [] if self.listed.cursor_key is None else [self.listed.cursor_key]

    def files_of(self, words: Words) -> list[str]:
        """The same, without those that are in Azure alone."""
        keys = self.all_of(words)
        found = with_files(keys, self.snapshot)
        if keys and not found:
            self.say(NO_FILE)
        return found

    def named(self, words: Words) -> list[str]:
        """Those that words name."""
        keys = named(words, self._entries)
        if not keys:
            self.say(safe_text(f"No template is called {' '.join(words)}."))
        return keys

    @property
    def every_file(self) -> list[str]:
        """All that a file is behind, listed or not."""
        return with_files([one.key for one in self._entries], self.snapshot)

    @property
    def _entries(self) -> Sequence[TemplateEntry]:
        return self.snapshot.entries if self.snapshot is not None else ()
