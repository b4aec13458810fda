"""Folders and subscription as one list: a row is a template, wherever it lives."""

from dataclasses import replace
from pathlib import Path

from integrity.safe_text import Safe, safe_text
from transfer.azure.resources import TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.live.snapshot import LiveSnapshot, LiveTemplate
from tui.workspace.snapshot import (
    EntryState,
    Online,
    OnlineOutput,
    OnlineState,
    Snapshot,
    TargetEntry,
    TemplateEntry,
)


class Joiner:
    """Joins snapshots; while neither side has changed, it gives the same one again."""

    def __init__(self) -> None:
        self._by: tuple[object, ...] = ()
        self._entries: tuple[TemplateEntry, ...] = ()
        self._online: dict[str, tuple[object, Online]] = {}

    def joined(self, snapshot: Snapshot, live: LiveSnapshot) -> Snapshot:
        """The entries with what Azure says of them, then those in Azure alone."""
        by = (snapshot.entries, live.number)
        if by != self._by:
            self._by = by
            self._entries = self._join(snapshot.entries, live)
        return replace(snapshot, entries=self._entries)

    def _join(
        self, entries: tuple[TemplateEntry, ...], live: LiveSnapshot
    ) -> tuple[TemplateEntry, ...]:
        online = {
            one.summary.name.casefold(): self._known(one, live)
            for one in live.templates
        }
        joined = [
            replace(entry, online=online.pop(entry.name.casefold()))
            if entry.name.casefold() in online
            else entry
            for entry in entries
        ]
        by_key = {one.key: one for one in live.templates}
        joined += [_alone(by_key[one.key], one) for one in online.values()]
        return tuple(joined)

    def _known(self, one: LiveTemplate, live: LiveSnapshot) -> Online:
        """What Azure says of a template: the very same value while it says the same."""
        outputs = live.outputs.get(one.key)
        before = self._online.get(one.key)
        if before is None or before[0] != (one, outputs):
            before = ((one, outputs), _online(one, outputs))
            self._online[one.key] = before
        return before[1]


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
