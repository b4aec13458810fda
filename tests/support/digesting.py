"""`bakeferry digest` in a process of its own, and files for it."""

import hashlib
import os
import subprocess
import sys

MIB = 1024 * 1024
DIGEST = hashlib.sha256(b"content").hexdigest()


def command(*arguments):
    """The words that start it."""
    return [sys.executable, "-m", "tui.cli.main", "digest", *map(os.fspath, arguments)]


def digest(*arguments, given=b""):
    """Run it, with bytes on its standard input."""
    return subprocess.run(command(*arguments), input=given, capture_output=True)


def make(folder, *names):
    """Make files whose digest is `DIGEST`."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")
