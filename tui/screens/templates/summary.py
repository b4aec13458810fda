"""What is said of the template under the cursor: its artifacts, problems, next step."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.severity import Severity
from integrity.quantities import counted, listed
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.finding_line import finding_line
from tui.screens.templates.next_step import next_step
from tui.screens.templates.rows import state_in_words
from tui.screens.times import ago
from tui.widgets.lines import EMPTY, Line, Piece, Tone, cells_of, line, padded
from tui.widgets.wrapping import wrapped
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState

if TYPE_CHECKING:
    from tui.workspace.judged import OpenTemplate
    from tui.workspace.online import OnlineOutput

_MOST_SHOWN = 6
"""Artifacts and problems each; the rest is counted."""

_NAME_CELLS = 18


@dataclass(frozen=True, slots=True)
class Summary:
    """One template, and what is open of it."""

    entry: TemplateEntry
    opened: "OpenTemplate | None"
    glyphs: Glyphs
    now: datetime

    def lines(self, cells: int) -> tuple[Line, ...]:
        """Everything, for a tall place."""
        return tuple(self._lines(cells))

    def short_lines(self, cells: int) -> tuple[Line, ...]:
        """The three lines that fit below a list; what Azure refused can be scrolled to."""
        fitting = self._artifact_line(), self._problem_line(), self._next_line()
        return (*fitting, *self._trouble(cells))

    @property
    def title(self) -> Line:
        """For the border."""
        return line(Piece(self.entry.name, Tone.STRONG))

    def _lines(self, cells: int) -> Iterator[Line]:
        sign, words = state_in_words(self.entry, self.glyphs, self.now)
        name = line(Piece(self.entry.name, Tone.STRONG))
        state = line(sign, Piece(Safe(" ")), words)
        yield line(*padded(name, max(0, cells - cells_of(state))), *state)
        yield line(Piece(self.entry.shown_path, Tone.MUTED))
        yield from self._described()
        yield EMPTY
        yield from self._online(cells)
        yield from self._artifacts()
        yield from self._targets()
        yield from self._problems()
        yield EMPTY
        yield line(Piece(Safe("Next step"), Tone.TITLE))
        yield line(Safe(" "), *self._next_line())

    def _online(self, cells: int) -> Iterator[Line]:
        online = self.entry.online
        if online is None:
            return
        title = padded(line(Piece(Safe("Azure"), Tone.TITLE)), 12)
        when = ago(online.ended or online.started, self.now)
        yield line(*title, safe_text(f"{online.words}, {when}"))
        yield line(Piece(safe_text(f" {online.place}"), Tone.MUTED))
        yield from self._trouble(cells)
        for output in online.outputs or ():
            yield line(
                self._output_sign(output),
                output.name,
                Piece(safe_text(f"  {output.kind}  {output.place}"), Tone.MUTED),
            )
        yield EMPTY

    def _trouble(self, cells: int) -> Iterator[Line]:
        """Why Azure refused it, whole: it stands nowhere else."""
        online = self.entry.online
        if online is not None and online.trouble is not None:
            told = line(Piece(Safe(f" {online.trouble}"), Tone.BAD))
            yield from wrapped(told, max(1, cells))

    def _output_sign(self, output: "OnlineOutput") -> Piece:
        sign, tone = self.glyphs.safe, Tone.GOOD
        if not output.is_there:
            sign, tone = self.glyphs.waiting, Tone.MUTED
        elif output.is_at_risk:
            sign, tone = self.glyphs.risk, Tone.WARNING
        return Piece(Safe(f" {self.glyphs.in_column(sign)}"), tone)

    def _described(self) -> Iterator[Line]:
        if self.opened is None or self.opened.loaded is None:
            return
        from tui.screens.templates.described import described  # the property tree

        for template in self.opened.loaded.templates[:1]:
            yield from (line(one) for one in described(template, self.glyphs))

    def _artifacts(self) -> Iterator[Line]:
        if not self.entry.artifacts:
            return
        from tui.screens.artifact_words import artifact_words, digest_words  # facts

        title = padded(line(Piece(Safe("Artifacts"), Tone.TITLE)), 12)
        yield line(*title, *self._artifact_line())
        for artifact in self.entry.artifacts[:_MOST_SHOWN]:
            sign, words = artifact_words(artifact, self.glyphs)
            yield line(
                Piece(Safe(f" {self.glyphs.in_column(sign.text)}"), sign.tone),
                *padded(line(artifact.name), _NAME_CELLS),
                Piece(Safe(f" {artifact.use:<7} "), Tone.MUTED),
                *(
                    (words,)
                    if words.tone is not Tone.GOOD
                    else digest_words(artifact, self.glyphs)
                ),
            )
        yield from self._more(len(self.entry.artifacts))
        yield EMPTY

    def _more(self, count: int) -> Iterator[Line]:
        if count > _MOST_SHOWN:
            more = f" {self.glyphs.ellipsis} {count - _MOST_SHOWN} more"
            yield line(Piece(safe_text(more), Tone.MUTED))

    def _artifact_line(self) -> Line:
        entry = self.entry
        if entry.state is EntryState.WAITING:
            return line(Piece(self.glyphs.ellipsis, Tone.MUTED))
        if not entry.artifacts:
            return line(Piece(Safe("No artifacts."), Tone.MUTED))
        artifacts = counted(len(entry.artifacts), "artifact")
        if entry.reading:
            return line(safe_text(f"{entry.read} of {artifacts} read"))
        dot = f" {self.glyphs.bullet} "
        if entry.verified_at is None:
            return line(safe_text(f"{artifacts}{dot}not verified yet"))
        parts = [counted(entry.matching, "matches", "match")]
        if entry.differing:
            parts.append(counted(entry.differing, "differs", "differ"))
        if missing := entry.declared - entry.pinned:
            parts.append(f"{missing} without checksum")
        return line(safe_text(dot.join(parts)))

    def _targets(self) -> Iterator[Line]:
        if not self.entry.targets:
            return
        yield line(Piece(Safe("Distribute"), Tone.TITLE))
        for target in self.entry.targets:
            yield line(
                *padded(line(Safe(" "), target.kind), _NAME_CELLS),
                Safe(" "),
                target.run_output,
                Piece(Safe(f"  {target.where}"), Tone.MUTED),
            )
        yield EMPTY

    def _problems(self) -> Iterator[Line]:
        if self.entry.state is EntryState.ONLINE:
            return
        findings = self.opened.findings if self.opened is not None else ()
        told = sorted(
            (one for one in findings if one.severity is not Severity.NOTE),
            key=lambda one: one.severity.rank,
        )
        title = padded(line(Piece(Safe("Problems"), Tone.TITLE)), 12)
        yield line(*title, *self._problem_line())
        for finding in told[:_MOST_SHOWN]:
            yield finding_line(finding)
        yield from self._more(len(told))

    def _problem_line(self) -> Line:
        entry = self.entry
        if entry.state is EntryState.WAITING:
            return line(Piece(Safe("not judged yet"), Tone.MUTED))
        parts = [
            counted(number, word)
            for number, word in (
                (entry.errors, "error"),
                (entry.warnings, "warning"),
                (entry.notes, "note"),
            )
            if number
        ]
        return line(safe_text(listed(parts) if parts else "none"))

    def _next_line(self) -> Line:
        key, words = next_step(self.entry)
        return line(Piece(Safe(key), Tone.KEY), Safe("  "), safe_text(words))
