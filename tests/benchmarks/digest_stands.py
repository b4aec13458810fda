"""How the digests stand to their targets."""

from collections.abc import Iterator
from dataclasses import replace

import least_tools
from digest_cases import CASES
from digest_gates import GATES, PEAK, Cases, Gate, peak
from digest_tools import SPEED
from least_tools import AHEAD, FLOOR_AHEAD, LOOP
from measuring import GIB, MIB, OURS, Case
from quick_tools import B3SUM, BLAKE3_MANIFEST
from results import Chapter
from stand import NO_PEER, UNKNOWN, Stand
from tables import peers

NUMBERS = {
    "one file": 1, "one file, one core": 2, "eight files": 3, "4 KiB files": 4,
    "100 KiB files": 5, "three digests": 6, "sparse file": 7, "sparse file by itself": 7,
    "sparse file, blake3": 7, "sparse file by manifest": 8, "one file by manifest": 9,
    "by manifest, blake3": 9, "by manifest, xxh3": 9,
    "native, eight files": 15, "native, by manifest": 15,
}  # fmt: skip
"""The numbers that the digests' gates have among the targets."""


def digests(chapter: Chapter) -> Iterator[Stand]:
    """Each gate whose case and peer were there."""
    cases = _by_name(chapter)
    for gate in sorted(GATES, key=lambda gate: NUMBERS[gate.name]):
        value, limit = gate.reached(cases), gate.limit(cases)
        if value is not None:
            case = cases[gate.case]
            yield replace(
                _gate(gate, case, value),
                limit=_least(gate, case, limit),
                is_reachable=limit is None or limit[0] >= gate.target,
            )


def rates(chapter: Chapter) -> Iterator[Stand]:
    """How near one file comes to the digest without any file."""
    cases, speed = _by_name(chapter), chapter.figure(SPEED)
    if speed and "one_large" in cases:
        case = cases["one_large"]
        mib = case.size / MIB
        own = mib / case.median(OURS, "wall")
        there = {AHEAD, FLOOR_AHEAD} & case.runs.keys()
        least = min(there, key=lambda name: case.median(name, "wall"), default="")
        most = mib / case.median(least, "wall") if least else 0
        yield Stand(
            1, f"{case.name}: rate of ours ({OURS}), by that of {speed.name}",
            "at least 0.95x", f"{_times(own / speed.value, 0.95)} ({own:,.0f} MiB/s)",
            f"{speed.name} {speed.value:,.0f} MiB/s",
            f"{most / speed.value:.2f}x ({most:,.0f} MiB/s): {least}" if least else UNKNOWN,
            own >= 0.95 * speed.value, not least or most >= 0.95 * speed.value,
        )  # fmt: skip


def frugality(chapter: Chapter) -> Iterator[Stand]:
    """The memory that one file takes by a manifest of blake3."""
    case = _by_name(chapter).get("quick_digests")
    if case and {B3SUM, BLAKE3_MANIFEST} <= case.runs.keys():
        own, peer = case.peak(BLAKE3_MANIFEST), case.peak(B3SUM)
        python = case.peak(least_tools.BLAKE3_CHUNKS)
        yield Stand(
            9, f"{case.name}: memory of ours ({BLAKE3_MANIFEST}), by that of {B3SUM}",
            "at most 1 %", f"{own / peer:.1%} ({own:.0f} MiB)",
            f"{B3SUM} {peer:,.0f} MiB", f"{python / peer:.1%} ({python:.0f} MiB): {least_tools.BLAKE3_CHUNKS}",
            own <= peer / 100, python <= peer / 100,
        )  # fmt: skip


def _by_name(chapter: Chapter) -> Cases:
    return dict(zip(CASES, chapter.cases, strict=False))


def _gate(gate: Gate, case: Case, value: float) -> Stand:
    what = _what(gate)
    titles = {"wall": "wall time", "cpu": "CPU", "work": "CPU without start-up"}
    own = f"{gate.peer} (sha256)" if gate.peer.startswith(OURS) else gate.peer
    return Stand(
        number=NUMBERS[gate.name],
        what=f"{case.name}: {titles[gate.what]} of {own}, by ours ({gate.own})",
        wanted=f"at least {gate.target:.2f}x",
        ours=f"{_times(value, gate.target)} ({case.median(gate.own, what):.3f} s)",
        peers=f"{gate.peer} {case.median(gate.peer, what):.3f} s",
        limit=UNKNOWN,
        is_met=value >= gate.target,
    )


def _times(value: float, wanted: float) -> str:
    """A ratio, with so many digits that a miss is seen to be one."""
    is_hidden = value < wanted and round(value, 2) >= round(wanted, 2)
    return f"{value:.3f}x" if is_hidden else f"{value:.2f}x"


def _least(gate: Gate, case: Case, limit: tuple[float, str] | None) -> str:
    """How the least program stands to the same peer."""
    if limit is None:
        return UNKNOWN
    value, name = limit
    return (
        f"{_times(value, gate.target)} ({case.median(name, _what(gate)):.3f} s): {name}"
    )


def _what(gate: Gate) -> str:
    return "wall" if gate.what == "wall" else "cpu"


def peaks(chapter: Chapter) -> Iterator[Stand]:
    """Memory, of whatever was hashed."""
    most = peak(chapter.cases)
    theirs = {
        peer: max(case.peak(peer) for case in chapter.cases if peer in case.runs)
        for case in chapter.cases
        for peer in peers(case)
    }
    least = [
        case.peak(name)
        for case in chapter.cases
        for name in case.runs
        if name.startswith(LOOP) and "mapped" not in name
    ]
    largest = max(case.size for case in chapter.cases)
    yield Stand(
        10, f"memory, of all digests of up to {largest / GIB:g} GiB",
        f"at most {PEAK} MiB", f"{most:.0f} MiB",
        ", ".join(f"{name} {mib:,.0f} MiB" for name, mib in theirs.items()) or NO_PEER,
        f"{max(least):.0f} MiB: {LOOP}" if least else UNKNOWN, most <= PEAK,
    )  # fmt: skip
