"""A Dask cluster of real processes on loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from command import environment

_PATIENCE = 60.0
"""Seconds; mostly a process stands after two."""


@dataclass
class RunningCluster:
    """A scheduler, and the workers that were started beside it."""

    folder: Path
    """Where its processes write what they have to say."""

    address: str = ""
    scheduler: subprocess.Popen = field(init=False)
    workers: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start_scheduler(self) -> None:
        """Start the scheduler on a port that is free."""
        self.scheduler = self._started("scheduler", "scheduler", "--port", "0")
        said = self._wait_for("scheduler", r"Scheduler at: +(tcp://\S+)")
        self.address = said[1]

    def start_worker(self, name: str, env: Mapping[str, str] | None = None) -> None:
        """Start a worker with one thread, and wait until it is known."""
        options = ("--nthreads", "1", "--no-nanny", "--name", name)
        place = ("--local-directory", str(self.folder / name))
        self.workers[name] = self._started(
            name, "worker", self.address, *options, *place, env=env
        )
        self._wait_for(name, "Starting established connection")

    def said(self) -> bytes:
        """All that its processes have logged, and all that they have on the disk."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return b"\n".join(path.read_bytes() for path in files)

    def end(self) -> None:
        """End all processes."""
        for process in (*self.workers.values(), self.scheduler):
            process.kill()
            process.wait()

    def _started(
        self,
        name: str,
        kind: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen:
        command = (sys.executable, "-m", f"distributed.cli.dask_{kind}")
        always = ("--host", "127.0.0.1", "--no-dashboard")
        with self._log(name).open("wb") as log:
            return subprocess.Popen(
                [*command, *arguments, *always],
                env=env or environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _wait_for(self, name: str, pattern: str) -> re.Match[str]:
        until = time.monotonic() + _PATIENCE
        while not (said := re.search(pattern, self._log(name).read_text())):
            assert time.monotonic() < until, self._log(name).read_text()
            time.sleep(0.05)
        return said


@contextmanager
def running_cluster(folder: Path, *workers: str) -> Iterator[RunningCluster]:
    """A cluster with these workers, ended at the end."""
    cluster = RunningCluster(folder)
    cluster.start_scheduler()
    try:
        for name in workers:
            cluster.start_worker(name)
        yield cluster
    finally:
        cluster.end()


def without_dask(folder: Path) -> dict[str, str]:
    """An environment in which Dask is not installed."""
    return _shadowing(folder, "dask.py", "raise ImportError('no such package')\n")


def of_another_version(folder: Path) -> dict[str, str]:
    """An environment with another version of ours."""
    (folder / "tui").mkdir()
    (folder / "tui" / "__init__.py").touch()
    return _shadowing(folder, "tui/version.py", '__version__ = "9.9.9"\n')


def _shadowing(folder: Path, name: str, text: str) -> dict[str, str]:
    (folder / name).write_text(text)
    path = os.pathsep.join((str(folder), environment()["PYTHONPATH"]))
    return environment(PYTHONPATH=path)
