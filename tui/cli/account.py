"""`bakeferry account`: who is signed in, where, and who said so."""

from typing import Any

import click

from tui.cli.live.options import live_options


@click.group(
    epilog="""\b
Examples:
  bakeferry account show
  bakeferry account doctor
  bakeferry account show -o json --query "items[?what=='subscription'].value\""""
)
def account() -> None:
    """See who is signed in to Azure, and which subscription is meant."""


@account.command(
    short_help="Show who is signed in, which subscription is meant, and why.",
    epilog="""\b
Examples:
  bakeferry account show
  bakeferry account show --tenant 72f988bf-86f1-41af-91ab-2d7cd011db47""",
)
@live_options
def show(**options: Any) -> int:
    """Show the account, tenant, subscription, group and cloud, each with its origin.

    Without a sign-in it tells every way that was tried, and the command that mends it.
    """
    from tui.cli.work import account as work

    return work.show(options)


@account.command(
    short_help="Look at all between here and Azure, and say what mends it.",
    epilog="""\b
Examples:
  bakeferry account doctor
  bakeferry account doctor -g rg-golden --json""",
)
@click.option("--json", "as_json", is_flag=True, help="The same as -o json.")
@live_options
def doctor(as_json: bool, **options: Any) -> int:
    """Look at everything between this machine and Azure, and say what mends it.

    OpenSSL, terminal, folders, clock, network, each way to sign in, the subscription,
    the registration of Image Builder, and every right that is needed. Exits 0 when
    nothing stands in the way, else with the code that other commands would have.
    """
    from tui.cli.work import account as work

    return work.doctor({**options, "output": "json"} if as_json else options)
