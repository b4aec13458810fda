"""`bakeferry stamp`: write the verified digests into templates."""

from typing import Any

import click

from tui.cli.completing import files
from tui.cli.options import input_options
from tui.cli.reading_options import reading_options


@click.command(
    epilog="""\b
Examples:
  bakeferry stamp templates/win11-avd.json
  bakeferry stamp --only-missing --diff templates/
  bakeferry stamp deploy.json --params prod.parameters.json
  bakeferry stamp --check templates/       # exit 1 if anything would change"""
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files
)
@input_options
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if anything would change."
)
@click.option(
    "--diff",
    "show_diff",
    is_flag=True,
    help="Print what would change, and leave as --check does.",
)
@click.option("--only-missing", is_flag=True, help="Leave checksums that are there.")
@reading_options
@click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="The form of the result; never changes the exit code.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def stamp(paths: tuple[str, ...], **options: Any) -> int:
    """Write the digest of every artifact into its sha256Checksum.

    No other byte of a file changes, and a file is replaced in one step. Where the
    checksum is a deployment parameter, the parameters file is stamped. Standard input
    (-) comes out on standard output, stamped.
    """
    from tui.cli.work import stamp as work

    return work.stamp(paths, options)
