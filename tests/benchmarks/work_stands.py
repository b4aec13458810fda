"""How lint, verify, the loop and the application stand to their targets."""

import re
from collections.abc import Iterator, Sequence

from digest_tools import CORES
from figures import Figure
from growth_cases import LEVEL
from growth_works import LINT, LOADED
from lag_cases import FEED, FEED_BY_HAND, IDLE, IDLE_PAINTED, NICE, PAINTED, WANTED
from measuring import GIB, LEAST, OURS, Case
from python_cases import ASKING, BY_HAND, HIT
from receiving_way import FLOOR
from results import Chapter
from stand import NO_PEER, UNKNOWN, Stand
from tables import peers

_BUDGET = re.compile(
    r"^  (?P<name>\S.*?) +(?P<value>[\d.]+) of +(?P<limit>[\d.]+) (?P<unit>\S+)"
    r"(?: of core)? +(?P<sign>over|ok) *(?P<told>.*)$",
    re.MULTILINE,
)
_DOUBLED = re.compile(r"(?P<calls>: calls)?: \dx the work, by \dx$")
_PAINTED = ("start to the first list", "key to repaint", "painting while")
_LEFT = 100 - 5 * 60 / 1000 * 100 / CORES
"""Percent of the cores, when sixty ticks of 5 ms a second take their part of one."""

_IDLE = re.compile(r"^  terminal, idle .* CPU ([\d.]+)% of a core$", re.MULTILINE)
_LEAST_START = re.compile(r"^python -c pass +([\d.]+) s", re.MULTILINE)
_MINIMAL = re.compile(r"minimal (\d+)")
_SECONDS = re.compile(r"^bakeferry lint FILE +([\d.]+) s", re.MULTILINE)


def lags(chapter: Chapter) -> Iterator[Stand]:
    """How late an event loop is beside hashing, and how fast it hashes."""
    by_hand = chapter.figure(f"{FEED_BY_HAND}: rate")
    for number, words, quietest, least, most, told in (
        (11, NICE, IDLE, 95, 100, "no loop"),
        (11, PAINTED, IDLE_PAINTED, 65, _LEFT, f"what painting leaves of {CORES} cores"),
        (12, FEED, FEED_BY_HAND, 99, by_hand and by_hand.value, FEED_BY_HAND),
    ):  # fmt: skip
        wanted, alone = WANTED[words], chapter.figure(f"loop lag, {quietest}: p99")
        if late := chapter.figure(f"loop lag, {words}: p99"):
            yield Stand(
                number, late.name, f"at most {wanted} ms", f"{late.value:.1f} ms", NO_PEER,
                f"{alone.value:.1f} ms: a loop, {quietest}" if alone else UNKNOWN,
                late.value <= wanted, alone is None or alone.value <= wanted,
            )  # fmt: skip
        if rate := chapter.figure(f"{words}: rate"):
            yield Stand(
                number, f"{rate.name}, {rate.note}", f"at least {least} %",
                f"{rate.value:.1f} %", NO_PEER,
                f"{most:.0f} %: {told}" if most else UNKNOWN, rate.value >= least,
                most is None or most >= least,
            )  # fmt: skip


def in_python(chapter: Chapter) -> Iterator[Stand]:
    """The engine beside a pipeline of aiofiles, and hits of the cache."""
    for case in chapter.cases:
        if case.name.startswith("hits"):
            yield _hits(case)
        elif case.name.startswith("engine"):
            yield _beside_aiofiles(case)
    hit, by_hand = chapter.figure(HIT), chapter.figure(BY_HAND)
    if hit and by_hand:
        yield Stand(
            13, f"{hit.name} of the digest cache, {hit.note}", "less than 1 ms",
            f"{hit.value:.3f} ms", NO_PEER, f"{by_hand.value:.3f} ms: {by_hand.name}",
            hit.value < 1, by_hand.value < 1,
        )  # fmt: skip


def _hits(case: Case) -> Stand:
    (peer,) = peers(case)
    share = 1 / case.ratio(OURS, peer, "cpu")
    is_known = ASKING in case.runs
    least = 1 / case.ratio(ASKING, peer, "cpu") if is_known else 0
    return Stand(
        13, f"{case.name}: CPU, by that of hashing", "at most 0.55x", f"{share:.2f}x",
        f"{peer} {case.median(peer, 'cpu'):.2f} s",
        f"{least:.2f}x: {ASKING}" if is_known else UNKNOWN, share <= 0.55, least <= 0.55,
    )  # fmt: skip


