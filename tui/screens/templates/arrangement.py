"""Of what the list is made, and how; thousands of rows stay where a few have changed."""

from bisect import insort
from dataclasses import replace
from operator import is_

from integrity.dataclass import dataclass
from tui.screens.templates.rows import SORTS, TemplateRows
from tui.workspace.snapshot import TemplateEntry


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is listed, in which order."""

    templates: tuple[TemplateEntry, ...] = ()
    others: tuple[TemplateEntry, ...] = ()
    """JSON files without a template, where they are wanted."""

    sort: str = "name"

    def rows(self, before: TemplateRows) -> TemplateRows:
        """All rows, shown as those before are."""
        found = sorted(self.templates, key=SORTS[self.sort])
        found += sorted(self.others, key=SORTS["name"])
        return TemplateRows.of(found, before.glyphs, before.now)

    def rows_after(self, before: "Arrangement", rows: TemplateRows) -> TemplateRows:
        """The rows, made of those of another arrangement where only some say something else."""
        if replace(before, templates=self.templates) != self:
            return self.rows(rows)
        if len(before.templates) != len(self.templates):
            return self._grown(before, rows) or self.rows(rows)
        entries, order = list(rows.entries), SORTS[self.sort]
        for old, new in zip(before.templates, self.templates, strict=True):
            if old is new:
                continue
            if _found_by(old) != _found_by(new) or order(old) != order(new):
                return self.rows(rows)
            entries[rows.places[new.key]] = new
        return replace(rows, entries=entries)

    def _grown(self, before: "Arrangement", rows: TemplateRows) -> TemplateRows | None:
        """The rows with a few more put where they belong; None for any other change."""
        known = len(before.templates)
        is_more = known < len(self.templates) and not self.others
        if not (is_more and all(map(is_, before.templates, self.templates))):
            return None
        more = self.templates[known:]
        if len(more) * known.bit_length() >= known:
            return None  # sorting all of them takes less
        entries = list(rows.entries)
        for one in more:
            insort(entries, one, key=SORTS[self.sort])
        return TemplateRows.of(entries, rows.glyphs, rows.now)


def _found_by(entry: TemplateEntry) -> tuple[str, ...]:
    """What names a row, and what a filter looks at."""
    return entry.key, entry.name, entry.shown_path
