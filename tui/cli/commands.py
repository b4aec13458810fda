"""The list of commands, each loaded when it is called."""

import io
from collections.abc import Sequence
from importlib import import_module

import click

from tui.version import __version__

COMMANDS = {
    "tui": "Open the full-screen application (also without a command).",
    "open": "Open it at a template, a file and line, or a view.",
    "lint": "Judge templates by the rules of the service, offline.",
    "verify": "Judge templates and every artifact they name.",
    "stamp": "Write the verified digests into sha256Checksum.",
    "digest": "Compute or check digests of files.",
    "digests": "Look at every digest ever computed, by address.",
    "templates": "List, show, pull and compare the image templates in Azure.",
    "outputs": "List run outputs, and which VHDs would be lost.",
    "rescue": "Copy finished VHDs out of the staging groups.",
    "copy": "Copy files and blobs, proven and resumable.",
    "jobs": "Look at copies, and take them up again.",
    "vhd": "Look at a VHD, and say who would take it.",
    "triggers": "List, create and delete what builds a template by itself.",
    "submit": "Submit a template that was just judged and verified.",
    "run": "Start a build and follow it.",
    "watch": "Follow a build; the exit code tells how it came out.",
    "logs": "Show a build's log by its steps, and what its failures mean.",
    "cancel": "Stop the build that runs.",
    "delete": "Delete a template, and never a VHD by accident.",
    "account": "Show who is signed in, and which subscription is meant.",
    "explain": "Say what a rule means and how to mend a finding.",
    "schema": "Print the JSON Schema of an output.",
    "demo": "Look around the built-in workspace: no account, no network.",
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
        module = import_module(f"tui.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name, None) or getattr(
            module, f"{cmd_name}_"
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(self._no_such_command(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def _no_such_command(self, ctx: click.Context, word: str) -> str:
        """What to say of a word that is no command; within a group it may be one."""
        from difflib import get_close_matches

        groups = {name: self.get_command(ctx, name) for name in COMMANDS}
        meant = [
            f"'{name} {word}'"
            for name, group in groups.items()
            if isinstance(group, click.Group) and word in group.commands
        ]
        meant = meant or [
            f"'{near}'" for near in get_close_matches(word, COMMANDS, n=1)
        ]
        hint = f" Did you mean {' or '.join(meant)}?" if meant else ""
        return f"no such command '{word}'.{hint}"

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  bakeferry                        # the full-screen application, over this folder
  bakeferry lint templates/
  bakeferry verify templates/win11-avd.json
  bakeferry stamp --diff templates/win11-avd.json
  bakeferry explain AIB365
  bakeferry demo

Exit codes: 0 done, 1 findings, 2 usage, 3 refused by policy, 4 integrity failure,
5 partial, 6 permission, 7 not found or unreachable, 8 build failed, 130 interrupted.""",
)
@click.version_option(__version__, message="bakeferry %(version)s")
@click.pass_context
def bakeferry(context: click.Context) -> int:
    """Judge, verify and stamp Azure VM Image Builder templates.

    Finds in seconds what would fail half an hour into a build: broken rules of the
    service, artifacts that are missing, changed, a web page, or too large. Without a
    command, the full-screen application opens on this folder.
    """
    if context.invoked_subcommand is not None:
        return 0
    from tui.cli.tui import tui

    with tui.make_context("tui", [], parent=context) as own:
        code = tui.invoke(own)
    return int(code)


def invoke(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; a slip in them is told and is a code.

    Not by click's own `main`, which calls a reader that has left a failure.
    """
    try:
        with bakeferry.make_context("bakeferry", list(arguments)) as context:
            code = bakeferry.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _tell(error)
        return error.exit_code
    return code if isinstance(code, int) else 0


def _tell(error: click.ClickException) -> None:
    """Say what is wrong with the arguments, which may hold anything."""
    from tui.cli.shown import shown

    told = io.StringIO()
    error.show(told)
    for line in told.getvalue().rstrip("\n").split("\n"):
        click.echo(shown(line.expandtabs(2)), err=True)
