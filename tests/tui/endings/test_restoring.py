"""A terminal that is given back in a hurry."""

from threading import Event

from textual.drivers._writer_thread import WriterThread

from tui.restoring import restore


class SlowTerminal:
    """Takes the first thing at its leisure."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.began, self.may_go_on = Event(), Event()

    def write(self, text: str) -> None:
        self.began.set()
        self.may_go_on.wait()
        self.took.append(text)

    def flush(self) -> None:
        pass


class Driver:
    """Has Textual's own writer; what it says at the end is shortened."""

    def __init__(self, terminal: SlowTerminal) -> None:
        self._terminal = terminal
        self._writer_thread = WriterThread(terminal)
        self._writer_thread.start()

    def write(self, text: str) -> None:
        self._writer_thread.write(text)

    def _disable_mouse_support(self) -> None:
        self.write("no mouse")

    def stop_application_mode(self) -> None:
        self._terminal.may_go_on.set()
        self.write("as before")

    def close(self) -> None:
        self._writer_thread.stop()


def test_a_slow_terminal_gets_no_frames_that_nobody_will_see():
    terminal = SlowTerminal()
    driver = Driver(terminal)
    driver.write("frame being painted")
    terminal.began.wait()
    for _ in range(30):
        driver.write("frame that waits")

    restore(driver)

    assert terminal.took == ["frame being painted", "no mouse", "as before"]
