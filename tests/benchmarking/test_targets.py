"""The table of targets: a row for whatever was measured, and a limit in each."""

import page
import pytest
import results
from copy_cases import BARE_COMMITS, JOURNAL
from copy_stands import copies
from digest_cases import CASES
from digest_gates import GATES, GUARDED
from digest_stands import NUMBERS, digests, frugality, rates
from digest_tools import NATIVE, SPEED
from figures import Figure
from image_way import FLOOR
from lag_cases import FEED, FEED_BY_HAND
from least_tools import AHEAD, BARE, BLAKE3_CHUNKS, FLOOR_AHEAD, HOLES, LOOPS
from measuring import MIB, OURS, Case, Usage
from quick_tools import B3SUM, BLAKE3_MANIFEST
from results import Chapter
from stand import UNKNOWN
from tables import best, peers
from targets import stands
from work_stands import growing, lags, painting


def chapter(**given):
    """One that was measured somewhere."""
    return Chapter("today", "here", 0.0, **given)


def cases(**runs):
    """All cases of digests, most of them of no tool; each tool took so many seconds."""
    found = []
    runs = {"start_up": {tool: 0.001 for took in runs.values() for tool in took}} | runs
    for name in CASES:
        took = runs.get(name, {})
        usages = {tool: [Usage(s, s, 20 * MIB)] for tool, s in took.items()}
        found.append(Case(name, 1024 * MIB, (), 1, runs=usages))
    return found


def test_every_gate_has_a_number_and_a_limit_that_is_a_program():
    assert {gate.name for gate in GATES} == NUMBERS.keys()
    assert all(gate.limits for gate in GATES if NUMBERS[gate.name] != 15)


def test_what_is_guarded_is_measured_for_it():
    needed = {gate.case for gate in GATES if gate.guard is not None}
    assert {"start_up", *needed} == {*GUARDED}


def test_a_target_has_a_row_only_where_it_was_measured():
    without = list(digests(chapter(cases=cases(eight={OURS: 1, "openssl": 2}))))
    native = {OURS: 1, "openssl": 4, NATIVE: 0.9}
    having = list(digests(chapter(cases=cases(eight=native))))
    assert 15 not in {row.number for row in without}
    (row,) = [row for row in having if row.number == 15]
    assert row.ours == "4.44x (0.900 s)"
    assert row.is_met


def test_a_row_is_out_of_reach_where_the_limit_misses_it_too():
    eight = {OURS: 1.2, "openssl": 2.1, LOOPS: 1.1}
    (row,) = [
        row for row in digests(chapter(cases=cases(eight=eight))) if "wall" in row.what
    ]
    assert not row.is_met
    assert not row.is_reachable
    assert row.line.endswith("**missed**, as by the limit |")


@pytest.mark.parametrize(
    ("peer", "what", "wanted", "ours"),
    [(1.998, "wall", "2.00x", "1.998x"), (1.0865, "CPU", "1.09x", "1.087x")],
)
def test_a_near_miss_does_not_read_like_what_is_wanted(peer, what, wanted, ours):
    found = digests(chapter(cases=cases(eight={OURS: 1.0, "openssl": peer})))
    (row,) = [row for row in found if what in row.what]
    assert (row.is_met, row.wanted, row.ours) == (
        False, f"at least {wanted}", f"{ours} (1.000 s)",
    )  # fmt: skip


def test_a_limit_that_took_no_turn_is_told_as_not_measured():
    sparse = {OURS: 1, "openssl": 2}
    found = digests(chapter(cases=cases(sparse=sparse)))
    (row,) = [row for row in found if row.number == 7]
    assert row.limit == UNKNOWN
    assert row.is_reachable


def test_a_hole_that_is_not_read_is_held_against_the_bare_digest():
    gate = next(gate for gate in GATES if gate.peer == BARE)
    assert gate.limits == (HOLES,)
    assert gate.target == pytest.approx(1 / 1.03)


