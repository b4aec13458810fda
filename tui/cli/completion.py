"""`bakeferry completion`: the completion script of a shell."""

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Examples:
  bakeferry completion bash >> ~/.bashrc
  bakeferry completion zsh > ~/.zfunc/_bakeferry"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes bakeferry's words in a shell."""
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell} in this version of click")
    root = ctx.find_root().command
    click.echo(found(root, {}, "bakeferry", "_BAKEFERRY_COMPLETE").source())
