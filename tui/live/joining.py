"""Folders and subscription as one list: a row is a template, wherever it lives."""

from dataclasses import replace
from pathlib import Path

from integrity.safe_text import Safe, safe_text
from transfer.azure.resources import TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.live.snapshot import LiveSnapshot, LiveTemplate
from tui.workspace.online import Online, OnlineOutput, OnlineState
from tui.workspace.snapshot import EntryState, Snapshot, TargetEntry, TemplateEntry

_Row = tuple[TemplateEntry | None, TemplateEntry]
"""The file's entry where there is one, and the row that was made of it."""


class Joiner:
    """Joins snapshots; a row that has not changed is the very same as before."""

    def __init__(self) -> None:
        self._by: tuple[object, ...] = ()
        self._entries: tuple[TemplateEntry, ...] = ()
        self._online: dict[str, tuple[object, Online]] = {}
        self._rows: dict[str, _Row] = {}

    def joined(self, snapshot: Snapshot, live: LiveSnapshot) -> Snapshot:
        """The entries with what Azure says of them, then those in Azure alone.

        A file does not say in which group its template is: where several groups have
        one of its name, the first is its own, and the others have their own rows.
        """
        by = (snapshot.entries, live.number)
        if by != self._by:
            self._by = by
            self._entries = self._join(snapshot.entries, live)
        return replace(snapshot, entries=self._entries)

    def _join(
        self, entries: tuple[TemplateEntry, ...], live: LiveSnapshot
    ) -> tuple[TemplateEntry, ...]:
        self._online = {one.key: self._known(one, live) for one in live.templates}
        by_name: dict[str, LiveTemplate] = {}
        for one in live.templates:
            by_name.setdefault(one.summary.name.casefold(), one)
        alone = {one.key: one for one in live.templates}
        rows: dict[str, _Row] = {}
        joined = []
        for entry in entries:
            own = by_name.pop(entry.name.casefold(), None)
            if own is None:
                joined.append(entry)
                continue
            del alone[own.key]
            rows[own.key] = self._row(entry, own)
            joined.append(rows[own.key][1])
        for key, one in alone.items():
            rows[key] = self._row(None, one)
            joined.append(rows[key][1])
        self._rows = rows
        return tuple(joined)

    def _known(self, one: LiveTemplate, live: LiveSnapshot) -> tuple[object, Online]:
        """What Azure says of a template: the very same value while it says the same."""
        said = (one, live.outputs.get(one.key))
        before = self._online.get(one.key)
        if before is not None and before[0] == said:
            return before
        return said, _online(*said)

    def _row(self, entry: TemplateEntry | None, one: LiveTemplate) -> _Row:
        """The row of a template: the very same while neither side has changed."""
        online = self._online[one.key][1]
        before = self._rows.get(one.key)
        if before and before[0] is entry and before[1].online is online:
            return before
        made = replace(entry, online=online) if entry else _alone(one, online)
        return entry, made


def _online(one: LiveTemplate, outputs: tuple[PlacedOutput, ...] | None) -> Online:
    summary = one.summary
    last = summary.last_run
    state, words = _state(summary)
    return Online(
        key=one.key,
        state=state,
        words=words,
        place=safe_text(f"{summary.group}, {summary.location}"),
        started=last.started if last is not None else None,
        ended=last.ended if last is not None else None,
        trouble=summary.provisioning_error
        or (last.message if last is not None and state is OnlineState.FAILED else None),
        doing=one.doing,
        outputs=None if outputs is None else tuple(map(_output, outputs)),
    )


def _state(summary: TemplateSummary) -> tuple[OnlineState, Safe]:
    last = summary.last_run
    if summary.is_changing:
        return OnlineState.RUNNING, summary.provisioning_state
    if summary.provisioning_state.casefold() == "failed":
        return OnlineState.FAILED, Safe("Submission failed")
    if last is None:
        return OnlineState.NEW, Safe("Never built")
    words = last.run_state
    if last.is_running:
        return OnlineState.RUNNING, last.sub_state or words
    state = _ENDS.get(words.casefold(), OnlineState.OTHER)
    return state, words


_ENDS = {
    "succeeded": OnlineState.SUCCEEDED,
    "failed": OnlineState.FAILED,
    "canceled": OnlineState.FAILED,
}


def _output(output: PlacedOutput) -> OnlineOutput:
    return OnlineOutput(
        name=output.name,
        kind=output.kind,
        place=output.place or safe_text(output.status.value),
        is_at_risk=output.status is Status.AT_RISK,
    )


def _alone(one: LiveTemplate, online: Online) -> TemplateEntry:
    """The row of a template that no file here is of."""
    return TemplateEntry(
        key=one.key,
        name=one.summary.name,
        path=Path(),
        shown_path=safe_text(str(one.summary.id)),
        state=EntryState.ONLINE,
        targets=tuple(
            TargetEntry(kind, Safe(""), Safe("")) for kind in one.summary.outputs
        ),
        online=online,
    )
