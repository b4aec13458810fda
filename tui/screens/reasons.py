"""Why an action cannot be done to a template."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from integrity.safe_text import Safe
from tui.actions import Action
from tui.screens.naming import is_alone
from tui.workspace.snapshot import TemplateEntry

if TYPE_CHECKING:
    from tui.live.snapshot import LiveSnapshot

_OF_A_TEMPLATE = (
    *("open", "verify", "stamp", "fix", "edit", "mark"),
    *("build", "log", "rescue", "delete"),
)


def why_not_these(
    action: Action,
    entries: Iterable[TemplateEntry],
    live: "LiveSnapshot | None",
) -> Safe | None:
    """Why an action can be done to none of some templates; None when it can to one."""
    reasons = [why_not_here(action, entry, live) for entry in entries]
    return None if None in reasons else next(iter(reasons), None)


def why_not_here(
    action: Action, entry: TemplateEntry | None, live: "LiveSnapshot | None"
) -> Safe | None:
    """Why an action cannot be done to the template under the cursor; None when it can.

    Whoever needs a file says itself that there is none: the row may be marked, or named.
    """
    if entry is None:
        is_about_one = action.id in _OF_A_TEMPLATE
        return Safe("no template is listed") if is_about_one else None
    if action.id == "build":
        return _why_not_signed_in(live)
    if action.id in ("delete", "log"):
        return _why_not_online(entry, live)
    if action.id == "rescue":
        return _why_not_online(entry, live) or _why_not_rescued(entry)
    if is_alone(entry):
        return None
    if action.id in ("stamp", "verify") and not entry.artifacts:
        return Safe("this template names no artifacts")
    if action.id == "fix" and not entry.fixable:
        return Safe("nothing here can be mended mechanically")
    return None


def _why_not_rescued(entry: TemplateEntry) -> Safe | None:
    outputs = entry.online.outputs if entry.online is not None else None
    if outputs is not None and not any(one.is_at_risk for one in outputs):
        return Safe("no VHD of it is at risk")
    return None


def _why_not_signed_in(live: "LiveSnapshot | None") -> Safe | None:
    """Why nothing can be sent to Azure; None when it can."""
    if live is None:
        return Safe("not signed in to Azure; 6 and i sign in")
    if live.account.trouble is not None:
        return Safe("Azure cannot be reached; u tries again")
    return None


def _why_not_online(entry: TemplateEntry, live: "LiveSnapshot | None") -> Safe | None:
    """Why nothing can be done to a template in Azure; None when it can."""
    if entry.online is not None:
        return None
    if (why := _why_not_signed_in(live)) is not None:
        return why
    if live is not None and live.account.as_of is None:
        return Safe("whether it is in Azure is being asked")
    return Safe("it is not in Azure; B submits it")
