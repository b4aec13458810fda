"""Templates in Azure as rows, made on the engine's loop and not on the screen's."""

from collections.abc import Mapping
from operator import is_

from integrity.safe_text import NOTHING, Safe, safe_text
from transfer.azure.resources import TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.live.snapshot import AzureRows, LiveTemplate
from tui.places import place_words
from tui.workspace.judged import TargetEntry
from tui.workspace.online import Online, OnlineOutput
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState, OnlineState

Outputs = tuple[PlacedOutput, ...] | None

_ENDS = {
    "succeeded": OnlineState.SUCCEEDED,
    "failed": OnlineState.FAILED,
    "canceled": OnlineState.FAILED,
}

_MISSING = {
    Status.BUILDING: Safe("being built"),
    Status.NOT_YET: Safe("not there yet"),
    Status.LOST: Safe("lost: gone from staging"),
}


class RowMaker:
    """Makes rows; one that has not changed is the very same as before."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[LiveTemplate, Outputs, TemplateEntry]] = {}
        self._templates: tuple[LiveTemplate, ...] = ()
        self._outputs: Mapping[str, Outputs] = {}
        self._rows = AzureRows()

    def rows(
        self, templates: tuple[LiveTemplate, ...], outputs: Mapping[str, Outputs]
    ) -> AzureRows:
        """The rows of all templates: the very same value while none has changed."""
        known = self._templates
        is_same = outputs == self._outputs and all(map(is_, known, templates))
        self._templates, self._outputs = templates, dict(outputs)
        if is_same and len(templates) >= len(known):
            self._append(templates[len(known) :], outputs)
            return self._rows
        made = {one.key: self._row(one, outputs.get(one.key)) for one in templates}
        if made != self._made:
            self._made = made
            self._rows = AzureRows.of(entry for _, _, entry in made.values())
        return self._rows

    def _append(
        self, more: tuple[LiveTemplate, ...], outputs: Mapping[str, Outputs]
    ) -> None:
        """A page of a list has come: nothing is made or compared but what is on it."""
        made = {one.key: self._row(one, outputs.get(one.key)) for one in more}
        if made:
            self._made |= made
            self._rows = self._rows.followed_by(
                tuple(entry for _, _, entry in made.values())
            )

    def _row(
        self, one: LiveTemplate, outputs: Outputs
    ) -> tuple[LiveTemplate, Outputs, TemplateEntry]:
        before = self._made.get(one.key)
        if before is not None and before[:2] == (one, outputs):
            return before
        return one, outputs, _alone(one, _online(one, outputs))


def _online(one: LiveTemplate, outputs: tuple[PlacedOutput, ...] | None) -> Online:
    summary = one.summary
    last = summary.last_run
    state, words = _state(summary)
    return Online(
        key=one.key,
        id=safe_text(str(summary.id)),
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


def _output(output: PlacedOutput) -> OnlineOutput:
    return OnlineOutput(
        name=output.name,
        kind=output.kind,
        place=_MISSING.get(output.status) or place_words(output.place),
        is_at_risk=output.status is Status.AT_RISK,
        is_there=output.status not in _MISSING,
    )


def _alone(one: LiveTemplate, online: Online) -> TemplateEntry:
    """The row of a template that no file here is of."""
    return TemplateEntry(
        key=one.key,
        name=one.summary.name,
        shown_path=online.id,
        state=EntryState.ONLINE,
        targets=tuple(
            TargetEntry(kind, NOTHING, NOTHING) for kind in one.summary.outputs
        ),
        online=online,
    )
