"""What should be reached beside the peers, and the little that must be."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import least_tools as least
from digest_cases import CASES
from digest_tools import (
    MANIFEST,
    NATIVE,
    NATIVE_MANIFEST,
    ONE_CORE,
    THREE_DIGESTS,
    THREE_ON_ONE_CORE,
    XARGS,
)
from least_tools import (
    AHEAD,
    BARE,
    CHUNKS,
    FLOOR,
    FLOOR_AHEAD,
    FLOOR_LANES,
    FLOORS,
    HALVES,
    HOLES,
    LOOP,
    LOOPS,
    THREADS,
)
from measuring import OURS, Case
from quick_tools import (
    B3SUM,
    B3SUM_READING,
    BLAKE3,
    BLAKE3_MANIFEST,
    IN_TURN,
    XXH3_MANIFEST,
)

Cases = Mapping[str, Case]


@dataclass(frozen=True, slots=True)
class Gate:
    """A peer's cost by ours: above 1, we are better."""

    name: str
    case: str
    own: str
    peer: str

    what: str
    """`wall`; `cpu`, start-up included; or `work`, which is CPU without start-up."""

    target: float
    """At least this is wanted on a machine that has nothing else to do."""

    guard: float | None = None
    """Less than this fails; None where a busy machine alone could bring it about."""

    limits: tuple[str, ...] = ()
    """The least programs that do what ours does here."""

    def reached(self, cases: Cases) -> float | None:
        """None when the case, or the peer, was not there."""
        return self._beside(self.own, cases)

    def limit(self, cases: Cases) -> tuple[float, str] | None:
        """What the best of the least programs has reached, and its name."""
        told = ((self._beside(name, cases), name) for name in self.limits)
        return max(((value, name) for value, name in told if value), default=None)

    def _beside(self, tool: str, cases: Cases) -> float | None:
        case = cases.get(self.case)
        if case is None or not {self.peer, tool} <= case.runs.keys():
            return None
        if self.what == "work":
            start = cases["start_up"]
            return _work(case, self.peer, start) / _work(case, tool, start)
        return case.ratio(tool, self.peer, self.what)

    def at_best(self, cases: Cases) -> float | None:
        """The same by each tool's best round, which other jobs disturb least."""
        value = self.reached(cases)
        if value is None or self.what != "cpu":
            return value
        case = cases[self.case]
        return case.least(self.peer, "cpu") / case.least(self.own, "cpu")


