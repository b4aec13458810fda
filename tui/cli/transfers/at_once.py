"""`bakeferry jobs at-once`: how many copies go on side by side in the background."""

import click

from transfer.limiting import MOST_COPIES
from tui.cli.exit_codes import ExitCode, of_state_error
from tui.cli.shown import say_aside
from tui.preferences import state_directory


@click.command(
    "at-once",
    short_help="Say how many copies go on at once, or change it.",
    epilog="""\b
Examples:
  bakeferry jobs at-once
  bakeferry jobs at-once 4""")  # fmt: skip
@click.argument("number", type=click.IntRange(1, MOST_COPIES), required=False)
def at_once(number: int | None) -> int:
    """Say how many copies go on at once in the background, or change it.

    The others wait until one of them ends; what runs already is not stopped. Copies
    that were begun with --jobs, or in the foreground, wait for nobody, but are counted.
    """
    from tui.jobs.slots import change_slots, slots

    state = state_directory()
    try:
        if number is not None:
            change_slots(state, number)
        click.echo(slots(state))
    except OSError as error:
        say_aside(f"cannot write {error.filename}: {error.strerror}")
        return of_state_error(error)
    return ExitCode.DONE