def _beside_aiofiles(case: Case) -> Stand:
    (peer,) = peers(case)
    least = 30 if case.name.endswith(" 4 KiB") else 1.5
    found = case.ratio(OURS, peer, "wall")
    shortest = next((name for name in case.runs if name.startswith(LEAST)), None)
    limit = case.ratio(shortest, peer, "wall") if shortest else None
    return Stand(
        14, f"{case.name}: wall time of {peer}, by ours", f"at least {least:g}x",
        f"{found:.2f}x ({case.median(OURS, 'wall'):.3f} s)",
        f"{case.median(peer, 'wall'):.2f} s", f"{limit:.2f}x: {shortest}" if limit else UNKNOWN,
        found >= least, limit is None or limit >= least,
    )  # fmt: skip


def verifying(chapter: Chapter) -> Iterator[Stand]:
    """Artifacts over HTTP and TLS; each figure tells what it may cost."""
    for figure in chapter.figures:
        allowed = re.match(r"at most ([\d.]+)", figure.note)
        if allowed and "8 x" in figure.name:
            floor, most = (
                chapter.figure(figure.name.replace("CPU", FLOOR)),
                float(allowed[1]),
            )
            yield Stand(
                19, figure.name, figure.note, f"{figure.value:.2f} {figure.unit}",
                _by_gib(chapter, figure.name), f"{floor.value:.2f} s/GiB: {FLOOR}" if floor else UNKNOWN,
                figure.value <= most, floor is None or floor.value <= most,
            )  # fmt: skip


def _by_gib(chapter: Chapter, name: str) -> str:
    """What the peers take for the bytes of a figure's case, start-up included."""
    case = chapter.case(name.removesuffix(": CPU without start-up"))
    scale = GIB / case.size if case else 0
    named = peers(case) if case else ()
    return ", ".join(
        f"{peer} {case.median(peer, 'cpu') * scale:.2f} s/GiB" for peer in named
    )


def growing(chapter: Chapter) -> Iterator[Stand]:
    """What each of two thousand templates costs, and each work when it is doubled."""
    if each := chapter.figure(f"{LINT}: each"):
        least = chapter.figure(f"{LINT}: {LOADED}")
        yield Stand(
            22, each.name, "at most 3 ms", f"{each.value:.2f} ms", NO_PEER,
            f"{least.value:.2f} ms: {LOADED}" if least else UNKNOWN,
            each.value <= 3, least is None or least.value <= 3,
        )  # fmt: skip
    doublings: dict[str, list[Figure]] = {}
    calls: dict[str, list[Figure]] = {}
    for figure in chapter.figures:
        if found := _DOUBLED.search(figure.name):
            of = calls if found["calls"] else doublings
            of.setdefault(figure.name[: found.start()], []).append(figure)
    for name, of_cpu in doublings.items():
        yield _straight(name, of_cpu, calls.get(name, []))


def _straight(name: str, of_cpu: Sequence[Figure], calls: Sequence[Figure]) -> Stand:
    bounds = of_cpu[0].note
    least, most = map(float, bounds.split(" to "))
    told = _listed(of_cpu) + (f" (calls {_listed(calls)})" if calls else "")
    return Stand(
        23, f"{name}: CPU by every doubling of the work", f"{bounds}x", told, "ours by itself",
        "1.00x: no more is seen" if bounds == LEVEL else "2.00x: a straight line",
        all(least <= figure.value <= most for figure in (*of_cpu, *calls)),
    )  # fmt: skip


def _listed(ratios: Sequence[Figure]) -> str:
    return ", ".join(f"{each.value:.2f}x" for each in ratios)


def starting(chapter: Chapter) -> Iterator[Stand]:
    """`lint` of one file."""
    if found := _SECONDS.search(chapter.text):
        seconds, least = float(found[1]), _LEAST_START.search(chapter.text)
        yield Stand(
            22, "lint of one file: CPU", "at most 0.25 s", f"{seconds:.3f} s", NO_PEER,
            f"{float(least[1]):.3f} s: python -c pass" if least else UNKNOWN,
            seconds <= 0.25,
        )  # fmt: skip


def painting(chapter: Chapter) -> Iterator[Stand]:
    """What the full-screen application paints."""
    idle = _IDLE.search(chapter.text)
    for found in _BUDGET.finditer(chapter.text):
        if found["name"].startswith(_PAINTED):
            name, unit = found["name"], found["unit"]
            least = UNKNOWN
            if minimal := _MINIMAL.search(found["told"]):
                least = f"{minimal[1]} {unit}: minimal, Textual alone"
            elif idle and name.startswith("painting"):
                least = f"{idle[1]} {unit}: the same window, idle"
            yield Stand(
                21, name, f"at most {found['limit']} {unit}",
                f"{found['value']} {unit} ({found['told']})", NO_PEER, least,
                found["sign"] == "ok",
            )  # fmt: skip
