"""The view of a build's log."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from integrity.quantities import counted
from integrity.safe_text import NOTHING, Safe, safe_text
from transfer.azure.known_failures import explain_all
from tui.actions import Place
from tui.glyphs import Glyphs
from tui.live.snapshot import LiveLog
from tui.screens.handling import Handlers, bindings_of, wordless
from tui.screens.live_pane import LivePane
from tui.screens.logs.lines import Filter, LogLines
from tui.screens.logs.progress import LABEL_CELLS, progress_lines
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane, WrappedPane
from tui.widgets.lines import Line, Piece, Tone, labelled, line
from tui.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from transfer.azure.build_steps import LogLine
    from tui.live.snapshot import LiveTemplate

_MOST_EXPLAINED = 3

_NO_LOG: tuple[Line, ...] = (
    (),
    line(Piece(Safe("  No log was asked for yet."), Tone.STRONG)),
    (),
    line(
        Piece(Safe("  t   "), Tone.KEY),
        Safe("on a template shows the log of its last build"),
    ),
)


class LogsView(LivePane):
    """The log that was asked for last: followed, filtered, its failure explained."""

    view = Place.LOGS
    BINDINGS = bindings_of(Place.LOGS)
    KEPT = (*LivePane.KEPT, "_filter", "_is_following")
    SCOPED_CSS = False  # the size of the screen decides, too
    DEFAULT_CSS = """
    LogsView #log-summary { height: 9; }
    .-low LogsView #log-summary { height: 7; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._filter = Filter("")
        self._log: Sequence[LogLine] = ()
        self._shown: Sequence[int] = ()
        self._is_following = True
        self._shown_log: LiveLog | None = None
        self._wrong_of: Sequence[LogLine] = ()
        self._wrong_seen = 0
        self._wrong: list[LogLine] = []

    def compose(self) -> ComposeResult:
        with Box(self.glyphs, id="log-lines"):
            yield LinePane(self.glyphs)
        with Box(self.glyphs, id="log-summary"):
            yield WrappedPane(self.glyphs)

    @property
    def _pane(self) -> LinePane:
        return self.query_one("#log-lines LinePane", LinePane)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        log = self.known.log if self.known is not None else None
        if log is not None:
            self._show_summary(log)
        if log is self._shown_log and log is not None:
            return
        self._shown_log = log
        if log is None:
            self.query_one("#log-lines", Box).entitle(line(Safe("Logs")))
            self._pane.show(self.absence() if self.known is None else _NO_LOG)
            return
        if log.lines is not self._log:
            self._log = log.lines
            self._filter = Filter(self._filter.wanted)
        self._show_lines(log)
        self._show_titles(log)

    def _show_summary(self, log: LiveLog) -> None:
        """Show how far the build is; its clock goes on while the log stands still."""
        summary = self.query_one("#log-summary LinePane", LinePane)
        summary.show(tuple(self._summary(log)))

    def _show_lines(self, log: LiveLog) -> None:
        self._shown = self._filter.read(log.lines, log.count)
        self._pane.show(LogLines(log.lines, self._shown, self.glyphs))
        if self._is_following:
            self._pane.action_last()

    @on(LinePane.Scrolled)
    def follow_at_the_end(self, event: LinePane.Scrolled) -> None:
        """Who scrolls up in a log that grows reads there; at its end it is followed."""
        event.stop()
        if event.pane is self._pane and self._shown_log is not None:
            self._is_following = self._pane.is_at_end
            self._show_titles(self._shown_log)

    def _show_titles(self, log: LiveLog) -> None:
        box = self.query_one("#log-lines", Box)
        name = log.key.rsplit("/", 1)[-1]
        box.entitle(line(safe_text(f"{name} {self.glyphs.crumb} {log.name}")))
        dot = f" {self.glyphs.bullet} "
        parts = [f"filter: {self._filter.wanted}"] if self._filter.wanted else []
        parts.append(f"{len(self._shown):,} of {counted(log.count, 'line')}")
        if log.is_growing:
            parts += "growing", "following" if self._is_following else "f follows"
        else:
            parts.append("ended")
        box.sign(line(Piece(safe_text(dot.join(parts)), Tone.MUTED)))

    def _summary(self, log: LiveLog) -> Iterator[Line]:
        if log.trouble is not None:
            yield line(Piece(log.trouble, Tone.BAD))
            return
        building = self._building(log)
        if building is not None:
            yield from progress_lines(log, building, self.glyphs, datetime.now(UTC))
        wrong = self._wrong_lines(log)
        if not wrong:
            if log.is_growing and log.steps:
                yield labelled("Now in", LABEL_CELLS, log.steps[-1].title)
            yield line(Piece(Safe("No line reads like a failure."), Tone.MUTED))
            return
        last, step = self._place_of_failure(log, wrong)
        yield labelled("What went wrong", LABEL_CELLS, step)
        yield line(Piece(Safe(f"  line {last.number}  "), Tone.MUTED), last.text)
        texts = [one.text for one in wrong]
        for one in explain_all(texts)[:_MOST_EXPLAINED]:
            yield labelled("Likely cause", LABEL_CELLS, safe_text(one.means))
            mend = safe_text(one.mend_of(log.name))
            yield labelled("What to do", LABEL_CELLS, mend)

    def _place_of_failure(
        self, log: LiveLog, wrong: "Sequence[LogLine]"
    ) -> "tuple[LogLine, Safe]":
        """The last line that is wrong within a customizer, else the last; and where."""
        in_step = (
            one
            for one in reversed(wrong)
            if one.step < len(log.steps) and log.steps[one.step].number is not None
        )
        last = next(in_step, wrong[-1])
        is_known = last.step < len(log.steps)
        return last, log.steps[last.step].title if is_known else NOTHING

    def _building(self, log: LiveLog) -> "LiveTemplate | None":
        """The template whose log it is, as it was listed last."""
        known = self.known.templates if self.known is not None else ()
        return next((one for one in known if one.key == log.key), None)

    def _wrong_lines(self, log: LiveLog) -> "Sequence[LogLine]":
        """The lines that read like a failure, looked for once in each part of a log."""
        if log.lines is not self._wrong_of:
            self._wrong_of, self._wrong_seen, self._wrong = log.lines, 0, []
        new = log.lines[self._wrong_seen : log.count]
        self._wrong += [one for one in new if one.is_wrong]
        self._wrong_seen = log.count
        return self._wrong

    @property
    def handlers(self) -> Handlers:
        return {
            "follow": wordless(self._follow),
            "filter": self.ask_filter,
            "wrap": wordless(self._wrap),
            "next_problem": wordless(lambda: self._go_to_wrong(1)),
            "previous_problem": wordless(lambda: self._go_to_wrong(-1)),
            "sign_in": wordless(self.frame.bakeferry.azure.sign_in),
        }

    def _follow(self) -> None:
        self._is_following = not self._is_following
        how = "follows the log" if self._is_following else "stays where it is"
        self.frame.bakeferry.say(safe_text(f"The view {how}."))
        self._show_again()

    def _wrap(self) -> None:
        self._pane.toggle_wrap()
        how = "go on below" if self._pane.wraps else "are cut at the edge"
        self.frame.bakeferry.say(safe_text(f"Long lines {how}."))

    def filter_by(self, text: str) -> None:
        """Show the lines with this text alone."""
        self.wanted = text
        self._filter = Filter(text)
        self._show_again()

    def _go_to_wrong(self, step: int) -> None:
        """Go to the next line that reads like a failure, or the one before."""
        wrong = [at for at, line in enumerate(self._shown) if self._log[line].is_wrong]
        if not wrong:
            which = "No line that is shown" if self.wanted else "No line"
            self.frame.bakeferry.say(safe_text(f"{which} reads like a failure."))
            return
        self._is_following = False
        here = self._pane.cursor
        if here is None:
            here = self._pane.scroll_offset.y
        ahead = wrong[::step]
        beyond = (at for at in ahead if (at - here) * step > 0)
        self._pane.show_cursor(next(beyond, ahead[0]))
        self._show_again()

    def _show_again(self) -> None:
        if self._shown_log is not None:
            self._show_lines(self._shown_log)
            self._show_titles(self._shown_log)

    def focus_body(self) -> None:
        self._pane.focus()
