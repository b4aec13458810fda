"""What changes in a file, drawn for a person who is about to write it."""

import pytest
from hostile import hostile_template
from sample_lists import grid_of
from sample_source import UNFIT
from textual.app import App

from tui.glyphs import UNICODE
from tui.widgets.diff_lines import diff_of
from tui.widgets.diff_view import DiffView
from tui.widgets.lines import Tone, text_of

OLD = "".join(f"line {number}\n" for number in range(1, 41)).encode()
NEW = OLD.replace(b"line 7\n", b"line seven\n").replace(b"line 30\n", b"")


def texts(old, new):
    return [text_of(one) for one in diff_of("a.json", old, new).lines]


def test_changed_lines_stand_with_their_numbers_between_their_neighbours():
    assert texts(OLD, NEW)[1:10] == [
        "@@ -4,7 +4,7 @@",
        " 4  4   line 4",
        " 5  5   line 5",
        " 6  6   line 6",
        " 7    - line 7",
        "    7 + line seven",
        " 8  8   line 8",
        " 9  9   line 9",
        "10 10   line 10",
    ]


def test_the_sum_stands_at_the_top():
    assert texts(OLD, NEW)[0] == "a.json  1 line added, 2 removed"
    assert texts(OLD, OLD) == ["a.json  nothing changes"]
    assert diff_of("a", b"", b"").lines


def test_what_differs_inside_a_line_is_stressed():
    old, new = b'"sum": "",\n', b'"sum": "e3b4",\n'
    come = diff_of("a", old, new).lines[-1]

    assert [one.text for one in come if one.tone is Tone.ADDED_PART] == ["e3b4"]
    assert [one.text for one in come if one.tone is Tone.ADDED] == [
        "+ ",
        '"sum": "',
        '",',
    ]


def test_a_line_that_only_goes_is_not_stressed():
    gone = next(
        one for one in diff_of("a", OLD, NEW).lines if "line 30" in text_of(one)
    )

    assert {one.tone for one in gone} == {Tone.MUTED, Tone.REMOVED}


def test_changes_close_together_share_their_neighbours():
    near = OLD.replace(b"line 7\n", b"x\n").replace(b"line 12\n", b"y\n")
    far = OLD.replace(b"line 7\n", b"x\n").replace(b"line 25\n", b"y\n")

    assert len(diff_of("a", OLD, near).changes) == 1
    assert len(diff_of("a", OLD, far).changes) == 2


def test_a_changed_line_end_is_named():
    shown = texts(b"a\nb\n", b"a\r\nb")

    assert shown[-4:] == [
        "1   - a  (LF)",
        "2   - b  (LF)",
        "  1 + a  (CRLF)",
        "  2 + b  (no line end)",
    ]


def test_no_secret_and_no_control_is_shown():
    old = b'"PASSWORD=Sw0rdfish1 \x1b[2J"\n'
    shown = "".join(texts(old, old.replace(b"\x1b", b"\x07")))

    assert "Sw0rdfish1" not in shown
    assert not UNFIT.search(shown)


def applied(old: bytes, lines) -> list[str]:
    """The new file's lines, from the old ones and what is drawn."""
    result, at = [], 0
    kept = old.decode().split("\n")[:-1]
    for one in map(text_of, lines[1:]):
        if one.startswith("@@"):
            start = int(one.split(",")[0][4:]) - 1
            result += kept[at:start]
            at = start
        else:
            result += [] if one[6] == "-" else [one[8:]]
            at += one[6] != "+"
    return result + kept[at:]


@pytest.mark.parametrize(
    "new",
    [NEW, b"", OLD + b"more\n", b"first\n" + OLD, OLD[7:], OLD.replace(b"1", b"one")],
)
def test_what_is_drawn_leads_from_the_old_file_to_the_new_one(new):
    drawn = diff_of("a.json", OLD, new).lines

    assert applied(OLD, drawn) == new.decode().split("\n")[:-1]


def test_hostile_files_are_compared_without_an_error():
    for number in range(60):
        drawn = texts(hostile_template(number), hostile_template(number + 1))
        assert not UNFIT.search("".join(drawn))


class DiffApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.view = DiffView(UNICODE)

    def compose(self):
        yield self.view


async def test_the_view_goes_from_change_to_change_in_a_circle():
    app = DiffApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.view.show_change("a.json", OLD, NEW)
        await pilot.pause()
        first = app.view.cursor
        app.view.next_change()
        second = app.view.cursor
        app.view.next_change()
        assert app.view.cursor == first
        app.view.previous_change()
        assert app.view.cursor == second
        await pilot.pause()

        assert any("@@ -27,7 +27,6 @@" in row for row in grid_of(app))
        assert any("- line 30" in row for row in grid_of(app))


class ShownApp(DiffApp):
    def on_mount(self) -> None:
        """Before anything has a size, as a dialog does it."""
        self.view.show_changes([("a.json", OLD, NEW), ("b.json", OLD, NEW)])


async def test_a_change_is_shown_with_the_name_of_its_file_and_all_of_it():
    app = ShownApp()
    async with app.run_test(size=(50, 9)) as pilot:
        await pilot.pause()
        first = grid_of(app)
        app.view.next_change()
        app.view.next_change()
        await pilot.pause()
        second = grid_of(app)

    assert "a.json" in first[0]
    assert "b.json" in second[0]
    assert any("+ line seven" in row for row in first)
    assert any("+ line seven" in row for row in second)


async def test_a_change_far_to_the_right_is_not_cut_away():
    app = DiffApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.view.show_change("a", b"x " * 100 + b"\n", b"x " * 100 + b"changed\n")
        await pilot.pause()

        assert any("changed" in row for row in grid_of(app))
