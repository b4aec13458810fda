"""Disks copied to, from and between the accounts of an emulator."""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import journal_timer
import least_tools
import storage
from copy_tools import (
    AZCOPY,
    CURL,
    RCLONE,
    SDK,
    Copying,
    content_of,
    counts,
    missing_peers,
    present,
    remove,
)
from figures import Figure
from measuring import GIB, KIB, MIB, OURS, Case, Tool, Usage, measure, ran
from ranged_reads import seconds_for
from storage import ONE, TWO, Storage

from transfer.simulator.disks import Disk


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is copied, and how often."""

    sparse: Disk
    dense: Disk
    upward: Disk
    rounds: int
    sparse_rounds: int


FULL = Sizes(
    sparse=Disk(size=4 * GIB, data=289 * MIB, stretches=280),
    dense=Disk(size=512 * MIB, data=512 * MIB, stretches=1),
    upward=Disk(size=GIB, data=128 * MIB, stretches=64),
    rounds=3,
    sparse_rounds=2,
)
SMALL = Sizes(
    sparse=Disk(size=512 * MIB, data=40 * MIB, stretches=35),
    dense=Disk(size=96 * MIB, data=96 * MIB, stretches=1),
    upward=Disk(size=128 * MIB, data=16 * MIB, stretches=8),
    rounds=1,
    sparse_rounds=1,
)

NO_COPIES = "Azurite answers 501 to Put Page From URL, its only way between accounts"
CUT_AT = 0.6
JOURNAL = "time in the journal"
BARE_COMMITS = "as many bytes written and synced without SQLite, as often"


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all of them."""
    with (
        tempfile.TemporaryDirectory(dir=directory) as folder,
        storage.running(Path(folder)) as service,
    ):
        copying = Copying(service)
        for name in ("sparse", "dense", "upward"):
            disk = Path(folder) / f"{name}.vhd"
            storage.write_disk(disk, getattr(sizes, name))
            ran(copying.ours(str(disk), service.blob(ONE, disk.name)))
        yield _download("sparse", sizes.sparse, sizes.sparse_rounds, copying, service)
        yield _download("dense", sizes.dense, sizes.rounds, copying, service)
        yield from _by_ranges(sizes.dense, service)
        yield _up(sizes, copying, service)
        yield _across(sizes, copying, service)
        yield _resumed(sizes.dense, copying, service)
        yield from _journal(sizes.rounds, copying, service)


def _download(
    name: str, disk: Disk, rounds: int, copying: Copying, service: Storage
) -> Case:
    target = service.folder / "home" / "copy.vhd"
    target.parent.mkdir(exist_ok=True)

    def ready() -> None:
        remove(target)
        service.relay.count()

    tools = present(
        copying.downloads(f"{name}.vhd", target),
        ready=ready,
        counted=counts(service, target),
        content=lambda: content_of(target),
    )
    tools = [*tools, least_tools.bare(disk.file_size)]
    return _measured(f"download {_words(disk)}", disk, tools, rounds)


def _by_ranges(disk: Disk, service: Storage) -> Iterator[Figure]:
    """How long the emulator takes for the calls themselves, small ones and large."""
    url = service.blob(ONE, "dense.vhd")
    for each, note in ((4, "ours: a checksum can be had of so much"), (64, "rclone's")):
        taken = min(
            seconds_for(url, size=disk.size, each=each * MIB, at_once=8)
            for _ in range(2)
        )
        name = f"{_words(disk)} by ranges of {each} MiB, thrown away"
        yield Figure(name, taken, "s", note)


def _up(sizes: Sizes, copying: Copying, service: Storage) -> Case:
    path = service.folder / "upward.vhd"
    tools = present(
        copying.uploads(path, "up.vhd"),
        ready=lambda: _vacant(service, "up.vhd"),
        counted=counts(service, None),
    )
    return _measured(
        f"upload {_words(sizes.upward)}", sizes.upward, list(tools), sizes.rounds
    )


