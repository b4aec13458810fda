"""The copy menu: what can be taken from a row to the clipboard."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.screens.dialogs.choice import ChoiceDialog
from tui.widgets.lines import Piece, Tone, line
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen
    from tui.workspace.judged import ArtifactEntry
    from tui.workspace.online import Online


def copy_of_template(
    frame: "FrameScreen", entry: TemplateEntry, words: Sequence[str]
) -> None:
    """Offer what names a template: a file, what stands in Azure, or both."""
    is_alone = entry.state is EntryState.ONLINE
    if is_alone and entry.online is not None:
        offer(frame, _of_azure(entry.name, entry.online), words)
    else:
        offer(frame, _of_file(entry), words)


def _of_file(entry: TemplateEntry) -> dict[str, str]:
    row = {
        "name": entry.name,
        "path": entry.shown_path,
        "errors": entry.errors,
        "warnings": entry.warnings,
        "artifacts": len(entry.artifacts),
        "pinned": entry.pinned,
    }
    known_in_azure = {"id": entry.online.id} if entry.online is not None else {}
    return {
        "name": entry.name,
        "path": entry.shown_path,
        **known_in_azure,
        "sentence": (
            f"{entry.name}: {counted(entry.errors, 'error')},"
            f" {counted(entry.warnings, 'warning')},"
            f" {entry.pinned} of {counted(entry.declared, 'artifact')} pinned"
        ),
        "json": json.dumps(row),
        "command": f"bakeferry verify {shlex.quote(str(entry.path))}",
    }


def _of_azure(name: Safe, online: "Online") -> dict[str, str]:
    """What names a template that no file here is of."""
    row = {"name": name, "id": online.id, "state": online.words}
    return {
        "name": name,
        "id": online.id,
        "sentence": f"{name}: {online.words}, {online.place}",
        "json": json.dumps(row),
        "command": f"bakeferry templates show {shlex.quote(online.id)}",
        "az": f"az image builder show --ids {shlex.quote(online.id)}",
    }


def copy_of_artifact(
    frame: "FrameScreen", artifact: "ArtifactEntry", words: Sequence[str]
) -> None:
    """Offer what names an artifact; its address without what may be a secret."""
    digest = artifact.fact.sha256 if artifact.fact is not None else None
    offers: dict[str, str] = {"name": artifact.name, "url": artifact.address}
    if digest is not None:
        offers = {**offers, "sha256": digest}
    row = {"name": artifact.name, "url": artifact.address, "sha256": digest}
    offer(frame, {**offers, "json": json.dumps(row)}, words)


def offer(
    frame: "FrameScreen", offers: Mapping[str, str], words: Sequence[str]
) -> None:
    """Copy what is named, or ask which of them."""
    if words:
        _copy(frame, offers.get(words[0]), words[0])
        return

    def decide(chosen: str | None) -> None:
        if chosen is not None:
            _copy(frame, offers[chosen], chosen)

    cells = max((9, *map(len, offers)))
    shown = {
        name: line(Piece(Safe(f" {name:<{cells}} "), Tone.KEY), safe_text(text))
        for name, text in offers.items()
    }
    frame.app.push_screen(
        ChoiceDialog(Safe("Copy"), shown, glyphs=frame.glyphs), decide
    )


def _copy(frame: "FrameScreen", text: str | None, name: str) -> None:
    if text is None:
        frame.bakeferry.say(safe_text(f"There is no {name} to copy here."))
        return
    frame.app.copy_to_clipboard(text)
    frame.bakeferry.say(safe_text(f"Copied the {name}:  {text}"))
