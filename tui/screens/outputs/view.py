"""The view of run outputs."""

from itertools import chain, islice
from operator import is_
from typing import TYPE_CHECKING

from textual import on

from integrity.quantities import counted, counted_of
from integrity.safe_text import Safe, safe_text
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.actions import Action, Place
from tui.glyphs import Glyphs
from tui.screens.copying import offer
from tui.screens.detailed_pane import DetailedPane
from tui.screens.handling import Handlers, Words, bindings_of, wordless
from tui.screens.live_pane import LivePane
from tui.screens.outputs.rows import (
    COLUMNS,
    OutputRows,
    copy_of,
    counts_of,
    detail_lines,
    listed,
)
from tui.screens.rescuing import ask_rescue, name_of
from tui.screens.times import utc_now
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Piece, Tone, line
from tui.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from textual.timer import Timer

_OF_OUTPUTS = ("rescue", "log", "copy", "mark", "mark_all")
"""Actions that need an output to be listed."""

_NONE_FOUND = (
    line(
        Piece(
            Safe(" No run output has this text in its name or its template's."),
            Tone.MUTED,
        )
    ),
)
_NONE = (line(Piece(Safe(" No template here has a run output."), Tone.MUTED)),)

_MOST_SIZED = 40
"""VHDs whose sizes are asked for before anybody looks at one of them."""

_REST_SECONDS = 0.3
"""How long the cursor is on a row that somebody looks at."""


