"""A file submitted and built: verified first, shown, and sent when it is wanted."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.screens.asking import ask_to_build, ask_to_delete
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.lines import LinesDialog
from tui.screens.dialogs.submission import Answer, SubmissionDialog
from tui.screens.remembering import names_of, remember_reading
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.live.live import Live
    from tui.live.snapshot import Deletion
    from tui.live.submitting import SubmissionPlan
    from tui.screens.frame import FrameScreen
    from tui.submitting.candidate import Candidate
    from tui.submitting.submission import Submission
    from tui.workspace.snapshot import TemplateEntry


def submit(frame: "FrameScreen", live: "Live", entry: "TemplateEntry") -> None:
    """Verify a file, show what would be sent, and send it when it is wanted."""
    if entry.errors:
        errors = counted(entry.errors, "error")
        key = "n" if frame.place is Place.TEMPLATE else "enter"
        said = f"{entry.name}: {errors}, so it is not submitted; {key} shows them."
        frame.bakeferry.say(safe_text(said), severity="warning")
        return

    def go_on(group: str | None) -> None:
        _verify(frame, live, entry, group)

    groups = _groups(live, entry)
    if len(groups) > 1:
        _ask_group(frame, groups, go_on)
    else:
        go_on(groups[0] if groups else None)


def _groups(live: "Live", entry: "TemplateEntry") -> Sequence[str]:
    """The resource groups that it can be meant for."""
    known = live.snapshot()
    if known.account.group:
        return (known.account.group,)
    own = entry.online.key if entry.online is not None else None
    return sorted(
        {one.summary.group for one in known.templates if own in (None, one.key)},
        key=str.casefold,
    )


def _ask_group(
    frame: "FrameScreen", groups: Sequence[str], go_on: Callable[[str], object]
) -> None:
    def decide(chosen: str | None) -> None:
        if chosen is not None:
            go_on(chosen)

    choices = {name: line(safe_text(name)) for name in groups}
    frame.app.push_screen(
        ChoiceDialog(Safe("Into which resource group?"), choices, glyphs=frame.glyphs),
        decide,
    )


def _verify(
    frame: "FrameScreen", live: "Live", entry: "TemplateEntry", group: str | None
) -> None:
    placed = f" -g {shlex.quote(group)}" if group else ""
    name = names_of(frame, [entry.key])
    remember_reading(frame, f"bakeferry submit {name}{placed} --run")
    frame.bakeferry.say(
        safe_text(f"Reading the artifacts of {entry.name}{frame.glyphs.ellipsis}")
    )

    def plan(candidate: "Candidate") -> None:
        planned = live.plan_submission(candidate, group)
        frame.when_done(planned, lambda plan: _show(frame, live, plan))

    frame.when_done(frame.workspace.propose_submission(entry.key), plan)


def _show(frame: "FrameScreen", live: "Live", plan: "SubmissionPlan") -> None:
    submission = plan.submission
    key = str(submission.resource).casefold()
    if frame.bakeferry.preferences.read_only:  # since it was asked for
        frame.bakeferry.say(Safe("Nothing was submitted: read-only mode is on."))
    elif not submission.may_be_sent:
        title, obstacles = Safe("Nothing was submitted"), tuple(_obstacles(submission))
        frame.app.push_screen(LinesDialog(title, obstacles, frame.glyphs))
    elif submission.says_the_same:
        why = Safe("The file says what stands in Azure.")
        ask_to_build(frame, live, key, why=why)
    else:

        def decide(answer: Answer | None) -> None:
            if answer is Answer.BUILD:
                live.run(key)
            elif answer is Answer.SUBMIT:
                _send(frame, live, plan)

        frame.app.push_screen(SubmissionDialog(plan, frame.glyphs), decide)


def _send(frame: "FrameScreen", live: "Live", plan: "SubmissionPlan") -> None:
    """Send it; where VHDs would be lost for it, only once that is wanted too."""
    name = plan.submission.resource.name

    def send(agreed: "Deletion | None") -> None:
        live.submit(replace(plan, deletion=agreed))
        frame.bakeferry.say(safe_text(f"Submitting {name}{frame.glyphs.ellipsis}"))

    if plan.deletion is not None and plan.deletion.lost:
        ask_to_delete(frame, plan.deletion, send)
    else:
        send(plan.deletion)


def _obstacles(submission: "Submission") -> Iterator[Line]:
    """Why nothing was sent: findings, else the artifacts that no rule speaks of."""
    yield line(Piece(submission.candidate.shown_path, Tone.STRONG))
    for finding in submission.failing:
        yield EMPTY
        yield line(
            Piece(safe_text(f"{finding.start} {finding.rule} "), Tone.BAD),
            Piece(finding.message),
        )
        if finding.help is not None:
            yield line(Safe("  "), Piece(finding.help, Tone.MUTED))
    if not submission.failing:
        yield EMPTY
        yield from (line(Piece(unfit, Tone.BAD)) for unfit in submission.unfit)
