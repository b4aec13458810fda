"""Tables in Markdown: each tool beside ours, and what was reached."""

import resource
import sys
from collections.abc import Iterator

from digest_gates import GATES, PEAK, Cases, peak
from digest_tools import CORES, OURS, missing_peers
from measuring import GIB, KIB, MIB, Case


def heading() -> Iterator[str]:
    """Where this was measured, and without whom."""
    yield f"## Digests: {CORES} cores, Python {sys.version.split()[0]}\n"
    yield f"Missing peers: {', '.join(missing_peers()) or 'none'}.\n"


def table(case: Case) -> Iterator[str]:
    """One case."""
    yield f"### {case.name} ({case.rounds} rounds)\n"
    yield "| tool | CPU s | CPU s/GiB | wall s | peak MiB | its CPU / ours | its wall / ours |"
    yield "|---|---|---|---|---|---|---|"
    for name in case.runs:
        cpu = case.median(name, "cpu")
        per_gib = f"{cpu / case.size * GIB:.3f}" if case.size > 1 else "-"
        yield (
            f"| {name} | {cpu:.3f} | {per_gib} | {case.median(name, 'wall'):.3f}"
            f" | {case.peak(name):.0f} | {case.ratio(OURS, name, 'cpu'):.2f}x"
            f" | {case.ratio(OURS, name, 'wall'):.2f}x |"
        )
    yield ""


def reached(cases: Cases) -> Iterator[str]:
    """What was reached of what is wanted."""
    yield "### Reached\n"
    yield "| what | beside | of | reached | wanted | |"
    yield "|---|---|---|---|---|---|"
    for gate in GATES:
        value = gate.reached(cases)
        if value is not None:
            verdict = "held" if value >= gate.target else "missed"
            yield (
                f"| {gate.name} | {gate.peer} | {gate.what}"
                f" | {value:.2f}x | {gate.target:.2f}x | {verdict} |"
            )
    yield f"\nPeak: {peak(cases):.0f} MiB, of {PEAK} MiB allowed."
    yield f"Peaks below {_own_peak():.0f} MiB, this script's own, cannot be told."


def limit(case: Case, speed: float) -> str:
    """How near one file comes to what the processor can do.

    Args:
        speed: MiB/s of the bare digest on one core.
    """
    reached = case.size / MIB / case.least(OURS, "wall")
    return (
        f"`openssl speed` without any file: {speed:,.0f} MiB/s; {case.name}, start-up"
        f" included: {reached:,.0f} MiB/s, {reached / speed:.0%} of it.\n"
    )


def _own_peak() -> float:
    """MiB. A process begins its count with the memory of whoever started it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB / MIB
