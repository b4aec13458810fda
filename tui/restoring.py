"""Gives a terminal back when an application may not take the time to end in order."""

from contextlib import suppress
from queue import Empty

from textual.driver import Driver


def restore(driver: Driver) -> None:
    """Have the terminal as it was before, from any thread.

    It takes for ever where the terminal takes nothing, or its writer died.

    Raises:
        OSError: The terminal has gone.
    """
    _forget_frames(driver)
    _disable_mouse(driver)
    driver.stop_application_mode()
    driver.close()


def _forget_frames(driver: Driver) -> None:
    """Paint nothing of what still waits: it would take long on a slow terminal."""
    writer = getattr(driver, "_writer_thread", None)
    if writer is not None:
        with suppress(Empty):
            while True:
                writer._queue.get_nowait()  # noqa: SLF001 -- nothing public drops them


def _disable_mouse(driver: Driver) -> None:
    """Have it report no mouse: Textual sees to that in the main thread only."""
    disable = getattr(driver, "_disable_mouse_support", None)
    if disable is not None:
        disable()
