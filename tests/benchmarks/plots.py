"""Draws the two pictures of the README from the results."""

from collections.abc import Sequence
from pathlib import Path

from copy_tools import AZCOPY, CURL, RCLONE, SDK
from digest_cases import CASES
from digest_tools import CORES, SPEED
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from measuring import MIB, OURS, PROJECT, Case
from results import Chapter, Results
from tables import rivals

ASSETS = PROJECT / "assets"
DIGESTS = ASSETS / "benchmark-digests.svg"
COPIES = ASSETS / "benchmark-copies.svg"

_OURS, _THEIRS, _LIMIT = "#c2571a", "#8a94a6", "#1f2937"
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "bakeferry",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "ytick.major.size": 0,
}
_DIGESTS = {
    "one_large": "one file, wall time",
    "eight": "eight files, wall time",
    "medium": "2,000 files, CPU",
    "small": "20,000 files, CPU",
}


def write(kept: Results) -> None:
    """Draw what was measured."""
    with rc_context(_STYLE):
        if "digest" in kept:
            _digests(kept["digest"])
        if "rescue" in kept:
            _copies(kept["rescue"])


def _digests(chapter: Chapter) -> None:
    cases = dict(zip(CASES, chapter.cases, strict=False))
    speed = chapter.figure(SPEED)
    picture, axes = _panels(len(_DIGESTS))
    for axis, (key, title) in zip(axes, _DIGESTS.items(), strict=True):
        case = cases[key]
        what = "cpu" if title.endswith("CPU") else "wall"
        _bars(axis, case, [OURS, *rivals(case)], what, 1)
        axis.set_title(f"{title}, s", loc="left")
        if speed:
            cores = CORES if key == "eight" else 1
            bare = case.size / MIB / speed.value / cores
            axis.axvline(bare, color=_LIMIT, linestyle=":", linewidth=1)
    picture.supxlabel("dotted: the bare digest, without any file", fontsize=9)
    _save(picture, DIGESTS)


def _copies(chapter: Chapter) -> None:
    sparse, resumed = chapter.case("download"), chapter.case("taken up")
    if sparse is None or resumed is None:
        return
    picture, axes = _panels(4)
    order = (OURS, AZCOPY, RCLONE, SDK, CURL)
    panels = (
        (sparse, "wall", 1, "a 4 GiB disk, 289 MiB of data: s"),
        (sparse, "moved", 10**6, "the same: MB on the wire"),
        (sparse, "stored", MIB, "the same: MiB on the disk"),
        (resumed, "moved", MIB, "killed at 60 %: MiB fetched again"),
    )
    for axis, (case, what, unit, title) in zip(axes, panels, strict=True):
        _bars(axis, case, [name for name in order if name in case.runs], what, unit)
        axis.set_title(title, loc="left")
    _save(picture, COPIES)


def _panels(count: int) -> tuple[Picture, Sequence[Axes]]:
    picture = Picture(figsize=(9, 2.1 * count / 2), layout="constrained")
    return picture, picture.subplots(count // 2, 2).flatten()


def _bars(axis: Axes, case: Case, names: Sequence[str], what: str, unit: float) -> None:
    values = [case.median(name, what) / unit for name in names]
    colours = [_OURS if name == OURS else _THEIRS for name in names]
    bars = axis.barh(list(names), values, color=colours, height=0.7)
    axis.bar_label(bars, [f"{value:,.3g}" if value < 100 else f"{value:,.0f}" for value in values], padding=3)  # fmt: skip
    axis.invert_yaxis()
    axis.margins(x=0.15)
    axis.xaxis.set_visible(False)


def _save(picture: Picture, path: Path) -> None:
    picture.savefig(path, metadata={"Date": None, "Creator": None})
