"""What is done to a template in Azure: asked first, and never by accident."""

import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.screens.asking import ask, ask_to_build, ask_to_delete, lines_of, named
from tui.screens.everywhere import cancel_reading
from tui.screens.handling import Handlers, Words, wordless
from tui.screens.remembering import remember_in_azure
from tui.workspace.stages import EntryState, OnlineState

if TYPE_CHECKING:
    from tui.live.live import Live
    from tui.live.snapshot import Deletion, LiveTemplate
    from tui.screens.frame import FrameScreen
    from tui.workspace.online import Online
    from tui.workspace.snapshot import TemplateEntry


def handlers_in_azure(
    frame: "FrameScreen", meant: Callable[[Words], Sequence[str]]
) -> Handlers:
    """What can be done to the templates that are meant, by the names of actions."""
    return {
        "build": lambda words: build(frame, meant(words)),
        "delete": lambda words: delete(frame, meant(words)),
        "cancel": lambda words: cancel(frame, meant(words)),
        "rescue": lambda words: rescue(frame, meant(words)),
        "log": lambda words: _show_log(frame, meant(words)),
        "sign_in": wordless(frame.bakeferry.azure.sign_in),
    }


def build(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Submit a file and build it; what is in Azure alone is only built."""
    found = _found(frame, keys)
    if found is None:
        return
    entry, live = found
    online = entry.online
    if (why := _why_not_yet(frame, entry)) is not None:
        frame.bakeferry.say(why)
    elif online is not None and online.state is OnlineState.RUNNING:
        frame.bakeferry.say(safe_text(f"{entry.name}: a build runs already."))
    elif online is not None and entry.state is EntryState.ONLINE:
        ask_to_build(frame, live, online.key)
    elif online is not None and entry.errors:
        errors = counted(entry.errors, "error")
        why = safe_text(f"Its file has {errors}: what stands in Azure is built.")
        ask_to_build(frame, live, online.key, why=why)
    else:
        from tui.screens.submitting import submit  # what judges, and its dialog

        submit(frame, live, entry)


def _why_not_yet(frame: "FrameScreen", entry: "TemplateEntry") -> Safe | None:
    """What has to be known before anybody can say what building a template means."""
    if entry.state in (EntryState.WAITING, EntryState.STALE):
        return safe_text(f"{entry.name} is being judged; try again in a moment.")
    listed = frame.live is not None and frame.live.account.as_of is not None
    if entry.online is None and not listed:
        return safe_text(
            f"Whether {entry.name} is in Azure is being asked; try again in a moment."
        )
    return None


def cancel(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Cancel the build under the cursor, else the verification that runs."""
    found = _found_in_azure(frame, keys)
    if found is None or found[0].state is not OnlineState.RUNNING:
        cancel_reading(frame)
        return
    if frame.bakeferry.preferences.read_only:
        frame.bakeferry.say(Safe("Cancel the build: read-only mode is on"))
        return
    _, template, live = found
    remember_in_azure(frame, f"bakeferry cancel {_word(template)}", template.summary.id)
    ask(
        frame,
        Safe("Cancel the build?"),
        lines_of(template),
        Safe("Cancel it"),
        lambda: live.cancel(template.key),
    )


def delete(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Say what would die with a template, and delete it once that is wanted."""
    found = _found_in_azure(frame, keys)
    if found is None:
        return
    _, template, live = found
    remember_in_azure(frame, f"bakeferry delete {_word(template)}", template.summary.id)

    def go_on(deletion: "Deletion") -> None:
        ask_to_delete(frame, deletion, live.delete)

    frame.when_done(live.plan_deletion(template.key), go_on)


def rescue(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Ask where the VHDs are to go that would die with these templates."""
    from tui.screens.rescuing import ask_rescue  # only when it is asked for

    entries = filter(None, map(frame.entry_of, keys))
    known = frame.live.outputs if frame.live is not None else {}
    outputs = (known.get(one.online.key, ()) for one in entries if one.online)
    ask_rescue(frame, [one for each in outputs for one in each])


async def _show_log(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Follow the log of a template's newest run, in its own view."""
    found = _found_in_azure(frame, keys)
    if found is None:
        return
    _, template, live = found
    live.follow_log(template.key)
    remember_in_azure(
        frame, f"bakeferry logs {_word(template)} --follow", template.summary.id
    )
    await frame.bakeferry.go_to(Place.LOGS)


def _found_in_azure(
    frame: "FrameScreen", keys: Sequence[str]
) -> "tuple[Online, LiveTemplate, Live] | None":
    """The first of the templates that is known in Azure, as it was last listed."""
    entries = (frame.entry_of(key) for key in keys)
    known = [one.key for one in entries if one is not None and one.online is not None]
    found = _found(frame, known)
    if found is None or found[0].online is None:
        return None
    online, live = found[0].online, found[1]
    template = named(live, online.key)
    return (online, template, live) if template is not None else None


def _found(
    frame: "FrameScreen", keys: Sequence[str]
) -> "tuple[TemplateEntry, Live] | None":
    """The first of the templates."""
    live = frame.bakeferry.azure.live
    entries = [entry for key in keys if (entry := frame.entry_of(key)) is not None]
    if live is None or not entries:
        return None
    if len(entries) > 1:
        many = counted(len(entries), "template")
        frame.bakeferry.say(safe_text(f"One at a time: {many} are marked; the first."))
    return entries[0], live


def _word(template: "LiveTemplate") -> str:
    """Its name as the shell would have it."""
    return shlex.quote(template.summary.name)
