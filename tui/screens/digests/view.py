"""The view of digests: everything ever hashed here, and what changed behind an address."""

import shlex
from collections import Counter
from pathlib import Path

from textual import on

from integrity.digests.history import SeenArtifact
from integrity.quantities import counted, counted_of
from integrity.safe_text import Safe, safe_text
from tui.actions import Action, Place
from tui.files.atomic import write_new
from tui.glyphs import Glyphs
from tui.screens.changes import propose_stamp
from tui.screens.copying import offer
from tui.screens.detailed_pane import DetailedPane
from tui.screens.digests.rows import COLUMNS, SORTS, DigestRows, arranged, detail_lines
from tui.screens.handling import Handlers, Words, bindings_of, named_or_next
from tui.screens.naming import files_called
from tui.screens.remembering import remember
from tui.screens.times import utc_now
from tui.widgets.line_list import LineList
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.workspace.snapshot import Snapshot

EXPORT_NAME = "bakeferry.sha256"

_NONE_FOUND = (
    line(
        Piece(Safe(" No artifact has this text in its address or digest."), Tone.MUTED)
    ),
)

_NOTHING: tuple[Line, ...] = (
    EMPTY,
    line(Piece(Safe("  Nothing was read yet."), Tone.STRONG)),
    line(
        Safe(
            "  Every artifact that is verified here, or by bakeferry verify and stamp,"
        )
    ),
    line(
        Safe(
            "  is remembered with its digest. What changes behind an address shows here."
        )
    ),
)


class DigestsView(DetailedPane):
    """A list of addresses, and below it every version that was seen of one."""

    view = Place.DIGESTS
    BINDINGS = bindings_of(Place.DIGESTS)
    KEPT = (*DetailedPane.KEPT, "_sort")
    SCOPED_CSS = False  # the size of the screen decides, too
    DEFAULT_CSS = """
    DigestsView #detail { height: 9; }
    .-low DigestsView #detail { height: 6; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._sort = "name"
        self._snapshot = Snapshot()
        self._shown_by: tuple[object, ...] = ()
        self._rows = DigestRows((), {}, glyphs, utc_now)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        seen = self.frame.workspace.history.seen()
        by = (seen, snapshot.entries, self._sort, self.wanted)
        if by != self._shown_by:
            self._shown_by = by
            shown = arranged(seen, sort=self._sort, wanted=self.wanted)
            self._rows = DigestRows(shown, self._users(), self.glyphs, utc_now)
            self.query_one(LineList).show(self._rows, COLUMNS)
        else:
            self.query_one(LineList).refresh_changed()
        self._show_titles(seen)
        self.show_detail()

    def _users(self) -> Counter[str]:
        """How many open templates name each address."""
        return Counter(
            address
            for entry in self._snapshot.entries
            for address in {one.address.partition("?")[0] for one in entry.artifacts}
        )

    def _show_titles(self, seen: tuple[SeenArtifact, ...]) -> None:
        dot = f" {self.glyphs.bullet} "
        box = self.list_box
        box.entitle(line(safe_text(f"Digests {len(seen):,}")))
        changed = sum(1 for one in seen if one.before)
        parts = [f"filter: {self.wanted}"] if self.wanted else []
        addresses = counted_of(len(self._rows), len(seen), "address", "addresses")
        parts += [addresses, f"{changed} changed"]
        parts.append(f"by {self._sort}")
        box.sign(line(Piece(safe_text(dot.join(parts)), Tone.MUTED)))

    def show_detail(self) -> None:
        one = self.current
        box = self.detail_box
        pane = self.detail
        if one is None:
            box.entitle(())
            is_hidden = bool(self.frame.workspace.history.seen())
            pane.show(_NONE_FOUND if is_hidden else _NOTHING)
            return
        box.entitle(line(Piece(one.name, Tone.STRONG)))
        pane.show(
            detail_lines(one, utc_now()), about=self.query_one(LineList).cursor_key
        )

    @property
    def current(self) -> SeenArtifact | None:
        """The artifact under the cursor."""
        at = self.query_one(LineList).cursor_index
        return None if at is None else self._rows.seen[at]

    @property
    def _keys(self) -> list[str]:
        """The open templates that name the artifact under the cursor."""
        one = self.current
        if one is None:
            return []
        return [
            entry.key
            for entry in self._snapshot.entries
            if any(
                artifact.address.partition("?")[0] == one.address
                for artifact in entry.artifacts
            )
        ]

    def _meant(self, words: Words) -> list[str]:
        """The templates that words name, else those that name the artifact."""
        if not words:
            return self._keys
        return files_called(words, self._snapshot, self.frame.bakeferry.say)

    @property
    def handlers(self) -> Handlers:
        frame = self.frame
        return {
            "verify": lambda words: frame.verify(self._meant(words)),
            "stamp": lambda words: propose_stamp(frame, self._meant(words)),
            "filter": self.ask_filter,
            "sort": self._sort_by,
            "copy": self._copy,
            "export": self._export,
        }

    def why_not(self, action: Action, words: Words) -> Safe | None:
        if action.id in ("verify", "stamp") and not (words or self._keys):
            return Safe("no open template names it")
        if action.id == "export" and not self._rows.seen:
            return Safe("nothing was read yet")
        return None

    def _sort_by(self, words: Words) -> None:
        self._sort = named_or_next(words, tuple(SORTS), self._sort)
        self.show_again()

    @on(LineList.Sorted)
    def sort_by_title(self, event: LineList.Sorted) -> None:
        """The title of a column was clicked."""
        event.stop()
        self._sort_by((event.sort,))

    def _copy(self, words: Words) -> None:
        one = self.current
        if one is None:
            self.frame.bakeferry.say(Safe("Nothing here to copy."))
            return
        offers: dict[str, str] = {"name": one.name, "url": one.address}
        if one.now is not None:
            offers["sha256"] = one.now.sha256
        offer(self.frame, offers, words)

    def _export(self, words: Words) -> None:
        """Write what `sha256sum --check` reads; a file that is there is kept."""
        path = Path(words[0] if words else EXPORT_NAME)
        lines = list(self.frame.workspace.history.export_lines())
        name = shlex.quote(str(path))
        remember(self.frame, f"bakeferry digests export --file {name}")
        try:
            write_new(path, b"".join(lines))
        except OSError as error:
            why = error.strerror or "cannot be written"
            self.frame.bakeferry.say(safe_text(f"{path}: {why}"), severity="error")
            return
        self.frame.bakeferry.say(
            safe_text(f"{counted(len(lines), 'digest')} written to {path}.")
        )
