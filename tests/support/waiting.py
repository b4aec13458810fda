"""Waits for what another process does, but not for ever."""

import subprocess
import time
from collections.abc import Callable

_PATIENCE = 60.0


def wait_until(
    seen: Callable[[], object],
    process: subprocess.Popen[bytes] | None = None,
    *,
    within: float = _PATIENCE,
) -> None:
    """Look again and again until something is there.

    Args:
        process: Nothing will be there any more once it has ended.
        within: Seconds.
    """
    ends = time.monotonic() + within
    while not seen():
        if process is not None:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < ends
        time.sleep(0.01)
