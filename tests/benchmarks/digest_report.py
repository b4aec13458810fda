"""What a run of the digests has reached, in Markdown."""

import sys
from collections.abc import Iterator

from digest_gates import GATES, PEAK, Cases, peak
from digest_tools import CORES, missing_peers


def heading() -> Iterator[str]:
    """Where this was measured, and without whom."""
    yield f"## Digests: {CORES} cores, Python {sys.version.split()[0]}\n"
    yield f"Missing peers: {', '.join(missing_peers()) or 'none'}.\n"


def reached(cases: Cases) -> Iterator[str]:
    """What was reached of what is wanted."""
    yield "### Reached\n"
    yield "| what | beside | of | reached | wanted | limit | |"
    yield "|---|---|---|---|---|---|---|"
    for gate in GATES:
        value = gate.reached(cases)
        if value is not None:
            verdict = "held" if value >= gate.target else "missed"
            limit = gate.limit(cases)
            told = f"{limit[0]:.2f}x: {limit[1]}" if limit else "-"
            yield (
                f"| {gate.name} | {gate.peer} | {gate.what}"
                f" | {value:.2f}x | {gate.target:.2f}x | {told} | {verdict} |"
            )
    yield f"\nPeak: {peak(cases.values()):.0f} MiB, of {PEAK} MiB allowed."