def test_the_rate_of_one_file_is_told_by_that_of_openssl_without_a_file():
    found = rates(
        chapter(
            cases=cases(one_large={OURS: 1.0, AHEAD: 0.98, FLOOR_AHEAD: 0.95}),
            figures=[Figure(SPEED, 1060, "MiB/s")],
        )
    )
    (row,) = found
    assert row.ours == "0.97x (1,024 MiB/s)"
    assert row.limit.startswith("1.02x")
    assert row.is_met


def test_memory_of_one_file_is_told_by_that_of_b3sum():
    found = cases()
    quick = found[list(CASES).index("quick_digests")]
    quick.runs = {
        BLAKE3_MANIFEST: [Usage(1, 1, 20 * MIB)],
        BLAKE3_CHUNKS: [Usage(1, 1, 15 * MIB)],
        B3SUM: [Usage(1, 1, 4096 * MIB)],
    }
    (row,) = frugality(chapter(cases=found))
    assert row.ours == "0.5% (20 MiB)"
    assert row.is_met


def test_the_clock_of_a_sparse_download_has_the_shortest_program_as_its_limit():
    took = {OURS: 5, FLOOR: 4, "azcopy": 10, "curl": 3}
    runs = {name: [Usage(s, s, MIB, MIB, MIB)] for name, s in took.items()}
    case = Case("download 9 MiB, 1 MiB of data", 9 * MIB, (), 1, runs=runs)
    wall, cpu = list(copies(chapter(cases=[case])))[2:]
    assert wall.limit == cpu.limit == f"4.0 s: {FLOOR}"
    assert not wall.is_reachable
    assert not cpu.is_reachable


def test_the_journal_is_held_against_bare_writes():
    figures = [
        Figure(JOURNAL, 1.4, "%", "median"),
        Figure(BARE_COMMITS, 1.2, "%", "16 times, 264 KiB"),
    ]
    (row,) = copies(chapter(figures=figures))
    assert not row.is_met
    assert not row.is_reachable
    assert row.limit.startswith("1.20 %: as many bytes")


def test_a_feed_that_two_threads_cannot_hash_is_out_of_reach():
    figures = [
        Figure(f"{FEED}: rate", 78, "%", "of what is sent"),
        Figure(f"{FEED_BY_HAND}: rate", 80, "%", "of what is sent"),
    ]
    (row,) = lags(chapter(figures=figures))
    assert row.number == 12
    assert not row.is_met
    assert not row.is_reachable


def test_a_repaint_is_held_against_the_least_application():
    line = "  key to repaint, 7 rows, idle, p95   29.5 of     50 ms         ok   p50 6, at most 40; minimal 18\n"
    (row,) = painting(chapter(text=line))
    assert row.limit == "18 ms: minimal, Textual alone"


def test_who_computes_another_digest_is_no_rival_by_its_time():
    found = cases(sparse={OURS: 3, "rhash": 4, B3SUM: 1})
    case = found[list(CASES).index("sparse")]
    assert peers(case) == ["rhash", B3SUM]
    assert best(case, "cpu") == "rhash"


def test_every_row_that_was_measured_has_ours_the_peers_and_the_limit():
    for row in stands(results.load()):
        for cell in (row.ours, row.peers, row.limit):
            assert cell.strip(" -")


def test_a_chapter_that_was_not_measured_is_told_as_that():
    assert "Not measured yet." in page.written({})


@pytest.mark.parametrize(("calls", "is_met"), [((2, 2, 2), True), ((2, 2, 3), False)])
def test_a_line_is_straight_if_time_and_calls_double(calls, is_met):
    figures = [
        Figure(f"{name}: {step}x the work, by {step // 2}x", ratio, "x", "1.6 to 2.4")
        for name, ratios in (("lint", (1.9, 2, 2.1)), ("lint: calls", calls))
        for step, ratio in zip((2, 4, 8), ratios, strict=True)
    ]
    (row,) = growing(chapter(figures=figures))
    counted = ", ".join(f"{ratio:.2f}x" for ratio in calls)
    assert row.ours == f"1.90x, 2.00x, 2.10x (calls {counted})"
    assert row.is_met is is_met
