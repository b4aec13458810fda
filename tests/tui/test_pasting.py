"""What is pasted is text, whatever stands in it."""

import pytest
from application import running
from textual.drivers import linux_driver
from textual.events import Key, Paste

from tui import window
from tui.pasting import TamedParser, tame_pastes

EVIL = "win\x1b[31mred\x1b]0;title\x07\nR\x1b\rD\x1b[<0;3;3Mend\x00"
TAMED = "win[31mred]0;title\nR\rD[<0;3;3Mend"


def heard(*pieces):
    parser = TamedParser()
    return [event for piece in pieces for event in parser.feed(piece)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_escape_sequences_in_a_paste_are_no_keys_however_it_arrives(size):
    data = f"\x1b[200~{EVIL}\x1b[201~"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]

    (pasted,) = heard("a", *pieces, "b")[1:-1]

    assert isinstance(pasted, Paste)
    assert pasted.text == TAMED


def test_keys_before_and_after_a_paste_are_keys():
    events = heard("a\x1b[200~two\x1b[201~\x1b[A", "q")

    assert [type(event) for event in events] == [Key, Paste, Key, Key]
    assert [events[0].key, events[2].key, events[3].key] == ["a", "up", "q"]


def test_what_nobody_types_at_once_is_pasted_without_marks_too():
    text = "a line of a log\r" * 256

    (pasted,) = heard(text)

    assert isinstance(pasted, Paste)
    assert pasted.text == text


def test_a_key_that_was_held_and_a_mouse_that_was_moved_are_no_paste():
    held, moved = "j" * 200, "\x1b[<35;3;3M" * 200

    assert [event.key for event in heard(held)] == ["j"] * 200
    assert not any(isinstance(event, Paste) for event in heard(moved))


def test_a_key_does_not_wait_for_the_next():
    assert [event.key for event in heard("\x1b[A")] == ["up"]
    assert [event.key for event in heard("\x1b[20~")] == ["f9"]


def test_the_end_of_what_comes_in_is_the_end():
    parser = TamedParser()
    list(parser.feed(""))

    assert parser.is_eof


def test_the_driver_of_the_window_reads_by_it(monkeypatch):
    monkeypatch.setattr(linux_driver, "XTermParser", linux_driver.XTermParser)

    tame_pastes(linux_driver.LinuxDriver)

    assert linux_driver.XTermParser is TamedParser


async def test_every_window_has_its_driver_tamed(demo_opening, monkeypatch):
    tamed = []
    monkeypatch.setattr(window, "tame_pastes", tamed.append)
    async with running(demo_opening) as (app, _):
        assert app.driver_class in tamed