def _across(sizes: Sizes, copying: Copying, service: Storage) -> Case:
    tools = present(
        copying.across("upward.vhd", "across.vhd"),
        ready=lambda: _vacant(service, "across.vhd"),
        counted=counts(service, None),
    )
    name = f"streamed between accounts {_words(sizes.upward)}"
    case = _measured(name, sizes.upward, list(tools), sizes.rounds)
    case.left_out = {**case.left_out, AZCOPY: NO_COPIES}
    return case


def _vacant(service: Storage, name: str) -> None:
    service.forget(TWO, name)
    service.relay.count()


def _measured(name: str, disk: Disk, tools: list[Tool], rounds: int) -> Case:
    absent = dict.fromkeys(missing_peers(), "not installed")
    case = Case(name, disk.file_size, tools, rounds, left_out=absent)
    measure(case)
    return case


def _resumed(disk: Disk, copying: Copying, service: Storage) -> Case:
    """Killed when 60 % have passed, then taken up: what passes twice, by each tool."""
    target = service.folder / "home" / "cut.vhd"
    first = copying.downloads("dense.vhd", target)
    again = {
        OURS: lambda: first[OURS],
        AZCOPY: lambda: _azcopy_resumes(copying, service),
        RCLONE: lambda: first[RCLONE],
        SDK: lambda: first[SDK],
        CURL: lambda: ("curl", "-C", "-", *first[CURL][1:]),
    }
    name = f"taken up after a kill at {CUT_AT:.0%}: {_words(disk)}"
    absent = dict.fromkeys(missing_peers(), "not installed")
    case = Case(name, disk.file_size, [], 1, left_out=absent)
    for tool, resume in again.items():
        if tool not in absent:
            remove(target)
            cut = int(disk.file_size * CUT_AT)
            passed = storage.killed_at(service, cut, first[tool])
            usage, _ = ran(resume())
            passed += service.relay.count()
            usage = Usage(usage.wall, usage.cpu, usage.peak, passed - disk.file_size)
            case.runs[tool] = [usage]
    return case


def _azcopy_resumes(copying: Copying, service: Storage) -> tuple[str, ...]:
    _, told = ran(copying.azcopy("jobs", "list", "--output-type=text"))
    job = told.partition("JobId: ")[2].split()[0]
    right = service.blob(ONE, "dense.vhd").partition("?")[2]
    return copying.azcopy("jobs", "resume", job, f"--source-sas={right}")


def _journal(rounds: int, copying: Copying, service: Storage) -> Iterator[Figure]:
    """How much of a download passes in the journal, and in what."""
    target, told = service.folder / "home" / "timed.vhd", service.folder / "spent"
    url = service.blob(ONE, "dense.vhd")
    cli = (sys.executable, journal_timer.__file__, str(told))
    runs = []
    for _ in range(rounds):
        remove(target)
        _, output = ran(copying.ours(url, str(target), cli=cli))
        copied = json.loads(output)["items"][0]["seconds"]
        runs.append(json.loads(told.read_text()) | {"copied": copied})
    last = runs[-1]
    for name, what, note in (
        (JOURNAL, "seconds", f"of the time of the copy; median of {rounds}"),
        (f"{JOURNAL}: SQLite's commits", "committing", "which wait for the disk"),
        (f"{JOURNAL}: CPU", "cpu", "Python's and SQLite's"),
        (
            BARE_COMMITS,
            "bare",
            f"{last['commits']} times, {last['written'] // KIB} KiB",
        ),
    ):
        share = statistics.median(run[what] / run["copied"] for run in runs)
        yield Figure(name, share * 100, "%", note)


def _words(disk: Disk) -> str:
    size = f"{disk.size // GIB} GiB" if disk.size >= GIB else f"{disk.size // MIB} MiB"
    return size if disk.data == disk.size else f"{size}, {disk.data // MIB} MiB of data"
