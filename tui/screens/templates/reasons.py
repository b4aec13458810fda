"""Why an action cannot be done to a template."""

from typing import TYPE_CHECKING

from integrity.safe_text import Safe
from tui.actions import Action
from tui.screens.templates.in_azure import is_alone
from tui.workspace.snapshot import TemplateEntry

if TYPE_CHECKING:
    from tui.live.snapshot import LiveSnapshot


def why_not_here(
    action: Action, entry: TemplateEntry | None, live: "LiveSnapshot | None"
) -> Safe | None:
    """Why an action cannot be done to the template under the cursor; None when it can.

    Whoever needs a file says itself that there is none: the row may be marked, or named.
    """
    if action.id == "build":
        return _why_not_signed_in(live)
    if action.id in ("delete", "log"):
        return _why_not_online(entry)
    if action.id == "rescue":
        return _why_not_online(entry) or _why_not_rescued(entry)
    if entry is None or is_alone(entry):
        return None
    if action.id in ("stamp", "verify") and not entry.artifacts:
        return Safe("this template names no artifacts")
    if action.id == "fix" and not entry.fixable:
        return Safe("nothing here can be mended mechanically")
    return None


def _why_not_rescued(entry: TemplateEntry | None) -> Safe | None:
    outputs = entry.online.outputs if entry is not None and entry.online else None
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


def _why_not_online(entry: TemplateEntry | None) -> Safe | None:
    """Why nothing can be done to a template in Azure; None when it can."""
    if entry is None or entry.online is None:
        return Safe("it is not known in Azure; 6 and i sign in")
    return None
