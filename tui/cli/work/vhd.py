"""What `bakeferry vhd` does."""

from collections.abc import Iterator, Mapping
from typing import Any

from integrity.digests.algorithms import SHA256
from integrity.digests.takers import DigestTaker
from integrity.progress import Progress, Stage
from integrity.quantities import size_in_words
from integrity.sizes import MIB
from transfer.ranges import ByteRange, total
from transfer.rescue import examine
from transfer.settling import settled
from transfer.strategies.all_strategies import Place, Tools, reading_end
from transfer.strategies.plan import CHUNK
from transfer.strategies.ports import ReadableArtifact
from transfer.vhd.converting import how_to_convert
from transfer.vhd.footer import FOOTER_SIZE
from transfer.vhd.inspection import TAKERS, Inspection
from tui.cli.exit_codes import ExitCode
from tui.cli.live.items import time_of
from tui.cli.live.output import Single
from tui.cli.live.running import Live
from tui.cli.progress_line import ProgressLine
from tui.cli.shown import say, shown
from tui.cli.transfers.homes import artifact_of
from tui.cli.transfers.looking import impatient
from tui.cli.transfers.running import run_transfer
from tui.cli.transfers.words import one_given

_FORMS = {"text": "table", "json": "json"}


def vhd(artifact: str, options: dict[str, Any]) -> int:
    """Look at a VHD, here or in a storage account: three small reads, not the whole."""
    single = Single("vhd", {**options, "output": _FORMS[options["output"]]})
    word = one_given(artifact, say(options))

    async def job(live: Live, tools: Tools) -> int:
        where = artifact_of(word, live.session.place.cloud)
        content = await _looked_at(where, impatient(tools), options)
        code = ExitCode.FINDINGS if content["problems"] else ExitCode.DONE
        single.show(content, _lines(content), code)
        return code

    return run_transfer(options, job)


async def _looked_at(
    where: Place, tools: Tools, options: Mapping[str, Any]
) -> dict[str, Any]:
    inspection = await examine(where, tools)
    end = reading_end(where, tools)
    try:
        survey = await end.survey()
        digest = None
        if options["sha256"]:
            with ProgressLine("vhd", quiet=options["quiet"]) as progress:
                digest = await _sha256(end, survey.size, survey.data, progress)
    finally:
        await end.close()
    return _content(end.shown, inspection, total(survey.data), digest)


async def _sha256(
    end: ReadableArtifact,
    size: int,
    data: tuple[ByteRange, ...],
    progress: ProgressLine,
) -> str:
    """The SHA-256 of the whole; holes are not read."""
    digest = DigestTaker(SHA256)
    at = 0
    for extent in (piece for each in data for piece in each.split(CHUNK)):
        await settled(None, digest.take_hole, extent.start - at)
        read = await end.read(extent)
        await settled(None, digest.take, memoryview(read.data))
        at = extent.stop
        progress(Progress(end.shown, Stage.HASHING, at, size))
    await settled(None, digest.take_hole, size - at)
    await end.check_unchanged()
    return digest.hexdigest()


def _content(
    name: str, found: Inspection, data_bytes: int, sha256: str | None
) -> dict[str, Any]:
    footer, table = found.footer, found.partitions
    kind = footer.disk_type if footer else None
    return {
        "artifact": shown(name),
        "format": found.format,
        "diskType": kind.name.casefold() if kind else None,
        "size": found.size,
        "diskSize": footer.current_size if footer else None,
        "dataBytes": data_bytes,
        "checksumHolds": footer.checksum_holds if footer else None,
        "isWholeMebibytes": found.size % MIB == FOOTER_SIZE,
        "creator": shown(footer.creator).strip() if footer else None,
        "created": time_of(footer.created) if footer else None,
        "uniqueId": str(footer.unique_id) if footer else None,
        "partitionScheme": table.scheme.value if table else None,
        "generations": list(table.generations) if table else [],
        "sha256": sha256,
        "problems": list(found.problems),
        "advice": how_to_convert(found, shown(name)) or None,
        "takers": [_taker(name, found) for name in TAKERS],
    }


def _taker(name: str, found: Inspection) -> dict[str, Any]:
    objections = found.objections(name)
    return {"name": name, "takes": not objections, "objections": list(objections)}


def _lines(disk: Mapping[str, Any]) -> Iterator[str]:
    yield disk["artifact"]
    yield _line("Format", _format(disk))
    yield _line("Size", f"{disk['size']:,} bytes ({size_in_words(disk['size'])})")
    yield _line(
        "Data", f"{disk['dataBytes']:,} bytes ({size_in_words(disk['dataBytes'])})"
    )
    if disk["checksumHolds"] is not None:
        yield _line("Footer", "sound" if disk["checksumHolds"] else "DAMAGED")
    rule = (
        "whole MiB and 512 bytes"
        if disk["isWholeMebibytes"]
        else "NOT whole MiB and 512 bytes"
    )
    yield _line("Size rule", rule)
    if disk["creator"] is not None:
        yield _line("Made by", f"{disk['creator']}, {disk['created']}")
    if disk["partitionScheme"] is not None:
        yield _line("Partitions", disk["partitionScheme"])
        made_for = " and ".join(map(str, disk["generations"])) or "cannot be told"
        yield _line("Generation", made_for)
    if disk["sha256"] is not None:
        yield _line("SHA-256", disk["sha256"])
    for problem in disk["problems"]:
        yield _line("Problem", problem)
    if disk["advice"]:
        yield _line("Do", disk["advice"])
    for taker in disk["takers"]:
        own = [why for why in taker["objections"] if why not in disk["problems"]]
        answer = "would take it" if taker["takes"] else "would refuse it"
        yield _line(taker["name"], "; ".join((answer, *own)))


def _format(disk: Mapping[str, Any]) -> str:
    kind = disk["format"]
    if kind == "vhd":
        return f"VHD, {disk['diskType'] or 'of an unknown kind'}"
    if kind in ("raw", "none"):
        of_a_disk = ", but a raw disk" if kind == "raw" else ""
        return f"no VHD{of_a_disk}: the last 512 bytes are no footer"
    return f"no VHD, but {kind.upper() if kind != 'qcow2' else kind}"


def _line(title: str, value: str) -> str:
    return f"  {title:<18} {value}"
