"""`bakeferry jobs`: copies that ran, run, or can be taken up again."""

from typing import Any

import click

from tui.cli.live.online_options import sign_in_options
from tui.cli.live.options import form_options, telling_options, wire_options
from tui.cli.transfers.at_once import at_once
from tui.cli.transfers.options import form_option, no_wait_option, pace_options

_ids = click.argument("ids", nargs=-1, required=True, metavar="ID...")

_quiet_option = click.option("-q", "--quiet", is_flag=True, help="Only the result.")


@click.group(
    epilog="""\b
Examples:
  bakeferry jobs list
  bakeferry jobs show 1f3a9c2e
  bakeferry jobs resume 1f3a9c2e
  bakeferry jobs cancel 1f3a9c2e && bakeferry jobs clean -y"""
)
def jobs() -> None:
    """Look at copies, and take up those that broke off.

    An ID is the job's number, or enough of its first digits.
    """


jobs.add_command(at_once)


@jobs.command(
    "list",
    short_help="List all jobs, those that moved last first.",
    epilog="""\b
Examples:
  bakeferry jobs list --watch
  bakeferry jobs list --resumable -o tsv --query "items[].id\"""")  # fmt: skip
@click.option("--resumable", is_flag=True, help="Only those that can be taken up.")
@click.option("--watch", is_flag=True, help="Look again every second; on a terminal the list stays in its place.")  # fmt: skip
@form_options
@_quiet_option
def list_jobs(resumable: bool, **options: Any) -> int:
    """List all jobs of this machine's journal, those that moved last first."""
    from tui.cli.work import jobs as work

    return work.list_jobs(resumable, options)


@jobs.command(epilog="""\b
Examples:
  bakeferry jobs show 1f3a9c2e
  bakeferry jobs show 1f3a9c2e -o json""")  # fmt: skip
@_ids
@form_options
@_quiet_option
def show(ids: tuple[str, ...], **options: Any) -> int:
    """Show everything that the journal knows of some jobs."""
    from tui.cli.work import jobs as work

    return work.show(ids, options)


@jobs.command(epilog="""\b
Examples:
  bakeferry jobs resume 1f3a9c2e
  bakeferry jobs resume --all --jobs 4
  bakeferry jobs resume 1f3a9c2e --address - < fresh-address.txt

Exit codes: as of bakeferry rescue.""")  # fmt: skip
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="All that can be taken up.")
@click.option("--address", multiple=True, metavar="ADDRESS", help="A fresh address, with its signature, of either end or its container: -, env:NAME, @FILE.")  # fmt: skip
@click.option(
    "--overwrite/--no-overwrite",
    default=None,
    help="Put it in place of what is there, or not.",
)
@no_wait_option
@click.option(
    "--afresh", is_flag=True, help="Give up what was begun of another version."
)
@pace_options
@form_option
@sign_in_options
@wire_options
@telling_options
@click.pass_context
def resume(context: click.Context, /, ids: tuple[str, ...], **options: Any) -> int:
    """Take jobs up where they stood.

    What the journal claims is looked at again, and the artifact has to be the version
    that was begun with. What was said then (--overwrite, --verify, --expect-sha256,
    --limit-rate, --streams) holds unless it is said anew. The journal holds no
    signatures: a VHD in staging is opened as it was at first; another address that
    needs one is asked for on a terminal, or given with --address.
    """
    from tui.cli.work import jobs as work

    return work.resume(context, ids, options)


@jobs.command(
    short_help="Have copies stop where they are.",
    epilog="""\b
Examples:
  bakeferry jobs pause 1f3a9c2e""")  # fmt: skip
@_ids
@form_options
@_quiet_option
def pause(ids: tuple[str, ...], **options: Any) -> int:
    """Have copies stop where they are, whichever window or terminal they belong to.

    What is on its way is written first; `jobs resume` takes them up.
    """
    from tui.cli.work import jobs as work

    return work.pause(ids, options)


@jobs.command(
    short_help="Give jobs up, also those that run.",
    epilog="""\b
Examples:
  bakeferry jobs cancel 1f3a9c2e""")  # fmt: skip
@_ids
@form_options
@_quiet_option
def cancel(ids: tuple[str, ...], **options: Any) -> int:
    """Give jobs up, also those that run; `jobs clean` removes what they have left."""
    from tui.cli.work import jobs as work

    return work.cancel(ids, options)


@jobs.command(
    short_help="Follow copies to their end.",
    epilog="""\b
Examples:
  bakeferry jobs watch
  bakeferry jobs watch 1f3a9c2e

Exit codes: as of bakeferry rescue; 7, too, where there is none to follow, and 130 where
it was cancelled.""")  # fmt: skip
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_quiet_option
def watch(ids: tuple[str, ...], quiet: bool) -> int:
    """Follow copies to their end, whichever window or terminal they belong to.

    Without an ID: all that are under way, or else what has become of those that were
    begun last. Ctrl-C ends only the watching.
    """
    from tui.cli.work import jobs as work

    return work.watch(ids, quiet)


@jobs.command(epilog="""\b
Examples:
  bakeferry jobs remove 1f3a9c2e""")  # fmt: skip
@_ids
@form_options
@_quiet_option
def remove(ids: tuple[str, ...], **options: Any) -> int:
    """Forget jobs that are done or given up; no copy is touched.

    A rescued VHD whose job is forgotten counts as at risk again.
    """
    from tui.cli.work import jobs as work

    return work.remove(ids, options)


@jobs.command(
    short_help="Remove what given-up jobs have left.",
    epilog="""\b
Examples:
  bakeferry jobs clean
  bakeferry jobs clean -y -o json""")  # fmt: skip
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@form_options
@sign_in_options
@wire_options
@telling_options
def clean(ids: tuple[str, ...], **options: Any) -> int:
    """Remove what given-up jobs have left: part files, and blobs marked as partial.

    Without an ID: of all of them. A blob goes only if its own mark names the job and says
    that it is partial; its lease goes with it. What was published is never touched. Blocks
    that cannot be removed, because others put some beside them, the service drops after a
    week.
    """
    from tui.cli.work import jobs as work

    return work.clean(ids, options)
