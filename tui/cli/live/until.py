"""How far a build is followed: `watch --until`."""

from typing import TYPE_CHECKING

from tui.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from transfer.azure.resources import BuildStatus

SUB_STATES = (
    "queued",
    "building",
    "customizing",
    "optimizing",
    "validating",
    "distributing",
)
"""In the order in which a build goes through them; it may leave some out."""

ENDED = "ended"

STATES = ("running", *SUB_STATES, "succeeded", ENDED)


def has_reached(build: "BuildStatus", state: str) -> bool:
    """Whether a build that runs is at a state, or already past it."""
    if state == "running":
        return True
    now = (build.sub_state or "").casefold()
    if state not in SUB_STATES or now not in SUB_STATES:
        return False
    return SUB_STATES.index(now) >= SUB_STATES.index(state)


def code_at_the_end(state: str | None, code: ExitCode) -> ExitCode:
    """The exit code of a build that has ended before it was seen at a state.

    Args:
        code: How the build came out.
    """
    is_past = state in ("running", *SUB_STATES) and code is ExitCode.PARTIAL
    return ExitCode.DONE if state == ENDED or is_past else code
