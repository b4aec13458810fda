"""What becomes of a terminal while a window is stopped, goes on, or loses it."""

import select
import signal
import sys
from types import FrameType
from typing import TextIO

from textual.app import App
from textual.driver import Driver


def take_terminal_anew(window: App[None]) -> None:
    """Have a window that goes on paint itself again; it goes on nowhere if that has gone.

    Textual gives a terminal back before Ctrl-Z and takes it again afterwards. Other stops
    come unasked: of SIGSTOP, or of a job in the background that writes.
    """
    go_on = signal.getsignal(signal.SIGCONT) if hasattr(signal, "SIGCONT") else None
    driver = window._driver  # noqa: SLF001 -- Textual has no other name for it
    if not callable(go_on) or driver is None or window.is_headless:
        return
    is_giving_back = False

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal is_giving_back
        if is_giving_back or is_hung_up(sys.__stdin__):
            return
        if _was_stopped_unasked(driver):
            is_giving_back = True
            driver.suspend_application_mode()
            driver._must_signal_resume = True  # type: ignore[attr-defined]  # noqa: SLF001
            is_giving_back = False
        go_on(number, frame)

    signal.signal(signal.SIGCONT, hear)
    window.app_resume_signal.subscribe(window, lambda _: window.refresh(layout=True))


def _was_stopped_unasked(driver: Driver) -> bool:
    """Textual still holds the terminal: it has neither suspended itself nor lent it."""
    is_lent = not driver._auto_restart  # noqa: SLF001 -- nothing public tells it
    return not (is_lent or getattr(driver, "_must_signal_resume", True))


def is_hung_up(terminal: TextIO | None) -> bool:
    """Nobody is at its other end any more; False where the system cannot tell.

    Who has it as a controlling terminal gets a signal, too; others get nothing, and
    Textual reads its end again and again.
    """
    if terminal is None or not hasattr(select, "poll"):
        return False
    asked = select.poll()
    asked.register(terminal, 0)  # of no input, but a hang-up is told anyway
    return bool(asked.poll(0))
