"""Options that several commands share, and what they come to together."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from integrity.lint.severity import Severity
from integrity.template.versions import VERSIONS
from tui.cli.combining import combined
from tui.cli.completing import files, rules
from tui.cli.judging import PROFILES, Unusable, how_to_judge
from tui.files.judging import Judging
from tui.preferences import GLYPHS, THEMES

input_options = combined(
    click.option("--params", multiple=True, metavar="FILE|NAME=VALUE", shell_complete=files, help="Deployment parameters: a file, or one value."),
    click.option("--set", "fills", multiple=True, metavar="NAME=VALUE", help="Put a value in place of <NAME>."),
    click.option("--subscription", metavar="ID", help="What subscription().subscriptionId is."),
    click.option("-g", "--resource-group", metavar="NAME", help="What resourceGroup().name is."),
    click.option("--location", metavar="REGION", help="What resourceGroup().location or deployment().location is; it tells the cloud, too."),
)  # fmt: skip
"""What is said beside a template."""

judging_options = combined(
    click.option("--select", multiple=True, metavar="RULE", shell_complete=rules, help="Only these rules: AIB365, AIB3, a name."),
    click.option("--ignore", multiple=True, metavar="RULE", shell_complete=rules, help="Not these rules."),
    click.option("--strict", is_flag=True, default=None, help="Warnings fail too."),
    click.option("--api-version", type=click.Choice(VERSIONS), metavar="VERSION", help="Judge as if under this api-version."),
    click.option("--profile", type=click.Choice(list(PROFILES)), help="How to read the rules: current, or seed (March 2020)."),
)  # fmt: skip
"""What decides how a template is judged."""

fixing_options = combined(
    click.option("--fix", is_flag=True, help="Mend what can be mended mechanically."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, the report beside it on standard error; write nothing."),
)  # fmt: skip
"""What is done about findings."""

_FORMATS = ("text", "json", "jsonl", "sarif", "github", "azure", "junit")

report_options = combined(
    click.option("-o", "--output", type=click.Choice(_FORMATS), default="text", show_default=True, help="The form of the report; never changes the exit code."),
    click.option("--notes", is_flag=True, default=None, help="Show notes in the text report too."),
    click.option("-v", "--verbose", is_flag=True, help="Tell more: addresses, redirects, times."),
    click.option("--summary", is_flag=True, help="Append a summary to the job's page on GitHub."),
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)  # fmt: skip
"""What decides how a result is told."""

application_options = combined(
    click.option("--read-only", is_flag=True, help="Change no file and nothing in Azure."),
    click.option("--theme", type=click.Choice(THEMES), help="Colours; auto takes the terminal's own."),
    click.option("--glyphs", type=click.Choice(GLYPHS), help="Signs: Unicode or ASCII; auto asks the locale."),
    click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal."),
    click.option("--azure", is_flag=True, help="Look at the subscription too, at once; else i signs in."),
    click.option("--fresh", is_flag=True, help="Forget how this folder was left the last time."),
)  # fmt: skip
"""How the application looks and behaves, for this time."""


@contextmanager
def told_as_usage() -> Iterator[None]:
    """Have click tell what cannot be used, beside how the command is.

    Raises:
        click.UsageError: A value cannot be used.
    """
    try:
        yield
    except Unusable as error:
        raise click.UsageError(str(error)) from error


def judging(options: Mapping[str, Any], severities: Mapping[str, Severity]) -> Judging:
    """How to judge, from the options of a command and the project's settings.

    Raises:
        click.UsageError: A value cannot be used.
    """
    with told_as_usage():
        return how_to_judge(options, severities)


def hashes_required(flag: bool | None) -> bool:
    """Say whether every artifact must be pinned: as told, else when CI is set."""
    return bool(os.environ.get("CI")) if flag is None else flag
