"""Questions to a person; where there is none, the option that answers them is named."""

import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager

import click

from transfer.azure.signing_in.threads import in_daemon_thread
from tui.cli.live.running import Declined
from tui.cli.shown import shown


class NotConfirmed(Declined):
    """Something that asks first was not agreed to; the message says how to agree."""


def can_ask() -> bool:
    """Whether somebody is there: a terminal to read from, and one to ask on."""
    return sys.stdin.isatty() and sys.stderr.isatty()


async def confirm(question: str, *, agreed: bool) -> None:
    """Go on when a person says yes, or has said so beforehand.

    Raises:
        NotConfirmed: Nobody is there to ask, or the answer is no.
    """
    if agreed:
        return
    if not can_ask():
        raise NotConfirmed(f"{question} Nobody is there to ask; -y says yes")
    answer = await _answer(f"{question} [y/N] ")
    if answer.strip().casefold() not in ("y", "yes"):
        raise NotConfirmed("nothing was done")


async def confirm_by_name(name: str, *, accepted: str | None) -> None:
    """Go on when a person has typed a name, here or with --accept-loss.

    Raises:
        NotConfirmed: It is another name, or nobody is there to type one.
    """
    if accepted is not None:
        if accepted == name:
            return
        raise NotConfirmed(f"--accept-loss names {accepted}, and this is {name}")
    if not can_ask():
        raise NotConfirmed(
            f"refused: {name} holds VHDs that would be lost for good; "
            f"--rescue-first copies them before, --accept-loss {name} or --force "
            "loses them"
        )
    typed = await _answer(f"Type the template's name to lose them ({shown(name)}): ")
    if typed.strip() != name:
        raise NotConfirmed("nothing was deleted")


async def ask_secret(question: str) -> str:
    """What somebody pastes, without showing it.

    Raises:
        NotConfirmed: Nobody is there to ask.
    """
    if not can_ask():
        raise NotConfirmed(f"{question} Nobody is there to ask")
    with _unseen(sys.stdin.fileno()):
        answer = await _answer(question)
    click.echo(err=True)
    return answer.strip()


@contextmanager
def _unseen(terminal: int) -> Iterator[None]:
    """Have a terminal show nothing of what is typed, however this ends."""
    before = termios.tcgetattr(terminal)
    silent = termios.tcgetattr(terminal)
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, silent)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


async def _answer(question: str) -> str:
    """What somebody types, read beside the loop so that Ctrl-C goes on working."""
    click.echo(question, err=True, nl=False)
    return await in_daemon_thread(sys.stdin.readline)