class OutputsView(LivePane, DetailedPane):
    """Every run output of the subscription, those at risk first."""

    view = Place.OUTPUTS
    BINDINGS = bindings_of(Place.OUTPUTS)
    SCOPED_CSS = False  # the size of the screen decides, too
    DEFAULT_CSS = """
    OutputsView #detail { height: 9; }
    .-low OutputsView #detail { height: 7; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._rows = OutputRows((), glyphs, {}, {}, utc_now)
        self._resting: Timer | None = None
        self._shown: tuple[object, ...] = ()
        """What the rows were made of."""

        self._second = 0
        """When, where they tell how long a build goes on."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        known = self.known
        jobs = self.frame.bakeferry.jobs.snapshot()
        copies = jobs.entries if jobs is not None else ()
        made_of = (known, copies, self.wanted)
        second = int(utc_now().timestamp()) if self._rows.are_moving else 0
        is_same = self._shown and all(map(is_, made_of, self._shown))
        if is_same and second == self._second:
            return
        self._shown, self._second = made_of, second
        if known is not None and self.live is not None:
            missing = [one.key for one in known.templates if not known.is_read(one.key)]
            if missing:
                self.live.want_outputs(missing)
        outputs = listed(known, wanted=self.wanted) if known is not None else []
        newest = {one.artifact: one for one in reversed(copies)}
        sizes = known.sizes if known is not None else {}
        self._rows = OutputRows(outputs, self.glyphs, newest, sizes, utc_now)
        self._want_sizes(outputs)
        self.query_one(LineList).show_from_top(self._rows, COLUMNS)
        self._show_titles(outputs)
        self.show_detail()

    def _show_titles(self, outputs: list[PlacedOutput]) -> None:
        box = self.list_box
        dot = f" {self.glyphs.bullet} "
        title = f"Outputs  {dot.join(counts_of(outputs))}" if outputs else "Outputs"
        box.entitle(line(safe_text(title)))
        parts = [f"filter: {self.wanted}"] if self.wanted else []
        parts += self._rows.lacking_roles()
        known = self.known
        if known is not None:
            everything = sum(map(len, known.outputs.values()))
            parts.append(counted_of(len(outputs), everything, "run output"))
            asked = sum(1 for one in known.templates if known.is_read(one.key))
            has_room = not (self.frame.is_narrow and self._rows.lacking_roles())
            if has_room or asked < len(known.templates):
                all_of_them = counted(len(known.templates), "template")
                parts.append(f"{asked} of {all_of_them} asked")
        box.sign(line(Piece(safe_text(dot.join(parts)), Tone.MUTED)) if parts else ())

    def show_detail(self) -> None:
        one = self.current
        box = self.detail_box
        pane = self.detail
        if one is None:
            box.entitle(())
            pane.show(self._nothing())
            return
        box.entitle(line(Piece(name_of(one), Tone.STRONG)))
        copy = copy_of(one, self._rows.copies)
        lines = tuple(detail_lines(one, self._rows, copy))
        pane.show(lines, about=self.query_one(LineList).cursor_key)

    def _nothing(self) -> tuple[Line, ...]:
        """Why no output is listed."""
        known = self.known
        if known is None or known.account.trouble is not None:
            return self.absence()
        if any(known.outputs.values()):
            return _NONE_FOUND
        is_asked = not known.listing and all(
            known.is_read(one.key) for one in known.templates
        )
        return _NONE if is_asked and known.account.is_on else self.absence()

    @on(LineList.Moved)
    def want_size_at_rest(self) -> None:
        """Where the cursor rests, the size is asked for."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST_SECONDS, self._want_size)

    def _want_sizes(self, outputs: list[PlacedOutput]) -> None:
        """Ask how large those are that may be lost, of which a screen shows the first."""
        if self.live is None or self.known is None or not self.known.account.is_on:
            return
        staged = (one for one in outputs if one.status is Status.AT_RISK)
        for one in islice(staged, _MOST_SIZED):
            if one.address is not None and self._rows.size_of(one) is None:
                self.live.want_size(one.address)

    def _want_size(self) -> None:
        one = self.current
        if one is not None and one.address is not None and self.live is not None:
            self.live.want_size(one.address)

    @property
    def current(self) -> PlacedOutput | None:
        """The output under the cursor."""
        at = self.query_one(LineList).cursor_index
        return None if at is None else self._rows.outputs[at]

    @property
    def handlers(self) -> Handlers:
        return {
            "rescue": self._rescue,
            "mark": self._mark,
            "mark_all": wordless(self._mark_at_risk),
            "log": self._log,
            "filter": self.ask_filter,
            "copy": self._copy,
            "update": wordless(self._look_again),
            "sign_in": wordless(self.frame.bakeferry.azure.sign_in),
        }

    def why_not(self, action: Action, words: Words) -> Safe | None:
        one = self.current
        is_named = bool(words) and action.id != "copy" and self.known is not None
        if action.id in _OF_OUTPUTS and one is None and not is_named:
            return Safe("no run output is listed")
        if action.id == "update" and self.live is None:
            return Safe("not signed in to Azure")
        if action.id == "rescue" and not is_named:
            can = any(one.status is Status.AT_RISK for one in self._meant())
            return None if can else Safe("it is not at risk")
        return None

    def _meant(self) -> list[PlacedOutput]:
        """The outputs that are marked, else the one under the cursor."""
        marked = self.query_one(LineList).marked
        one = self.current
        if not marked:
            return [one] if one is not None else []
        indices = (self._rows.index(key) for key in sorted(marked))
        return [self._rows.outputs[at] for at in indices if at is not None]

    def _named(self, words: Words) -> list[PlacedOutput]:
        """What words name, listed or not: a template, or `TEMPLATE/OUTPUT`."""
        known = self.known.outputs.values() if self.known is not None else ()
        found = [
            one
            for one in chain.from_iterable(known)
            if {one.template.name, name_of(one)} & set(words)
        ]
        if not found:
            why = f"No run output is of a template called {' '.join(words)}."
            self.frame.bakeferry.say(safe_text(why))
        return found

    def _rescue(self, words: Words) -> None:
        if not words:
            done = self.query_one(LineList).clear_marks
            ask_rescue(self.frame, self._meant(), begun=done)
        elif named := self._named(words):
            ask_rescue(self.frame, named)

    def _mark(self, words: Words) -> None:
        rows = self.query_one(LineList)
        if words:
            rows.mark(str(one.id).casefold() for one in self._named(words))
        else:
            rows.action_mark()

    def _mark_at_risk(self) -> None:
        """Mark everything that would be lost, or nothing."""
        rows = self.query_one(LineList)
        if rows.marked:
            rows.clear_marks()
            return
        outputs = enumerate(self._rows.outputs)
        at_risk = (at for at, one in outputs if one.status is Status.AT_RISK)
        rows.mark(self._rows.key(at) for at in at_risk)

    async def _log(self, words: Words) -> None:
        one = self.current
        if words:
            one = next(iter(self._named(words)), None)
        if one is not None and self.live is not None:
            self.live.follow_log(str(one.template).casefold())
            await self.frame.bakeferry.go_to(Place.LOGS)

    def _look_again(self) -> None:
        if self.live is not None and self.known is not None:
            self.live.refresh()
            self.live.want_outputs(one.key for one in self.known.templates)

    def _copy(self, words: Words) -> None:
        one = self.current
        if one is None:
            return
        offers: dict[str, str] = {"name": one.name, "id": str(one.id)}
        if one.address is not None:
            offers["url"] = str(one.address)
        offer(self.frame, offers, words)
