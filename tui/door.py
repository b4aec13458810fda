"""Where the installed command begins: nothing is loaded before Ctrl-C is heard."""

import gc
import os
import sys

_INTERRUPTED = 130  # ExitCode.INTERRUPTED, which is not loaded yet

_YOUNG = 50_000
"""Objects made before any is looked at as garbage: what a command loads is none."""


def main() -> None:
    """Load the command line and run it; Ctrl-C before it listens ends as it does later."""
    gc.set_threshold(_YOUNG)
    try:
        from tui.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("bakeferry: interrupted; nothing was left half-written\n")
        sys.stderr.flush()
        os._exit(_INTERRUPTED)
