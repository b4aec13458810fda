"""Every disk that a power loss could leave behind, worked out from one run.

The run's writes, syncs and changes of names are recorded in their order, and with them
what SQLite has committed, which it syncs by itself. After each step the power may fail:
what was synced is there, and of the rest nothing, all, some, or a torn last write.
Names change in their order; a sync of a file keeps the name under which it was made.
"""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from threading import Lock

import pytest

CHANGES = ("begin", "take_up", "record", "forget", "mark", "release")
"""What of the journal is one transaction."""


@dataclass(frozen=True)
class Write:
    """Bytes that were put somewhere; without any, a new size."""

    file: int
    start: int
    data: bytes = b""

    def apply(self, path):
        with path.open("r+b") as file:
            if not self.data:
                file.truncate(self.start)
            os.pwrite(file.fileno(), self.data, self.start)

    @property
    def torn(self):
        return Write(self.file, self.start, self.data[: len(self.data) // 2])


@dataclass(frozen=True)
class Name:
    """A name that was given to a file, or (without one) taken away."""

    name: str
    file: int | None
    is_first: bool = False

    def apply(self, names):
        return {**names, self.name: self.file}


@dataclass(frozen=True)
class Moved:
    """A name that became another, in one step."""

    old: str
    new: str
    file: int

    def apply(self, names):
        return {**names, self.old: None, self.new: self.file}


@dataclass(frozen=True)
class Sync:
    """A file that is safe now; None: all names are."""

    file: int | None


@dataclass(frozen=True)
class Committed:
    """What the journal holds now, as SQLite's file."""

    database: bytes = field(repr=False)


@dataclass
class Recording:
    """What was done below one folder, in its order."""

    folder: Path
    steps: list = field(default_factory=list)
    _known: set = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def _is_ours(self, path):
        return Path(path).absolute().parent == self.folder

    def _met(self, descriptor):
        """The number of an open file; one that was made unseen is written down first."""
        file = os.fstat(descriptor).st_ino
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if file not in self._known and self._is_ours(path):
            self._known.add(file)
            self.steps.append(Name(path.name, file, is_first=True))
            self.steps.append(Write(file, 0, path.read_bytes()))
        return file

    def open(self, real, path, flags, *more, **named):
        with self._lock:
            descriptor = real(path, flags, *more, **named)
            if flags & os.O_CREAT and self._is_ours(path):
                self._known.add(file := os.fstat(descriptor).st_ino)
                self.steps.append(Name(Path(path).name, file, is_first=True))
            return descriptor

    def pwrite(self, real, descriptor, data, start):
        with self._lock:
            self.steps.append(Write(self._met(descriptor), start, bytes(data)))
            return real(descriptor, data, start)

    def ftruncate(self, real, descriptor, size):
        with self._lock:
            self.steps.append(Write(self._met(descriptor), size))
            return real(descriptor, size)

    def sync(self, real, descriptor):
        with self._lock:
            if Path(f"/proc/self/fd/{descriptor}").readlink() == self.folder:
                self.steps.append(Sync(None))
            else:
                self.steps.append(Sync(self._met(descriptor)))
            return real(descriptor)

    def link(self, real, old, new, **named):
        with self._lock:
            real(old, new, **named)
            self.steps.append(Name(Path(new).name, Path(new).stat().st_ino))

    def replace(self, real, old, new):
        with self._lock:
            real(old, new)
            file = Path(new).stat().st_ino
            self.steps.append(Moved(Path(old).name, Path(new).name, file))

    def unlink(self, real, path, **named):
        with self._lock:
            real(path, **named)
            if self._is_ours(path):
                self.steps.append(Name(Path(path).name, None))

    def journal(self, journal):
        """Write down what a journal commits from now on."""

        def noting(do, *told, **named):
            done = do(*told, **named)
            self.steps.append(Committed(journal._connection.serialize()))
            return done

        for change in CHANGES:
            setattr(journal, change, partial(noting, getattr(journal, change)))


@contextmanager
def recording(folder):
    """Write down what this process asks of the disk within one folder."""
    record = Recording(folder)
    seams = {
        "open": record.open, "pwrite": record.pwrite, "ftruncate": record.ftruncate,
        "fsync": record.sync, "fdatasync": record.sync, "link": record.link,
        "replace": record.replace, "unlink": record.unlink,
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, seam in seams.items():
            patch.setattr(os, name, partial(seam, getattr(os, name)))
        yield record


@dataclass(frozen=True)
class Disk:
    """What is there when the power is back."""

    names: frozenset
    """Pairs of a name and the number of its file."""

    writes: tuple
    """What has reached the disk, in order."""

    database: bytes | None = field(repr=False)

    def build(self, folder):
        """Make it in an empty folder."""
        first = {}
        for name, file in sorted(self.names):
            path = folder / name
            if file in first:
                os.link(first[file], path)
                continue
            first[file] = path
            path.touch()
            for write in self.writes:
                if write.file == file:
                    write.apply(path)
        (folder / "state").mkdir()
        if self.database is not None:
            (folder / "state" / "transfers.sqlite").write_bytes(self.database)


@dataclass
class _Power:
    """What is safe so far, and what is not."""

    named: dict
    safe: list
    loose: list = field(default_factory=list)
    renamed: list = field(default_factory=list)
    database: bytes | None = None

    def take(self, step):
        match step:
            case Write():
                self.loose.append(step)
            case Name() | Moved():
                self.renamed.append(step)
            case Committed():
                self.database = step.database
            case Sync(None):
                self._keep_names(self.renamed)
            case Sync(file):
                self.safe += [each for each in self.loose if each.file == file]
                self.loose = [each for each in self.loose if each.file != file]
                made = [each for each in self.renamed if each == _made(each, file)]
                self._keep_names(made)

    def _keep_names(self, kept):
        self.named = _renamed(self.named, kept)
        self.renamed = [each for each in self.renamed if each not in kept]

    def left(self, dice):
        """Every disk that is there when the power goes now."""
        for kept in _survivors(self.loose, dice):
            for count in range(len(self.renamed) + 1):
                names = _renamed(self.named, self.renamed[:count])
                there = frozenset(pair for pair in names.items() if pair[1] is not None)
                files = {file for _, file in there}
                writes = tuple(w for w in (*self.safe, *kept) if w.file in files)
                yield Disk(there, writes, self.database)


def _made(name, file):
    return Name(getattr(name, "name", ""), file, is_first=True)


def _renamed(names, steps):
    for step in steps:
        names = step.apply(names)
    return names


def disks(steps, *, names=(), writes=()):
    """Every disk that a power loss after any of these steps could leave, once each.

    Args:
        names: Pairs of a name and its file that are safe before the first step.
        writes: What those files hold.
    """
    power = _Power(dict(names), list(writes))
    found = dict.fromkeys(power.left(Random(0)))
    for number, step in enumerate(steps):
        power.take(step)
        found |= dict.fromkeys(power.left(Random(number)))
    return list(found)


def _survivors(loose, dice):
    """What may be left of writes that nobody has synced."""
    yield ()
    yield tuple(loose)
    yield tuple(each for each in loose if dice.random() < 0.5)
    if loose:
        yield (*loose[:-1], loose[-1].torn)
