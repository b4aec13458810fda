"""The one thing to do next with a template."""

from typing import TYPE_CHECKING

from integrity.quantities import counted
from tui.glyphs import ASCII
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState, OnlineState

if TYPE_CHECKING:
    from tui.workspace.online import Online


def next_step(entry: TemplateEntry) -> tuple[str, str]:
    """The key of the one thing to do next, and what it does."""
    if entry.online is not None and (step := _step_in_azure(entry.online)) is not None:
        return step
    if entry.state is EntryState.ONLINE:
        return _step_of_one_alone(entry.online)
    if entry.state is EntryState.WAITING:
        return "enter", "look at the source, while it is judged"
    if entry.state is EntryState.UNREADABLE:
        return "e", "edit the file: it is not JSON"
    if entry.state is EntryState.CLOSED:
        return "enter", "read why nothing of the file can be read"
    if entry.reading:
        return "enter", "watch its artifacts being read"
    if entry.artifacts and entry.verified_at is None:
        count = counted(len(entry.artifacts), "artifact")
        return "v", f"verify {count} against the checksums"
    return _step_about_artifacts(entry) or _step_about_findings(entry)


def _step_of_one_alone(online: "Online | None") -> tuple[str, str]:
    """Where no file is of it."""
    if online is not None and online.state is OnlineState.NEW:
        return "B", "build it: it never was"
    if online is not None and online.started is None:
        return "y", "copy its id: why its submission failed stands here"
    return "t", "read the log of its last build"


def _step_in_azure(online: "Online") -> tuple[str, str] | None:
    """What Azure makes urgent."""
    if online.state is OnlineState.RUNNING:
        return "t", "watch the log of the build"
    if online.state is OnlineState.FAILED and online.started is not None:
        return "t", "read why the last build failed"
    if any(one.is_at_risk for one in online.outputs or ()):
        return "R", "rescue the VHD that dies with this template"
    return None


def _step_about_artifacts(entry: TemplateEntry) -> tuple[str, str] | None:
    if not entry.artifacts:
        return None
    from tui.screens.artifact_words import artifact_words, is_as_it_should_be  # facts

    for one in entry.artifacts:
        if one.fact is not None and not is_as_it_should_be(one):
            return "enter", f"look at {one.name}: {artifact_words(one, ASCII)[1].text}"
    if entry.differing:
        return "enter", "look at what differs; S stamps the new digest"
    return None


def _step_about_findings(entry: TemplateEntry) -> tuple[str, str]:
    if entry.fixable:
        mended = counted(entry.fixable, "finding")
        return "F", f"mend {mended}, with the change shown first"
    if missing := entry.declared - entry.pinned:
        checksums = counted(missing, "checksum")
        return "S", f"stamp {checksums}, with the change shown first"
    if entry.errors or entry.warnings:
        return "enter", "look at the problems in the source"
    return "enter", "nothing to do; look at the source"
