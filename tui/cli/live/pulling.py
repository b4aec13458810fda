"""A live template written as a file."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from integrity.lint.secrets import without_secrets
from transfer.azure.defaults import clean_template
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode
from tui.cli.shown import shown
from tui.files.atomic import write_new
from tui.submitting.encoded_text import file_text


def write_clean(
    template: TemplateDetail, out: Path | None, note: Callable[[str], object]
) -> ExitCode:
    """Write a template without what the service adds.

    A secret in it is left out on standard output, which may be a log of CI; a file gets
    it whole, and nobody else may read that file.

    Raises:
        click.UsageError: The file is there already.
    """
    text = file_text(clean_template(template.body, api_version=template.api_version))
    hidden = "\n".join(map(without_secrets, text.split("\n")))
    if out is None:
        sys.stdout.write(hidden)
        if hidden != text:
            note("it holds secrets, shown as *; --out FILE writes them")
        return ExitCode.DONE
    mode = 0o600 if hidden != text else 0o666
    try:
        write_new(out, text.encode(), mode)
    except FileExistsError as error:
        why = f"{shown(str(out))} is there already; name a new file"
        raise click.UsageError(why) from error
    if hidden != text:
        note(f"{out} holds secrets; only you may read it")
    return ExitCode.DONE
