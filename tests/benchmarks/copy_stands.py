"""How copies stand to their targets."""

import re
from collections.abc import Iterator

from copy_cases import BARE_COMMITS, JOURNAL
from copy_tools import AZCOPY, CURL
from many_cases import ONE_SMALL
from measuring import MIB, OURS, Case
from receiving_way import FLOOR
from results import Chapter
from stand import UNKNOWN, Stand
from tables import best, peers

NOT_HERE = "none speaks to the simulator"
_MB = 10**6


def copies(chapter: Chapter) -> Iterator[Stand]:
    """What passes the wire and lies on the disk, time, and what a kill costs."""
    for case in chapter.cases:
        if case.name.startswith("download") and "of data" in case.name:
            yield from _sparse(case)
        elif case.name.startswith("taken up"):
            yield _resumed(case)
    if journal := chapter.figure(JOURNAL):
        bare = chapter.figure(BARE_COMMITS)
        yield Stand(
            20, "journal, of the time of a download", "at most 1 %",
            f"{journal.value:.2f} %", "none has one by range",
            f"{bare.value:.2f} %: {bare.name}, {bare.note}" if bare else UNKNOWN,
            journal.value <= 1, bare is None or bare.value <= 1,
        )  # fmt: skip


def _sparse(case: Case) -> Iterator[Stand]:
    """The disk that is mostly empty."""
    told = re.search(r"([\d,]+) MiB of data", case.name)
    data = int(told[1].replace(",", "")) * MIB if told else 0
    for what, title, unit, name in (
        ("moved", "wire", _MB, "MB"),
        ("stored", "disk", MIB, "MiB"),
    ):
        own = case.median(OURS, what)
        yield Stand(
            16, f"{case.name}: {title}", "at most 1.02 x its data",
            f"{own / unit:,.0f} {name}", _all(case, what, unit, name),
            f"{data / unit:,.0f} {name}", own <= 1.02 * data,
        )  # fmt: skip
    if AZCOPY in case.runs:
        yield _time(case, "wall", AZCOPY, 3)
    yield _time(case, "cpu", best(case, "cpu"), 1)


def _time(case: Case, what: str, peer: str, least: float) -> Stand:
    """The limit receives, writes, and hashes the whole disk: our copies are proven."""
    title, wanted = {
        "wall": ("wall time", "at most a third of azcopy's"),
        "cpu": ("CPU, its sha256 included", "below every peer"),
    }[what]
    is_known = FLOOR in case.runs
    limit = f"{case.median(FLOOR, what):.1f} s: {FLOOR}" if is_known else UNKNOWN
    return Stand(
        16, f"{case.name}: {title}", wanted, f"{case.median(OURS, what):.1f} s",
        _all(case, what, 1, "s"), limit, case.ratio(OURS, peer, what) >= least,
        not is_known or case.ratio(FLOOR, peer, what) >= least,
    )  # fmt: skip


def _resumed(case: Case) -> Stand:
    own = case.median(OURS, "moved")
    return Stand(
        17, f"{case.name}: fetched again", "at most 64 MiB", f"{own / MIB:,.0f} MiB",
        _all(case, "moved", MIB, "MiB"), "0 MiB", own <= 64 * MIB,
    )  # fmt: skip


def _all(case: Case, what: str, unit: float, name: str) -> str:
    form = "{} {:,.1f} {}" if unit == 1 else "{} {:,.0f} {}"
    return ", ".join(
        form.format(peer, case.median(peer, what) / unit, name) for peer in peers(case)
    )


def servers(chapter: Chapter) -> Iterator[Stand]:
    """Start-up is taken off: it is that of one byte, measured beside it."""
    start = chapter.case("web server, plain, 1 byte")
    for kind, wanted in (("plain", 1.5), ("TLS", 2.0)):
        cases = [c for c in chapter.cases if kind in c.name and c is not start]
        case = cases[0] if cases else None
        if start is None or case is None or CURL not in case.runs:
            continue
        took = {
            name: case.median(name, "cpu") - start.median(name, "cpu")
            for name in case.runs
        }
        own, peer = took[OURS], took[CURL]
        yield Stand(
            18, f"{case.name}: CPU without start-up", f"at most {wanted} x curl's",
            f"{own / peer:.2f}x ({own:.2f} s)", f"curl {peer:.2f} s",
            f"{took[FLOOR]:.2f} s: {FLOOR}" if FLOOR in took else UNKNOWN,
            own <= wanted * peer, took.get(FLOOR, 0) <= wanted * peer,
        )  # fmt: skip


def many(chapter: Chapter) -> Iterator[Stand]:
    """Memory, however many rescues there are and however large the disk is."""
    small = chapter.case(ONE_SMALL)
    limit = f"{small.peak(OURS):.0f} MiB: {small.name}" if small else UNKNOWN
    for case in chapter.cases:
        if case is not small:
            peak = case.peak(OURS)
            yield Stand(
                20, f"{case.name}: memory", "at most 250 MiB", f"{peak:.0f} MiB",
                NOT_HERE, limit, peak <= 250,
            )  # fmt: skip
