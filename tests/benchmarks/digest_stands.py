"""How the digests stand to their targets."""

from collections.abc import Iterator
from dataclasses import replace

from digest_cases import CASES
from digest_gates import GATES, PEAK, Gate, peak
from digest_tools import SPEED
from figures import Figure
from measuring import MIB, OURS, Case
from results import Chapter
from stand import UNKNOWN, Stand

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
        value, limit = gate.reached(cases), gate.limit(cases)
        if value is not None:
            case = cases[gate.case]
            yield replace(
                _gate(gate, case, value),
                limit=_least(gate, case, limit)
                if gate.limits
                else _bare(gate, case, speed),
                is_reachable=limit is None or limit[0] >= gate.target,
            )


def _gate(gate: Gate, case: Case, value: float) -> Stand:
    what = _what(gate)
    titles = {"wall": "wall time", "cpu": "CPU", "work": "CPU without start-up"}
    own = "ours, sha256 alone," if gate.peer.startswith(OURS) else gate.peer
    return Stand(
        number=NUMBERS[gate.name],
        what=f"{case.name}: {titles[gate.what]} of {own}, by ours ({gate.own})",
        wanted=f"at least {gate.target:.2f}x",
        ours=f"{value:.2f}x ({case.median(gate.own, what):.3f} s)",
        peers=f"{gate.peer} {case.median(gate.peer, what):.3f} s",
        limit=UNKNOWN,
        is_met=value >= gate.target,
    )


def _least(gate: Gate, case: Case, limit: tuple[float, str] | None) -> str:
    """How the least program stands to the same peer."""
    if limit is None:
        return UNKNOWN
    value, name = limit
    return f"{value:.2f}x ({case.median(name, _what(gate)):.3f} s): {name}"


def _bare(gate: Gate, case: Case, speed: Figure | None) -> str:
    """What the digest alone takes, without any file."""
    if speed is None:
        return UNKNOWN
    if gate.name == "sparse file by manifest":
        return f"{case.size / 32 / MIB / speed.value:.2f} s of digests of its data"
    return f"{case.size / MIB / speed.value:.3f} s of bare digests"


def _what(gate: Gate) -> str:
    return "wall" if gate.what == "wall" else "cpu"


def peaks(chapter: Chapter) -> Iterator[Stand]:
    """Memory, of whatever was hashed."""
    most = peak(chapter.cases)
    yield Stand(
        10, "memory, of all digests", f"at most {PEAK} MiB", f"{most:.0f} MiB",
        "see the tables", "-", most <= PEAK,
    )  # fmt: skip
