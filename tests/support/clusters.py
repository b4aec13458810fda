"""A Dask cluster of real processes on loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from command import BAKEFERRY, environment
from waiting import wait_until
from warm_command import warm_bakeferry

PATIENCE = 60.0
"""Seconds that a command on a cluster may take; nothing waits them out."""

_LOCAL_CLUSTER = Path(__file__).with_name("local_cluster.py")


@dataclass(frozen=True)
class RunningCluster:
    """A `LocalCluster`: its scheduler in one process, each worker in one of its own."""

    folder: Path
    """Where its processes write what they have to say."""

    process: "subprocess.Popen[bytes]"
    """Holds the scheduler, and starts workers that have died anew."""

    address: str

    def readers(self, path: Path) -> list[psutil.Process]:
        """The workers that have a file open."""
        return [worker for worker in self._workers() if _reads(worker, path)]

    def said(self) -> bytes:
        """All that its processes have logged, and all that they have on the disk."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return b"\n".join(path.read_bytes() for path in files)

    def _workers(self) -> list[psutil.Process]:
        with suppress(psutil.Error):  # the cluster has died
            return psutil.Process(self.process.pid).children(recursive=True)
        return []


def _reads(process: psutil.Process, path: Path) -> bool:
    with suppress(psutil.Error):  # it has died since it was listed
        return any(file.path == str(path) for file in process.open_files())
    return False


@contextmanager
def running_cluster(folder: Path, workers: int) -> Iterator[RunningCluster]:
    """A cluster with so many workers, ended at the end."""
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, _LOCAL_CLUSTER, f"{workers}"],
            env=environment(),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        ) as process,
    ):
        assert process.stdout
        address = process.stdout.readline().decode().strip()
        assert address, (folder / "log").read_text()
        yield RunningCluster(folder, process, address)


@contextmanager
def another_worker(cluster: RunningCluster, env: Mapping[str, str]) -> Iterator[None]:
    """A worker that somebody else has started, in an environment of theirs."""
    log = cluster.folder / "another.log"
    command = (sys.executable, "-m", "distributed.cli.dask_worker", cluster.address)
    options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [*command, *options, "--no-dashboard"],
            env=env,
            cwd=cluster.folder,
            stdin=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        wait_until(lambda: "Starting established connection" in log.read_text())
        yield
        process.kill()


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


def sparse(path: Path, size: int) -> Path:
    """A file of zeros that takes no room."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def on(cluster, *arguments, command="digest", env=None, **more):
    """Run a command on a cluster."""
    at = ("--scheduler", cluster.address)
    return warm_bakeferry(command, *at, *arguments, env=env or environment(), **more)


def started(cluster, *arguments, command="digest") -> subprocess.Popen:
    """A command on a cluster, under way."""
    return subprocess.Popen(
        [*BAKEFERRY, command, "--scheduler", cluster.address, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def readers_of(server) -> int:
    """Connections to a server that stand at the end of whoever reads."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    ends = [row[3] for row in rows if row[2].endswith(f":{server.port:04X}")]
    return ends.count("01")
