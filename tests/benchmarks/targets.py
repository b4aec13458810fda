"""The targets, and how a run stands to each: ours, the peers and the limit."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from copy_cases import JOURNAL
from copy_tools import AZCOPY, CURL
from digest_cases import CASES
from digest_gates import GATES, Gate
from digest_tools import CORES, OURS, SPEED
from measuring import MIB, Case
from results import Chapter, Results
from tables import best, peers

_MB = 10**6


@dataclass(frozen=True, slots=True)
class Stand:
    """One row of the table of targets."""

    number: int
    what: str
    wanted: str
    ours: str
    peers: str
    limit: str
    is_met: bool

    @property
    def line(self) -> str:
        """In Markdown."""
        verdict = "met" if self.is_met else "**missed**"
        cells = (self.number, self.what, self.wanted, self.ours, self.peers, self.limit)
        return f"| {' | '.join(map(str, cells))} | {verdict} |"


def stands(results: Results) -> Iterator[Stand]:
    """Every row that was measured."""
    for chapter, find in TABLE:
        if chapter in results:
            yield from find(results[chapter])


NUMBERS = {
    "one file": 1, "one file, one core": 2, "eight files": 3, "4 KiB files": 4,
    "100 KiB files": 5, "three digests": 6, "sparse file": 7,
    "sparse file by manifest": 8, "one file by manifest": 9,
}  # fmt: skip
"""The numbers that the digests' gates have among the targets."""


def _digests(chapter: Chapter) -> Iterator[Stand]:
    cases = dict(zip(CASES, chapter.cases, strict=False))
    speed = chapter.figure(SPEED)
    for gate in sorted(GATES, key=lambda gate: NUMBERS[gate.name]):
        value = gate.reached(cases)
        if value is not None:
            limit = _bare_digest(gate, cases[gate.case], speed.value if speed else 0)
            yield _gate(gate, cases[gate.case], value, limit)


def _gate(gate: Gate, case: Case, value: float, limit: str) -> Stand:
    what = "wall" if gate.what == "wall" else "cpu"
    titles = {"wall": "wall time", "cpu": "CPU", "work": "CPU without start-up"}
    own = "ours on all cores" if gate.peer.startswith(OURS) else gate.peer
    return Stand(
        number=NUMBERS[gate.name],
        what=f"{case.name}: {titles[gate.what]} of {own}, by ours ({gate.own})",
        wanted=f"at least {gate.target:.2f}x",
        ours=f"{value:.2f}x ({case.median(gate.own, what):.3f} s)",
        peers=f"{gate.peer} {case.median(gate.peer, what):.3f} s",
        limit=limit,
        is_met=value >= gate.target,
    )


def _bare_digest(gate: Gate, case: Case, speed: float) -> str:
    """What the digest alone takes, without any file."""
    if not speed:
        return "-"
    cores = 1
    if gate.what == "wall" and gate.name in ("eight files", "one file by manifest"):
        cores = CORES
    if gate.name == "sparse file by manifest":
        return f"{case.size / 32 / MIB / speed:.2f} s of digests of its data"
    return f"{case.size / MIB / speed / cores:.3f} s of bare digests"


def _copies(chapter: Chapter) -> Iterator[Stand]:
    for case in chapter.cases:
        if case.name.startswith("download") and "of data" in case.name:
            yield from _sparse(case)
        elif case.name.startswith("taken up"):
            yield _resumed(case)
    if journal := chapter.figure(JOURNAL):
        yield Stand(
            20, "journal, of the time of a download", "at most 1 %",
            f"{journal.value:.2f} %", "none has one by range", "0 %",
            journal.value <= 1,
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
        yield Stand(
            16, f"{case.name}: wall time", "at most a third of azcopy's",
            f"{case.median(OURS, 'wall'):.1f} s", _all(case, "wall", 1, "s"), "-",
            case.ratio(OURS, AZCOPY, "wall") >= 3,
        )  # fmt: skip
    yield Stand(
        16, f"{case.name}: CPU, its sha256 included", "below every peer",
        f"{case.median(OURS, 'cpu'):.1f} s", _all(case, "cpu", 1, "s"), "-",
        case.ratio(OURS, best(case, "cpu"), "cpu") > 1,
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


def _servers(chapter: Chapter) -> Iterator[Stand]:
    """Start-up is taken off: it is that of one byte, measured beside it."""
    start = chapter.case("web server, plain, 1 byte")
    for kind, wanted in (("plain", 1.5), ("TLS", 2.0)):
        cases = [c for c in chapter.cases if kind in c.name and c is not start]
        case = cases[0] if cases else None
        if start is None or case is None or CURL not in case.runs:
            continue
        own, peer = (
            case.median(name, "cpu") - start.median(name, "cpu")
            for name in (OURS, CURL)
        )
        yield Stand(
            18, f"{case.name}: CPU without start-up", f"at most {wanted} x curl's",
            f"{own / peer:.2f}x ({own:.2f} s)", f"curl {peer:.2f} s", "-",
            own <= wanted * peer,
        )  # fmt: skip


def _many(chapter: Chapter) -> Iterator[Stand]:
    for case in chapter.cases:
        peak = case.peak(OURS)
        yield Stand(
            20, f"{case.name}: memory", "at most 250 MiB", f"{peak:.0f} MiB",
            "see the tables", "-", peak <= 250,
        )  # fmt: skip


Find = Callable[[Chapter], Iterator[Stand]]

TABLE: tuple[tuple[str, Find], ...] = (
    ("digest", _digests),
    ("rescue", _copies),
    ("server", _servers),
    ("many", _many),
)

REASONS: Mapping[int, str] = {}
"""Why a target is missed, by its number; what is said was measured."""
