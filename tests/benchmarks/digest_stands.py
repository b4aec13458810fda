"""How the digests stand to their targets."""

from collections.abc import Iterator

from digest_cases import CASES
from digest_gates import GATES, PEAK, Gate, peak
from digest_tools import CORES, SPEED
from measuring import MIB, OURS, Case
from results import Chapter
from stand import Stand

NUMBERS = {
    "one file": 1, "one file, one core": 2, "eight files": 3, "4 KiB files": 4,
    "100 KiB files": 5, "three digests": 6, "sparse file": 7,
    "sparse file by manifest": 8, "one file by manifest": 9,
}  # fmt: skip
"""The numbers that the digests' gates have among the targets."""


def digests(chapter: Chapter) -> Iterator[Stand]:
    """Each gate whose case and peer were there."""
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
    own = "ours, sha256 alone," if gate.peer.startswith(OURS) else gate.peer
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


def peaks(chapter: Chapter) -> Iterator[Stand]:
    """Memory, of whatever was hashed."""
    most = peak(chapter.cases)
    yield Stand(
        10, "memory, of all digests", f"at most {PEAK} MiB", f"{most:.0f} MiB",
        "see the tables", "-", most <= PEAK,
    )  # fmt: skip
