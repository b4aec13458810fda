"""Every digest that was ever computed for an address, and what changed behind it."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Self
from urllib.parse import unquote, urlsplit

from integrity.artifacts.artifact import ArtifactRequest
from integrity.dataclass import dataclass
from integrity.digests.store import Row, Store, StoreKind
from integrity.digests.sum_lines import plain_line
from integrity.facts import ArtifactFact
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl, redacted

_AT_ONCE = 64
"""So many notes are written together; a crash loses fewer."""

_KIND = StoreKind(
    what="history of digests",
    file_name="history-1.sqlite",
    schema="""
CREATE TABLE IF NOT EXISTS version (
    address TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL, etag TEXT, first_seen REAL NOT NULL, last_seen REAL NOT NULL,
    PRIMARY KEY (address, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checked (
    address TEXT PRIMARY KEY, at REAL NOT NULL, problem TEXT
) STRICT, WITHOUT ROWID;
""",
    probes=(
        "SELECT address, sha256, size, etag, first_seen, last_seen FROM version LIMIT 1",
        "SELECT address, at, problem FROM checked LIMIT 1",
    ),
)

_KEEP_VERSION = (
    "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " size = excluded.size, etag = excluded.etag, last_seen = excluded.last_seen"
)
_KEEP_CHECKED = "INSERT OR REPLACE INTO checked VALUES (?, ?, ?)"

_SEEN = (
    "SELECT checked.address, at, problem, sha256, size, etag, first_seen, last_seen"
    " FROM checked LEFT JOIN version ON version.address = checked.address"
    " ORDER BY checked.address, last_seen DESC"
)


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """One content that stood behind an address."""

    sha256: str
    size: int
    etag: Safe | None
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SeenArtifact:
    """An address, and all that was ever read behind it."""

    address: Safe
    """Without its query; of a local file, its path."""

    versions: tuple[SeenVersion, ...]
    """The one seen last comes first; none when it could never be read."""

    checked_at: datetime
    problem: Safe | None
    """Why it could not be read the last time."""

    @property
    def name(self) -> Safe:
        """The last part of its path."""
        path = str(self.address)
        if "://" in path:
            with suppress(ValueError):  # a host in brackets that is no address of IPv6
                path = urlsplit(path).path
        return safe_text(unquote(PurePosixPath(path).name)) or self.address

    @property
    def now(self) -> SeenVersion | None:
        """What stood there the last time that it could be read."""
        return self.versions[0] if self.versions else None

    @property
    def before(self) -> tuple[SeenVersion, ...]:
        """What stood there earlier, the latest first."""
        return self.versions[1:]


class DigestHistory:
    """Keeps what surveys have told. Several threads and processes may use it at once.

    Whatever goes wrong with its file is logged, and then nothing more is kept.
    """

    def __init__(self, directory: Path | None) -> None:
        """Use `open`, or `close` it yourself; without a directory nothing is kept."""
        self._store = Store(directory, _KIND)
        self._lock = Lock()
        self._versions: list[Row] = []
        self._checked: list[Row] = []
        self._known: dict[str, SeenArtifact] | None = None
        self._seen: tuple[int, tuple[SeenArtifact, ...]] = (-1, ())
        self.changes = 0
        """Grows with each note, so that a screen knows when to ask again."""

    @classmethod
    @contextmanager
    def open(cls, directory: Path | None) -> Iterator[Self]:
        """The history in a directory, made if need be; written when it is closed."""
        with closing(cls(directory)) as history:
            yield history

    @property
    def is_open(self) -> bool:
        """Whether what was kept earlier can be known; the log says why not."""
        return self._store.is_open

    def note(self, request: ArtifactRequest, fact: ArtifactFact, at: datetime) -> bool:
        """What reading an artifact has told.

        Returns:
            Whether it is time for `write`.
        """
        if fact.problem is None and fact.sha256 is None:
            return False  # only its size was looked at
        address, time = _address(request), at.timestamp()
        problem = None if fact.problem is None else safe_text(fact.problem.message)
        version = None if fact.sha256 is None else _version_of(fact, fact.sha256, at)
        with self._lock:
            self.changes += 1
            self._checked.append((address, time, problem))
            if version is not None:
                told = (version.sha256, version.size, version.etag)
                self._versions.append((address, *told, time, time))
            if self._known is not None:
                seen = SeenArtifact(address, (), at, problem)
                before = self._known.get(address, seen)
                versions = _with(version, before.versions)
                self._known[address] = replace(seen, versions=versions)
            return len(self._checked) >= _AT_ONCE

    def write(self) -> None:
        """Put all notes on the disk; may wait a second for another process."""
        with self._lock:
            self._write()

    def seen(self) -> tuple[SeenArtifact, ...]:
        """Every address, in their order; asked again without news, it costs nothing.

        The file is read the first time; then what is noted here is added to that.
        """
        changes, known = self._seen
        if changes != self.changes:
            with self._lock:
                known = self._all()
                self._seen = (self.changes, known)
        return known

    def export_lines(self) -> Iterator[bytes]:
        """What stands behind each address now, as `sha256sum` writes it."""
        for artifact in self.seen():
            if artifact.now is not None and artifact.problem is None:
                yield plain_line(artifact.address, artifact.now.sha256)

    def close(self) -> None:
        """Write what waits and let go of the file."""
        self.write()
        self._store.close()

    def _write(self) -> None:
        versions, self._versions = self._versions, []
        checked, self._checked = self._checked, []
        if checked:
            self._store.keep((_KEEP_VERSION, versions), (_KEEP_CHECKED, checked))

    def _all(self) -> tuple[SeenArtifact, ...]:
        if self._known is None:
            self._write()
            self._known = {one.address: one for one in self._kept()}
        return tuple(sorted(self._known.values(), key=attrgetter("address")))

    def _kept(self) -> list[SeenArtifact]:
        try:
            return list(_artifacts(self._store.all(_SEEN)))
        except (ArithmeticError, OSError, TypeError, ValueError) as error:
            self._store.distrust(error)  # there is no such moment, or no such size
            return []


def _version_of(fact: ArtifactFact, sha256: str, at: datetime) -> SeenVersion:
    etag = None if fact.etag is None else safe_text(fact.etag)
    return SeenVersion(sha256, fact.size or 0, etag, at, at)


def _with(
    version: SeenVersion | None, before: tuple[SeenVersion, ...]
) -> tuple[SeenVersion, ...]:
    """Versions after one more was seen: it comes first, and keeps when it came first."""
    if version is None:
        return before
    others = tuple(one for one in before if one.sha256 != version.sha256)
    same = next((one for one in before if one.sha256 == version.sha256), version)
    return replace(version, first_seen=same.first_seen), *others


def _address(request: ArtifactRequest) -> Safe:
    """By what an artifact is remembered: nothing of it is secret."""
    if "://" in request.url:
        return redacted(SecretUrl(request.url).without_query)
    return safe_text(os.path.abspath(os.path.join(request.folder or "", request.url)))  # noqa: PTH100, PTH118 -- a Path would not take `..` away


def _artifacts(rows: list[Row]) -> Iterator[SeenArtifact]:
    """Rows in the order of addresses to one value for each."""
    for address, group in groupby(rows, key=itemgetter(0)):
        of_address = list(group)
        _, at, problem, *_ = of_address[0]
        yield SeenArtifact(
            address=Safe(address),
            versions=tuple(_version(row) for row in of_address if row[3] is not None),
            checked_at=_moment(at),
            problem=None if problem is None else Safe(problem),
        )


def _version(row: Row) -> SeenVersion:
    *_, sha256, size, etag, first_seen, last_seen = row
    return SeenVersion(
        sha256=str(sha256),
        size=int(size),
        etag=None if etag is None else Safe(etag),
        first_seen=_moment(first_seen),
        last_seen=_moment(last_seen),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
