"""The view of templates: what do I have, what is wrong, what is next."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult

from integrity.safe_text import Safe, safe_text
from tui.actions import Action, Place
from tui.glyphs import Glyphs
from tui.screens.handling import Handlers, Words, bindings_of, named_or_next, wordless
from tui.screens.naming import NO_FILE, with_files
from tui.screens.reasons import why_not_here, why_not_these
from tui.screens.templates.arrangement import Arrangement
from tui.screens.templates.meant import Meant
from tui.screens.templates.rows import (
    COLUMNS,
    SORTS,
    TemplateRows,
    list_words,
)
from tui.screens.templates.summary import Summary
from tui.screens.times import utc_now
from tui.screens.view_pane import ViewPane
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Piece, Tone, line
from tui.workspace.snapshot import Snapshot, TemplateEntry


class TemplatesView(ViewPane):
    """A list of all templates, and beside or below it the one under the cursor."""

    view = Place.TEMPLATES
    BINDINGS = bindings_of(Place.TEMPLATES)
    KEPT = (*ViewPane.KEPT, "sort", "with_others")

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        sort: str = "name",
        wanted: str = "",
        start_at: str | None = None,
    ) -> None:
        super().__init__(glyphs)
        self.sort = sort if sort in SORTS else "name"
        self.wanted = wanted
        self._start_at = start_at
        self.with_others = False
        self._arrangement: Arrangement | None = None
        self._snapshot = Snapshot()
        self._rows = self._all = TemplateRows.of((), glyphs, utc_now)
        self._held = ""
        """The text that is in each of the rows."""

    def compose(self) -> ComposeResult:
        with Box(self.glyphs, id="template-list"):
            yield LineList(self.glyphs, self.selection)
        with Box(self.glyphs, id="template-summary"):
            yield LinePane(self.glyphs)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        is_empty = not (snapshot.entries or snapshot.others or snapshot.scanning)
        if is_empty:
            from tui.screens.templates.empty import show_empty  # most folders hold some

            paths = self.frame.bakeferry.opening.workspace.paths
            show_empty(self, self.glyphs, snapshot, paths)
        self._become(is_empty)
        self._arrange(snapshot)
        self._show_titles(snapshot)
        self.show_summary()

    def _become(self, is_empty: bool) -> None:
        """Show the list or the words in its place, and take the keyboard along."""
        focused = self.screen.focused
        has_keyboard = focused is None or self in focused.ancestors
        if is_empty != self.has_class("-empty"):
            self.set_class(is_empty, "-empty")
            if has_keyboard and self.frame.place is self.place:
                self.focus_body()

    def _arrange(self, snapshot: Snapshot) -> None:
        """Sort and filter again where something has changed, and paint what differs."""
        others = snapshot.others if self.with_others else ()
        now = Arrangement(snapshot.entries, others, self.sort)
        rows = self.query_one(LineList)
        before, self._arrangement = self._arrangement, now
        if now != before:
            self._all = now.rows_after(before or Arrangement(), self._all)
        elif self.wanted == self._held:
            rows.refresh_changed()
            return
        self._rows, self._held = self._all.holding(self.wanted), self.wanted
        rows.show(self._rows, COLUMNS)
        if self._start_at is not None and rows.move_to(self._start_at):
            self._start_at = None

    def _show_titles(self, snapshot: Snapshot) -> None:
        box = self.query_one("#template-list", Box)
        count = f" {len(snapshot.entries):,}" if self.frame.is_narrow else ""
        box.entitle(line(safe_text(f"Templates{count}")))
        words = list_words(
            snapshot,
            self._rows,
            wanted=self.wanted,
            marked=len(self.query_one(LineList).marked),
            sort=self.sort,
            others_shown=self.with_others,
        )
        box.sign(line(Piece(words, Tone.MUTED)))

    def show_summary(self) -> None:
        """Show the template under the cursor."""
        entry = self.current
        box = self.query_one("#template-summary", Box)
        pane = self.query_one("#template-summary LinePane", LinePane)
        if entry is None:
            box.entitle(())
            words = (
                " No template has this text in its name or path." if self.wanted else ""
            )
            pane.show((line(Piece(Safe(words), Tone.MUTED)),))
            return
        opened = self.frame.bakeferry.shown.opened(entry.key)
        self._want_outputs(entry)
        summary = Summary(entry, opened, self.glyphs, utc_now())
        if self.frame.is_narrow:
            box.entitle(summary.title)
            pane.show(summary.short_lines(pane.size.width), about=entry.key)
        else:
            box.entitle(summary.title, line(Safe("enter open")))
            pane.show(summary.lines(pane.size.width), about=entry.key)

    def _want_outputs(self, entry: TemplateEntry) -> None:
        """Ask for the run outputs of what is looked at, once."""
        live, online = self.frame.bakeferry.azure.live, entry.online
        if live is not None and online is not None and online.outputs is None:
            live.want_outputs([online.key])

    @on(LineList.Moved)
    def show_moved(self, event: LineList.Moved) -> None:
        """The cursor is on another template."""
        event.stop()
        self.show_summary()

    @on(LineList.Chosen)
    def open_chosen(self, event: LineList.Chosen) -> None:
        """Open it."""
        event.stop()
        if with_files([event.key], self._snapshot):
            self.open_template(event.key)
        else:
            self.frame.bakeferry.say(NO_FILE)

    @property
    def place(self) -> Place:
        return Place.EMPTY if self.has_class("-empty") else Place.TEMPLATES

    @property
    def current(self) -> TemplateEntry | None:
        """The template under the cursor; asked for each key of the footer."""
        at = self.query_one(LineList).cursor_index
        return None if at is None else self._rows.entries[at]

    @property
    def _meant(self) -> Meant:
        """Whom an action is about; looked at when it is asked for."""
        say = self.frame.bakeferry.say
        return Meant(self._snapshot, self.query_one(LineList), say)

    def _listed(self) -> list[str]:
        """The keys of the templates as they are listed now, without the other files."""
        others = {one.key for one in self._snapshot.others}
        return [key for key in self._rows.places if key not in others]

    @property
    def handlers(self) -> Handlers:
        from tui.screens.azure_actions import handlers_in_azure
        from tui.screens.changes import propose_fixes, propose_stamp, undo  # a dialog

        frame = self.frame
        return {
            "open": self._open,
            "verify": lambda words: frame.verify(self._meant.files_of(words)),
            "verify_all": wordless(lambda: frame.verify(self._meant.every_file)),
            "stamp": lambda words: propose_stamp(frame, self._meant.files_of(words)),
            "stamp_all": wordless(lambda: propose_stamp(frame, self._meant.every_file)),
            "fix": lambda words: propose_fixes(frame, self._meant.files_of(words)),
            "undo": wordless(lambda: undo(frame)),
            "edit": self._edit,
            "explain": self._explain,
            "filter": self.ask_filter,
            "sort": self._sort,
            "mark": self._mark,
            "mark_all": self._mark_all,
            "others": self._switch_others,
            "copy": self._copy,
            **handlers_in_azure(frame, lambda words: self._meant.all_of(words)),
            "folder": self._open_folder,
            "demo": wordless(lambda: frame.bakeferry.open_demo()),
            "new": self._write_starter,
        }

    def why_not(self, action: Action, words: Words) -> Safe | None:
        live = self.frame.live
        if words:
            return why_not_these(action, self._meant.entries_of(words), live)
        needs_no_cursor = action.id in ("rescue", "stamp", "verify", "fix")
        if needs_no_cursor and self.query_one(LineList).marked:
            return None
        return why_not_here(action, self.current, live)

    def focus_body(self) -> None:
        selector = "EmptyPane" if self.has_class("-empty") else "LineList"
        self.query_one(selector).focus()

    def _open(self, words: Words) -> None:
        for key in self._meant.files_of(words)[:1]:
            self.open_template(key)

    def open_template(self, key: str, *, line: int | None = None) -> None:
        """Open a template on a screen of its own."""
        from tui.screens.template.screen import TemplateScreen  # the judge, for hints

        self.app.push_screen(TemplateScreen(key, self.neighbours(), line=line))

    def _open_folder(self, words: Words) -> None:
        if words:
            self.frame.bakeferry.open_paths([Path(word) for word in words])
        else:
            self.frame.ask("folder", Safe("folder "))

    def _write_starter(self, words: Words) -> None:
        from tui.screens.starter import write_starter  # seldom asked for

        write_starter(self.frame, words[0] if words else "template.json")

    async def _edit(self, words: Words) -> None:
        from tui.screens.editing import edit_file  # processes

        for key in self._meant.files_of(words)[:1]:
            await edit_file(self.frame, key)

    def _explain(self, words: Words) -> None:
        from tui.screens.explaining import choose_rule, explain  # every rule

        if words:
            explain(self.frame, words[0])
            return
        entry = self.current
        shown = self.frame.bakeferry.shown
        opened = shown.opened(entry.key) if entry is not None else None
        choose_rule(self.frame, opened.findings if opened is not None else ())

    def _sort(self, words: Words) -> None:
        self.sort = named_or_next(words, tuple(SORTS), self.sort)
        self.show_again()

    @on(LineList.Sorted)
    def sort_by_title(self, event: LineList.Sorted) -> None:
        """The title of a column was clicked."""
        event.stop()
        self._sort((event.sort,))

    def _mark(self, words: Words) -> None:
        rows = self.query_one(LineList)
        if words:
            rows.mark(self._meant.named(words))
        else:
            rows.action_mark()
        self.show_again()

    def _mark_all(self, words: Words) -> None:
        rows = self.query_one(LineList)
        rows.mark(() if rows.marked else self._listed())
        self.show_again()

    def _switch_others(self, words: Words) -> None:
        self.with_others = not self.with_others
        self.show_again()

    def _copy(self, words: Words) -> None:
        from tui.screens.copying import copy_of_template  # a dialog

        if (entry := self.current) is None:
            self.frame.bakeferry.say(Safe("Nothing here to copy."))
        else:
            copy_of_template(self.frame, entry, words)

    def neighbours(self) -> Sequence[str]:
        """The keys of the templates as they are listed now."""
        return with_files(self._listed(), self._snapshot)
