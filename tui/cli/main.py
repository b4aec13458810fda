"""The door for pipelines: the list of commands, and an exit code for every end."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from tui.version import __version__

if sys.argv[1:] == ["--version"]:  # before anything dear is loaded
    sys.stdout.write(f"bakeferry {__version__}\n")
    sys.exit(0)

import os
import signal
from types import FrameType

import click

from integrity.errors import IntegrityError
from integrity.safe_text import safe_text
from tui.cli.exit_codes import ExitCode

COMMANDS = {
    "lint": "Judge templates by the rules of the service, offline.",
    "verify": "Judge templates and every artifact they name.",
    "stamp": "Write the verified digests into sha256Checksum.",
    "digest": "Compute or check digests of files.",
    "explain": "Say what a rule means and how to mend a finding.",
    "schema": "Print the JSON Schema of an output.",
    "demo": "Verify the built-in workspace: no account, no network.",
    "completion": "Print the completion script of a shell.",
}
"""Name and summary of each command; its module, of the same name, is loaded on call."""


class LazyGroup(click.Group):
    """Commands are known by name; only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"tui.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 -- a slip of ours only
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_no_such_command(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _no_such_command(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"no such command '{safe_text(word)}'.{hint}"


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  bakeferry lint templates/
  bakeferry verify templates/win11-avd.json
  bakeferry stamp --diff templates/win11-avd.json
  bakeferry explain AIB365
  bakeferry demo

Exit codes: 0 done, 1 findings, 2 usage, 3 refused by policy, 4 integrity failure,
5 partial, 6 permission, 7 not found or unreachable, 130 interrupted.""",
)
@click.version_option(__version__, message="bakeferry %(version)s")
def bakeferry() -> None:
    """Judge, verify and stamp Azure VM Image Builder templates.

    Finds in seconds what would fail half an hour into a build: broken rules of the
    service, artifacts that are missing, changed, a web page, or too large.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # the real streams are TextIOWrapper
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; every error of ours becomes one line and a code."""
    try:
        code = bakeferry.main(arguments, prog_name="bakeferry", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _complain(
            "interrupted; nothing was left half-written", ExitCode.INTERRUPTED
        )
    except BrokenPipeError:
        return _reader_left()
    except IntegrityError as error:
        return _complain(str(error), ExitCode.USAGE)
    return code if isinstance(code, int) else ExitCode.DONE


def _complain(message: str, code: ExitCode) -> int:
    click.echo(f"bakeferry: {safe_text(message)}", err=True)
    return code


def _reader_left() -> int:
    """The reader of our output is gone: nobody is left to be told anything."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return ExitCode.PIPE_CLOSED


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    """Leave as on Ctrl-C, so that every `finally` runs, with a code of its own."""
    del number, frame
    raise SystemExit(ExitCode.TERMINATED)


if __name__ == "__main__":
    main()
