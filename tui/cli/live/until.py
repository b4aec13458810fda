"""How far a build is followed: `watch --until`."""

from typing import TYPE_CHECKING

from tui.cli.exit_codes import ExitCode
from tui.sub_states import SUB_STATES, step_of

if TYPE_CHECKING:
    from transfer.azure.resources import BuildStatus

_ENDED = "ended"

_ON_THE_WAY = ("running", *map(str.casefold, SUB_STATES))

STATES = (*_ON_THE_WAY, "succeeded", _ENDED)


def has_reached(build: "BuildStatus", state: str) -> bool:
    """Whether a build that runs is at a state, or already past it."""
    if state == "running":
        return True
    now, wanted = step_of(build.sub_state or ""), step_of(state)
    return now is not None and wanted is not None and now >= wanted


def code_at_the_end(state: str | None, code: ExitCode) -> ExitCode:
    """The exit code of a build that has ended before it was seen at a state.

    Args:
        code: How the build came out.
    """
    is_past = state in _ON_THE_WAY and code is ExitCode.PARTIAL
    return ExitCode.DONE if state == _ENDED or is_past else code
