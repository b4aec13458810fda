"""Options of signing in, quick to load: lint has them and mostly needs nobody."""

import click

from tui.cli.combining import combined
from tui.cli.completing import files

account_options = combined(
    click.option("--tenant", metavar="ID", help="The tenant to sign in to."),
    click.option("--cloud", metavar="NAME|FILE|URL", shell_complete=files, help="As az has it: AzureCloud, AzureUSGovernment, AzureChinaCloud, or one that is registered; a file as `az cloud show` prints it; the address of a Resource Manager."),
)  # fmt: skip
"""Whose account is meant, and in which cloud."""

sign_in_options = combined(
    account_options,
    click.option("--sign-in", type=click.Choice(["device-code", "browser"]), help="Ask a person too, when nothing else works."),
)  # fmt: skip
"""The same, and how somebody is to be signed in."""

online_options = combined(
    click.option("--online", is_flag=True, help="Ask Azure too, for the rules that need it."),
    sign_in_options,
    click.option("--debug", is_flag=True, help="With --online: tell every call on standard error; never a secret."),
)  # fmt: skip
"""What lint and verify have, which know --subscription and -g already."""