GATES = (
    Gate("one file", "one_large", OURS, "openssl", "wall", 1.22, limits=(AHEAD, FLOOR_AHEAD)),
    Gate("one file", "one_large", OURS, "openssl", "work", 1.0, guard=0.8, limits=(AHEAD, FLOOR_AHEAD)),
    Gate("one file, one core", "one_large", ONE_CORE, "openssl", "work", 1 / 0.9, guard=0.9, limits=(LOOP, FLOOR)),
    Gate("one file, one core", "one_large", ONE_CORE, "file_digest", "work", 1 / 0.97, guard=0.9, limits=(LOOP, FLOOR)),
    Gate("three digests", "three_digests", THREE_DIGESTS, ONE_CORE, "wall", 1.0, limits=(least.THREE_AHEAD,)),
    Gate("three digests", "three_digests", THREE_DIGESTS, IN_TURN, "wall", 1.6, limits=(least.THREE_AHEAD,)),
    Gate("three digests", "three_digests", THREE_ON_ONE_CORE, ONE_CORE, "work", 1 / 1.35, guard=1 / 1.8, limits=(least.THREE,)),
    Gate("one file by manifest", "one_large", MANIFEST, "openssl", "wall", 2.0, limits=(HALVES,)),
    Gate("one file by manifest", "one_large", MANIFEST, "openssl", "work", 1.0, guard=0.8, limits=(HALVES,)),
    Gate("eight files", "eight", OURS, "openssl", "wall", 2.0, limits=(LOOPS, FLOORS)),
    Gate("eight files", "eight", OURS, XARGS, "wall", 1.08, limits=(LOOPS, FLOORS)),
    Gate("eight files", "eight", OURS, "rclone", "wall", 1.05, limits=(LOOPS, FLOORS)),
    Gate("eight files", "eight", OURS, "openssl", "work", 1 / 0.92, guard=0.8, limits=(LOOPS, FLOORS)),
    Gate("100 KiB files", "medium", OURS, "openssl", "wall", 1.25, limits=(THREADS,)),
    Gate("100 KiB files", "medium", OURS, "rhash", "wall", 1.2, limits=(THREADS,)),
    Gate("100 KiB files", "medium", OURS, "openssl", "cpu", 1 / 1.15, guard=1 / 1.8, limits=(THREADS,)),
    Gate("100 KiB files", "medium", OURS, "file_digest", "cpu", 1.0, guard=0.65, limits=(THREADS,)),
    Gate("4 KiB files", "small", OURS, "rhash", "cpu", 1 / 1.25, guard=1 / 1.75, limits=(LOOP,)),
    Gate("4 KiB files", "small", OURS, FLOOR, "cpu", 1 / 1.7, limits=(LOOP,)),
    Gate("4 KiB files", "small", OURS, "file_digest", "cpu", 1 / 0.8, guard=1.1, limits=(LOOP,)),
    Gate("sparse file", "sparse", OURS, "openssl", "work", 1.45, guard=1.1, limits=(HOLES,)),
    Gate("sparse file by itself", "holes", OURS, BARE, "work", 1 / 1.03, limits=(HOLES,)),
    Gate("sparse file, blake3", "sparse", BLAKE3, B3SUM_READING, "work", 2.0, limits=(least.HOLES_BLAKE3,)),
    Gate("sparse file by manifest", "sparse", MANIFEST, "openssl", "work", 25, guard=8, limits=(least.DATA,)),
    Gate("by manifest, blake3", "quick_digests", BLAKE3_MANIFEST, B3SUM, "wall", 1.0, limits=(least.BLAKE3_CHUNKS,)),
    Gate("by manifest, xxh3", "quick_digests", XXH3_MANIFEST, "openssl", "wall", 10.0, limits=(least.XXH3_CHUNKS,)),
    Gate("native, eight files", "eight", NATIVE, "openssl", "wall", 4.0, limits=(FLOOR_LANES,)),
    Gate("native, by manifest", "one_large", NATIVE_MANIFEST, "openssl", "wall", 3.5, limits=(CHUNKS,)),
)  # fmt: skip

GUARDED = [
    name
    for name in CASES
    if name == "start_up" or any(gate.case == name and gate.guard for gate in GATES)
]
"""The cases that guards need."""

MAY_BE_MISSING = ("rhash",)
"""Peers that not every machine can install; the others guard the same without them."""

PEAK = 80
"""MiB that no run of ours may exceed, anywhere."""


def peak(cases: Iterable[Case]) -> float:
    """The most MiB of all runs of ours; 0 where there is none."""
    ours = (
        case.peak(name) for case in cases for name in case.runs if name.startswith(OURS)
    )
    return max(ours, default=0)


def guards(cases: Cases) -> Iterator[tuple[bool, str]]:
    """Whether each guard held, and how it stands in words."""
    for gate in GATES:
        if gate.guard is not None:
            value = gate.at_best(cases)
            told = "absent" if value is None else f"{value:.2f}x"
            words = (
                f"{gate.name}, beside {gate.peer}: {told}, at least {gate.guard:.2f}x"
            )
            is_excused = value is None and gate.peer in MAY_BE_MISSING
            yield is_excused or (value is not None and value >= gate.guard), words
    most = peak(cases.values())
    yield most <= PEAK, f"peak: {most:.0f} MiB, at most {PEAK} MiB"


def _work(case: Case, name: str, start: Case) -> float:
    """CPU without start-up, in seconds, so that small runs tell of large ones."""
    began = name if name in start.runs else name.partition(",")[0]
    return max(0.001, case.least(name, "cpu") - start.least(began, "cpu"))
