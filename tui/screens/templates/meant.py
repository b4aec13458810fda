"""Which templates somebody means: by name, by marks, or by the cursor."""

from integrity.dataclass import dataclass
from tui.screens.handling import Words
from tui.screens.naming import Say, called, keys_called, some_with_files, with_files
from tui.widgets.line_list import LineList
from tui.workspace.snapshot import Snapshot, TemplateEntry


@dataclass(frozen=True, slots=True)
class Meant:
    """Keys of templates, by what is listed and marked now."""

    snapshot: Snapshot
    listed: LineList
    say: Say

    def all_of(self, words: Words) -> list[str]:
        """Those that are named, else marked, else under the cursor."""
        if words:
            return self.named(words)
        if self.listed.marked:
            return sorted(self.listed.marked)
        return [] if self.listed.cursor_key is None else [self.listed.cursor_key]

    def files_of(self, words: Words) -> list[str]:
        """The same, without those that are in Azure alone."""
        return some_with_files(self.all_of(words), self.snapshot, self.say)

    def entries_of(self, words: Words) -> list[TemplateEntry]:
        """Those that words name, as they stand."""
        return called(words, self.snapshot.entries)

    def named(self, words: Words) -> list[str]:
        """Those that words name."""
        return keys_called(words, self.snapshot.entries, self.say)

    @property
    def every_file(self) -> list[str]:
        """All that a file is behind, listed or not."""
        return with_files([one.key for one in self.snapshot.entries], self.snapshot)
