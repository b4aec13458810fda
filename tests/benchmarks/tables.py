"""Tables in Markdown: each tool beside ours."""

from collections.abc import Iterator, Sequence
from statistics import median

from figures import Figure
from measuring import GIB, LEAST, MIB, OF_OTHER_DIGESTS, OURS, TRIES, Case

_MB = 10**6


def case_table(case: Case) -> Iterator[str]:
    """One case, with the columns that it has figures for."""
    rounds = "1 round" if case.rounds == 1 else f"{case.rounds} rounds"
    yield f"### {case.name} ({rounds})\n"
    if case.runs:
        columns = list(_columns(case))
        yield "| tool | " + " | ".join(title for title, _ in columns) + " |"
        yield "|---" * (len(columns) + 1) + "|"
        for name in case.runs:
            yield f"| {name} | " + " | ".join(cell(name) for _, cell in columns) + " |"
        yield ""
    if OURS in case.runs and rivals(case):
        yield beside_the_best(case)
    if case.unsteady:
        spread = ", ".join(f"{each:.0%}" for each in case.unsteady)
        yield f"Measured anew, because CPU of openssl differed by {spread}.\n"
    yield from _with_the_cores_apart(case)
    for name, why in case.left_out.items():
        yield f"Without {name}: {why}.\n"


def _with_the_cores_apart(case: Case) -> Iterator[str]:
    """What is not in the table, and what is in it and should not be."""
    if case.apart:
        told = (
            f"{name} {median(run.wall for run in runs):.3f} s ({len(runs)})"
            for name, runs in case.apart.items()
        )
        yield (
            "Measured again, because the cores had no cache in common; wall time then, and"
            f" how often: {', '.join(told)}.\n"
        )
    if kept := sum(run.is_apart for runs in case.runs.values() for run in runs):
        yield f"Runs in the table all the same, after {TRIES} tries each: {kept}.\n"


def _columns(case: Case) -> Iterator[tuple[str, "Cell"]]:
    yield "CPU s", Cell(case, "cpu", "{:.3f}")
    if case.size > MIB:
        yield "CPU s/GiB", Cell(case, "cpu", "{:.3f}", scale=GIB / case.size)
    yield "wall s", Cell(case, "wall", "{:.3f}")
    yield "peak MiB", Cell(case, "peak", "{:.0f}", scale=1 / MIB)
    if any(run.moved for runs in case.runs.values() for run in runs):
        yield "wire MB", Cell(case, "moved", "{:,.0f}", scale=1 / _MB)
    if any(run.stored for runs in case.runs.values() for run in runs):
        yield "disk MiB", Cell(case, "stored", "{:,.0f}", scale=1 / MIB)
    if OURS in case.runs and len(case.runs) > 1:
        yield "its CPU / ours", Cell(case, "cpu", "{:.2f}x", beside=OURS)
        yield "its wall / ours", Cell(case, "wall", "{:.2f}x", beside=OURS)


class Cell:
    """A column: what is shown of a tool."""

    def __init__(
        self, case: Case, what: str, form: str, *, scale: float = 1, beside: str = ""
    ) -> None:
        """Say how; nothing is looked up."""
        self._case, self._what, self._form = case, what, form
        self._scale, self._beside = scale, beside

    def __call__(self, name: str) -> str:
        """A tool's figure."""
        if self._beside:
            return self._form.format(self._case.ratio(self._beside, name, self._what))
        return self._form.format(self._case.median(name, self._what) * self._scale)


def peers(case: Case) -> Sequence[str]:
    """The tools that are not ours, without the least programs."""
    return [name for name in case.runs if not name.startswith((OURS, *LEAST))]


def rivals(case: Case) -> Sequence[str]:
    """The peers that do the same work as ours."""
    return [name for name in peers(case) if not name.startswith(OF_OTHER_DIGESTS)]


def best(case: Case, what: str) -> str:
    """The rival that takes least."""
    return min(rivals(case), key=lambda name: case.median(name, what))


def beside_the_best(case: Case) -> str:
    """What the best peer takes, by what we do: above 1, we are better."""
    told = []
    for what, title in (("cpu", "CPU"), ("wall", "wall time")):
        peer = best(case, what)
        told.append(f"{title} {case.ratio(OURS, peer, what):.2f}x ({peer})")
    return f"The best peer's by ours: {', '.join(told)}.\n"


def figure_table(figures: Sequence[Figure]) -> Iterator[str]:
    """Single figures."""
    if figures:
        yield "| | | |"
        yield "|---|---|---|"
        for each in figures:
            digits = 2 if each.value < 10 else 1 if each.value < 1000 else 0
            value = f"{each.value:,.{digits}f}"
            yield f"| {each.name} | {value} {each.unit} | {each.note} |"
        yield ""
