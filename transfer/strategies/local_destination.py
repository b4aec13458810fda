"""A local file as a destination: partial beside its name until it is proven."""

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from integrity.digests.sparse import STAT_BLOCK
from transfer.copy_errors import DestinationExists, DestinationUnfit
from transfer.digesting import ChunkDigest, Piece, digest_chunk
from transfer.journal.records import Job
from transfer.names import from_root
from transfer.ranges import ByteRange, Chunk, total
from transfer.receipt import Level
from transfer.settling import settled
from transfer.shortages import check_room
from transfer.strategies.disk_trouble import disk_trouble
from transfer.strategies.folders import foothold, make_folders
from transfer.strategies.naming import link_or_rename
from transfer.strategies.part_file import PartFile
from transfer.strategies.plan import CHUNK, Plan, Proof, Survey, Wish
from transfer.strategies.ports import prepared
from transfer.strategies.read_back import Follower, read_back
from transfer.strategies.sidecars import (
    add_sidecars,
    replace_sidecars,
    sidecars,
    sync_folder,
)

_LONGEST_NAME = 255
"""Bytes of one name, on every file system that is in use."""


class LocalDestination:
    """One file; its part stands beside it as `<name>.<job>.part`."""

    def __init__(
        self,
        path: Path,
        *,
        overwrite: bool = False,
        spoken_for: Collection[Path] = (),
        tree: Path | None = None,
    ) -> None:
        """Nothing is looked at yet.

        Args:
            spoken_for: Where something else is to go: no digests are written there.
            tree: The folder that becomes the copy of a whole one: folders in it are made
                as they are needed, and nothing is written beside its files.
        """
        self._tree = tree
        self._spoken_for = spoken_for
        self.path = from_root(path)
        self._overwrite = overwrite
        self._part: PartFile | None = None
        self._follower: Follower | None = None
        self._proof: Proof | None = None
        self._fresh = True

    @property
    def shown(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def identity(self) -> str:
        """The path from the root on."""
        return str(self.path)

    @property
    def back(self) -> None:
        """See `WritableDestination`: `prove` reads all of it."""

    @property
    def part(self) -> PartFile:
        """The file that is being written."""
        return prepared(self._part)

    def needs(self, survey: Survey) -> Survey:
        """See `WritableDestination`: holes stay holes; a file is told of bytes alone."""
        return replace(survey, unsendable=())

    def chunk(self, size: int) -> int:
        """See `WritableDestination`."""
        del size
        return CHUNK

    async def vacant(self, survey: Survey) -> None:
        """See `WritableDestination`. Refuses early what cannot fit."""
        folder = foothold(self.path.parent, self._tree)
        effective = os.access in os.supports_effective_ids
        if not os.access(folder, os.W_OK, effective_ids=effective):
            raise DestinationUnfit(str(folder), "may not be written to")
        if self.path.is_dir():
            raise DestinationUnfit(self.shown, "is a folder")
        if self.path.exists() and not self.path.is_file():
            raise DestinationUnfit(self.shown, "is no regular file")
        if not self._overwrite and (self.path.exists() or self.path.is_symlink()):
            raise DestinationExists(self.shown, "is there already")
        self._check_room(total(survey.data), folder)

    async def give_up(self, job: Job) -> None:
        """See `WritableDestination`: a part has a name of its own, and is kept."""

    def part_path(self, plan: Plan) -> Path:
        """Where a job's bytes stand until they are proven."""
        return part_of(self.path, plan.job)

    async def begin(self, plan: Plan) -> None:
        """See `WritableDestination`."""
        path = self.part_path(plan)
        make_folders(path.parent, self._tree)
        self._part = PartFile.new(path, plan.job.size)
        self._check_room(plan.data_bytes, path.parent)

    async def take_up(self, plan: Plan) -> None:
        """See `WritableDestination`."""
        path = self.part_path(plan)
        make_folders(path.parent, self._tree)
        self._part = PartFile.begun(path, plan.job.size)
        if self._part is None:
            await self.begin(plan)
            return
        self._fresh = False
        stored = path.stat().st_blocks * STAT_BLOCK
        self._check_room(max(0, plan.data_bytes - stored), path.parent)

    def _check_room(self, data_bytes: int, folder: Path) -> None:
        with disk_trouble(self.path, data_bytes):
            check_room(self.shown, data_bytes, folder)

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """See `WritableDestination`. Its bytes are read and hashed again."""
        if self._fresh or not digest.xxh3:
            return False
        data = await self.part.read(chunk.extent)
        if len(data) != chunk.extent.size:
            return False
        return digest.xxh3 == digest_chunk(chunk, [Piece(chunk.extent, data)]).xxh3

    async def tidy(self, held: Iterable[ByteRange]) -> None:
        """See `WritableDestination`."""
        if not self._fresh:
            await self.part.zero_outside(held)

    async def write(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        """See `WritableDestination`."""
        return await self.part.write(chunk, pieces)

    async def flush(self) -> None:
        """See `WritableDestination`."""
        await self.part.flush()

    async def follow(self, wish: Wish) -> None:
        """See `WritableDestination`. All of it is read back unless that is forgone."""
        if wish.level is None or wish.level >= Level.FULL:
            self._follower = Follower(self.part_path(wish.plan), wish)
            self._proof = await self._follower.read()

    def arrived(self, index: int) -> None:
        """See `WritableDestination`."""
        if self._follower:
            self._follower.arrived(index)

    async def prove(self, wish: Wish) -> Proof:
        """See `WritableDestination`."""
        self.part.check_in_place()
        await self.part.flush_all()
        if self._proof:
            return self._proof
        level = wish.level_in_flight
        return Proof(level if wish.level is None else min(wish.level, level))

    async def publish(self, plan: Plan, proof: Proof) -> str:
        """See `WritableDestination`. Without an open part, an earlier call has named it."""
        held, part = self._part, self.part_path(plan)
        if held is not None:
            held.check_in_place()
        await self.close()
        if held is not None or part.exists():
            await settled(None, self._name, part)
        await settled(None, self._add_digests, plan, proof)
        return ""

    def _add_digests(self, plan: Plan, proof: Proof) -> None:
        sync_folder(self.path.parent)
        if self._tree is not None:
            return
        write = replace_sidecars if self._overwrite else add_sidecars
        told = sidecars(self.path, plan.job.size, proof)
        ours = {each: told[each] for each in told if each not in self._spoken_for}
        write(ours, plan.job)
        sync_folder(self.path.parent)

    def _name(self, part: Path) -> None:
        """Give the part its name, over nothing that is there."""
        with disk_trouble(self.path, 0):
            if self._overwrite:
                part.replace(self.path)
                return
            try:
                link_or_rename(part, self.path)
            except FileExistsError:
                if not _is_same(part, self.path):
                    raise DestinationExists(
                        self.shown, "has appeared meanwhile; the copy is kept as a part"
                    ) from None
            part.unlink(missing_ok=True)

    async def published(self, wish: Wish) -> Proof | None:
        """See `WritableDestination`."""
        if not self.path.is_file() or self.path.is_symlink():
            return None
        if self.path.stat().st_size != wish.plan.job.size:
            return None
        proof = await read_back(self.path, wish)
        known = wish.plan.job.sha256
        if proof.differing or (known and known != proof.sha256):
            return None
        return proof

    async def close(self) -> None:
        """See `WritableDestination`."""
        part, self._part = self._part, None
        if part is not None:
            await part.close()


def part_of(path: Path, job: Job) -> Path:
    """Where a job's bytes for a file stand until they are proven."""
    ending = f".{job.short}.part"
    name = os.fsencode(path.name)[: _LONGEST_NAME - len(ending)]
    return path.with_name(os.fsdecode(name) + ending)


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
