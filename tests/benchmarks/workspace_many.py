"""A workspace of 2,000 templates with 6,000 artifacts: how it feels from outside.

    python tests/benchmarks/workspace_many.py [TEMPLATES]

The main thread plays the screen: it takes a snapshot every 10 ms and notes how much later
than wanted it came to that. All that is compared was measured in this one run.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from many_templates import many_templates
from open_workspace import all_judged, opened
from telling import say

from tui.session import SessionOptions
from tui.workspace.snapshot import Snapshot
from tui.workspace.workspace import Workspace

TICK = 0.01
GIVE_UP = 600.0
SWITCH_SECONDS = 0.001
"""What the application sets: Python's own 5 ms would be waited for at each turn."""


def watch(workspace: Workspace, until: Callable[[Snapshot], bool], what: str) -> None:
    """Look until something is so, and print how long that took and how late the looks."""
    began, cpu, late = time.monotonic(), time.process_time(), []
    first = workspace.snapshot().number
    while not until(workspace.snapshot()):
        if time.monotonic() - began > GIVE_UP:
            sys.exit(f"{what}: gave up")
        wanted = time.monotonic() + TICK
        time.sleep(TICK)
        late.append((time.monotonic() - wanted) * 1000)
    took, number = time.monotonic() - began, workspace.snapshot().number - first
    p95 = statistics.quantiles(late, n=20)[-1] if len(late) > 1 else 0.0
    say(
        f"{what:<34} {took:6.2f} s  {time.process_time() - cpu:6.2f} s CPU"
        f"  {number:4} snapshots  looks late: p95 {p95:5.1f} ms,"
        f" most {max(late, default=0.0):5.1f} ms"
    )


def main() -> None:
    """Open, judge, verify, cancel, go on, verify again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    templates = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory(prefix="bakeferry-bench-") as name:
        folder = Path(name)
        session = SessionOptions(maps=(many_templates(folder, templates),))
        with opened_in(folder, session) as workspace:
            judge(workspace, templates, "first session")
            verify(workspace)
        with opened_in(folder, session) as workspace:
            judge(workspace, templates, "next session")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"memory at most {peak:.0f} MiB")


def opened_in(
    folder: Path, session: SessionOptions
) -> AbstractContextManager[Workspace]:
    """The workspace, which remembers what the session before has found."""
    state = folder / "state"
    return opened(folder / "templates", session=session, state_directory=state)


def judge(workspace: Workspace, templates: int, when: str) -> None:
    """Wait for the first row, and for all of them."""

    def is_done(now: Snapshot) -> bool:
        are_there = all_judged(now) and len(now.entries) == templates
        return are_there and all(one.state == "judged" for one in now.entries)

    watch(workspace, lambda now: now.entries, f"{when}: a row")
    watch(workspace, is_done, f"{when}: all judged")


def verify(workspace: Workspace) -> None:
    """Cancel in the midst, go on, check all anew."""
    keys = [one.key for one in workspace.snapshot().entries]
    third = len(keys)
    workspace.verify(keys)
    watch(workspace, lambda now: now.run and now.run.done > third, "verify: a third")
    workspace.cancel()
    watch(workspace, lambda now: now.run is None, "cancel")
    workspace.verify(keys)
    watch(workspace, lambda now: len(now.runs) == 2, "verify: the rest")
    watch(
        workspace,
        lambda now: all(one.verified_at for one in now.entries),
        "every row says so",
    )
    workspace.verify(keys)
    watch(workspace, lambda now: len(now.runs) == 3, "verify: all anew")
    totals = [run.total for run in workspace.snapshot().runs]
    say(f"artifacts asked for in each run: {totals}")


if __name__ == "__main__":
    main()
