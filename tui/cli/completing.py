"""What a shell is told to complete: files, and rules by their numbers or names."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Leave it to the shell, which knows files and folders best."""
    del ctx, param
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def rules(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Rules whose numbers begin so; once no number can, those whose names do."""
    del ctx, param
    from click.shell_completion import CompletionItem

    from integrity.lint.rules.all_rules import ALL_RULES

    word = incomplete.lower()
    known = sorted(ALL_RULES, key=lambda one: one.id)
    numbers = {one.id: one.name for one in known if one.id.lower().startswith(word)}
    names = {one.name: one.id for one in known if one.name.startswith(word)}
    return [CompletionItem(one, help=also) for one, also in (numbers or names).items()]
