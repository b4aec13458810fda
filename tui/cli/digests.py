"""`bakeferry digests`: every artifact ever read, and what changed behind an address."""

import errno
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from integrity.digests.history import DigestHistory, SeenArtifact
from integrity.quantities import counted
from integrity.secret_url import SecretUrl, redacted
from tui.cli.digesting.history_forms import FORMS, page
from tui.cli.engine_warnings import warnings_to
from tui.cli.exit_codes import ExitCode
from tui.cli.shown import say_aside
from tui.cli.streams import as_ascii, style_of
from tui.files.atomic import put_in_place
from tui.preferences import state_directory
from tui.small_files import saying_where_else


@click.group(
    epilog="""\b
Examples:
  bakeferry digests list
  bakeferry digests list --changed -o tsv
  bakeferry digests show https://files.contoso.com/setup.ps1
  bakeferry digests export > artifacts.sha256
  bakeferry digests export --file artifacts.sha256"""
)
def digests() -> None:
    """Look at every digest that was ever computed here, by address.

    verify, stamp and the application keep what they read in the state directory. An
    address has more than one digest when what is behind it has changed.
    """


@digests.command(
    "list",
    epilog="""\b
Examples:
  bakeferry digests list --changed
  bakeferry digests list -o tsv --query "items[?problem!=null].address\"""",
)
@click.option("--changed", is_flag=True, help="Only addresses whose content changed.")
@click.option(
    "-o",
    "--output",
    type=click.Choice(list(FORMS)),
    default="table",
    show_default=True,
    help="The form of the list.",
)
@click.option("--query", metavar="JMESPATH", help="Pick from the JSON document, as with az.")  # fmt: skip
@click.option("--watch", is_flag=True, help="Look again every second; on a terminal the list stays in its place.")  # fmt: skip
def list_(changed: bool, output: str, query: str | None, watch: bool) -> int:
    """List every address with its newest digest."""
    from tui.cli.live.output import show_document  # loads the wire
    from tui.cli.live.queries import query_of

    def wanted() -> list[SeenArtifact]:
        return [one for one in _seen() if one.before or not changed]

    options = {"query": query, "output": output}
    if watch:
        from tui.cli.digesting.history_watching import watch_digests

        watch_digests(wanted, options)
    picked = query_of(options)
    rows = wanted()
    style = style_of(sys.stdout)
    if picked is None:
        _print(FORMS[output](rows, style))
    else:
        show_document(json.loads("".join(FORMS["json"](rows, style))), output, picked)
    return ExitCode.DONE


@digests.command(
    short_help="Show everything that was ever behind an address.",
    epilog="""\b
Examples:
  bakeferry digests show https://files.contoso.com/setup.ps1
  bakeferry digests show setup.ps1 -o json""",
)
@click.argument("address")
@click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the page.",
)
def show(address: str, output: str) -> int:
    """Show everything that was ever behind an address; its last part will do."""
    wanted = redacted(SecretUrl(address).without_query)
    found = [one for one in _seen() if wanted in (one.address, one.name)]
    if not found:
        say_aside(f"nothing was read from {wanted}")
        return ExitCode.REMOTE
    style = style_of(sys.stdout)
    if output == "json":
        _print(FORMS["json"](found, style))
    else:
        _print(line for one in found for line in page(one, style))
    return ExitCode.DONE


@digests.command(
    short_help="Write the newest digests as sha256sum does.",
    epilog="""\b
Examples:
  bakeferry digests export > artifacts.sha256
  bakeferry digests export --file artifacts.sha256""",
)
@click.option(
    "--file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write this file, in one step, instead of standard output.",
)
def export(path: Path | None) -> int:
    """Write the newest digests as sha256sum does: digest, two spaces, address.

    An address that could not be read the last time is left out, and counted.
    """
    with _history() as history:
        data = b"".join(history.export_lines())
        left_out = sum(bool(one.now and one.problem) for one in history.seen())
    if left_out:
        addresses = counted(left_out, "address", "addresses")
        click.echo(
            f"bakeferry: {addresses} left out: not readable the last time;"
            " bakeferry digests list names them",
            err=True,
        )
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        put_in_place(path, (data,))
    return ExitCode.DONE


def _seen() -> tuple[SeenArtifact, ...]:
    with _history() as history:
        return history.seen()


@contextmanager
def _history() -> Iterator[DigestHistory]:
    """The history, which must not look empty because it cannot be read.

    Raises:
        OSError: It cannot be opened.
    """
    directory = state_directory()
    told = warnings_to(say_aside, of="integrity")
    with told, DigestHistory.open(directory) as history:
        if not history.is_open:
            with saying_where_else():
                raise OSError(
                    errno.EIO, "its history of digests is of no use", directory
                )
        yield history


def _print(lines: Iterable[str]) -> None:
    unicode = style_of(sys.stdout).unicode
    for line in lines:
        click.echo(line if unicode else as_ascii(line))
