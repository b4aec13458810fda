"""The command in a process of its own, forked from one that has loaded Dask already.

Loading it is most of what a short command on a cluster costs.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

_PATIENCE = 60.0
"""Seconds; a command of the tests that takes longer hangs."""

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["distributed", "httpx", "tui.cli.work.verify"])


def warm_bakeferry(
    *arguments: str | bytes | Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    given: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """What `bakeferry` gives, sooner."""
    words = [os.fsdecode(argument) for argument in arguments]
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
        streams[0].write_bytes(given)
        process = _FORKS.Process(target=_run, args=(words, env, cwd, streams))
        process.start()
        process.join(_PATIENCE)
        code = process.exitcode
        process.kill()
        assert code is not None, f"{words} takes longer than {_PATIENCE} s"
        told = (path.read_bytes() for path in streams[1:])
        return subprocess.CompletedProcess(words, code, *told)


def _run(
    words: list[str], env: Mapping[str, str], cwd: Path | None, streams: list[Path]
) -> None:
    from tui.cli.main import main

    for number, path in enumerate(streams):
        kind = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, kind), number)
    sys.stdin = os.fdopen(0, closefd=False)  # multiprocessing has put another there
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd or os.curdir)
    sys.argv = ["bakeferry", *words]
    main()
