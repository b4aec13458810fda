import io

from tui.cli.live.status_line import StatusLine


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Log(io.StringIO):
    encoding = "utf-8"


def line(stream, times=(0.0,), **more):
    moments = iter(times)
    options = {"quiet": False, **more}
    return StatusLine(stream=stream, clock=lambda: next(moments), **options)


def test_a_log_gets_a_line_when_something_has_changed(monkeypatch):
    stream = Log()
    one = line(stream, times=(0.0, 1.0, 2.0, 3.0))

    one.show("Queued", "0:01")
    one.show("Queued", "0:02")
    one.show("Building", "0:03")

    assert stream.getvalue() == "Queued  0:01\nBuilding  0:03\n"


def test_a_log_gets_a_line_when_nothing_has_changed_for_long():
    stream = Log()
    one = line(stream, times=(0.0, 31.0, 31.0))

    one.show("Queued", "0:01")
    one.show("Queued", "0:32")

    assert stream.getvalue() == "Queued  0:01\nQueued  0:32\n"


def test_a_terminal_has_one_line_that_stays(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    one = line(stream)

    one.show("Queued", "0:01")
    one.clear()

    assert stream.getvalue() == "\r\x1b[KQueued  0:01\r\x1b[K"


def test_nothing_is_shown_when_nothing_is_wanted():
    stream = Log()

    line(stream, quiet=True).show("Queued")

    assert stream.getvalue() == ""


def test_text_from_azure_is_only_text():
    stream = Log()

    line(stream).show("\x1b[2J##vso[x]")

    assert stream.getvalue() == "␛[2J#_vso[x]\n"


def test_a_stream_that_breaks_stops_nothing():
    stream = Log()
    one = line(stream, times=(0.0, 0.0))
    stream.close()

    one.show("Queued")
    one.show("Building")
