"""What copies have done of late, told by what is known of each."""

from datetime import UTC, datetime, timedelta

from still_jobs import GIB, entry, receipt

from integrity.safe_text import Safe
from tui.jobs.entry import Standing
from tui.screens.times import moment_words
from tui.screens.transfers.recent import recent_lines
from tui.widgets.lines import text_of

NOW = datetime(2026, 11, 22, 14, 2, 44, tzinfo=UTC)
THEN = NOW.timestamp()


def told(*copies):
    return [
        text_of(one).partition("  ")[2].strip() for one in recent_lines(copies, NOW)
    ]


def test_the_newest_comes_first():
    running = entry(
        "a/vhd", Standing.RUNNING, GIB, 4 * GIB, began=THEN - 60, moved=THEN - 1
    )
    done = entry("b/vhd", Standing.DONE, GIB, GIB, began=THEN - 90, moved=THEN - 30,
                 receipt=receipt(GIB))  # fmt: skip

    assert told(done, running) == [
        "a/vhd checkpoint 25%",
        "b/vhd done, transfer-checked",
        "a/vhd started: server-side",
        "b/vhd started: server-side",
    ]


def test_an_end_says_why_and_a_later_attempt_which_it_is():
    why = Safe("the artifact is gone")
    failed = entry("a/vhd", Standing.FAILED, GIB, 4 * GIB, began=1.0, moved=2.0,
                   problem=why, attempts=3)  # fmt: skip

    assert told(failed) == [
        "a/vhd failed at 25%: the artifact is gone",
        "a/vhd started, attempt 3: server-side",
    ]


def test_what_waits_has_done_nothing_yet():
    assert told(entry("a/vhd", Standing.WAITING, 0, None, moved=THEN)) == []


def test_a_moment_long_ago_says_its_day():
    assert len(moment_words(NOW - timedelta(hours=23), NOW)) == len("14:02:44")
    assert moment_words(NOW - timedelta(days=3), NOW).startswith("19 Nov ")
