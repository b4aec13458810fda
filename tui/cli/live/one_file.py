"""A file with one image template, as it would be submitted."""

from collections.abc import Mapping
from typing import Any

import click

from integrity.dataclass import dataclass
from integrity.reading import TemplateFile
from integrity.template.model import ImageTemplate
from tui.cli.options import judging
from tui.cli.shown import shown
from tui.cli.telling import code_of_missing, tell_missing
from tui.cli.undeclared import tell_unfilled
from tui.files.judging import Judging
from tui.files.loading import Opened, open_files
from tui.files.template_files import template_files
from tui.submitting.request import ValuesNotKnown, own_name, resolved_body


@dataclass(frozen=True, slots=True)
class OneTemplate:
    """A file, and the one image template that is in it."""

    opened: Opened
    how: Judging
    template: ImageTemplate
    path: str

    @property
    def files(self) -> tuple[TemplateFile, ...]:
        """The file, as what reads artifacts takes it."""
        return template_files(self.opened)

    @property
    def name(self) -> str:
        """The template's own name, else that of the file."""
        return own_name(self.template, self.path)

    @property
    def is_as_it_was(self) -> bool:
        """Whether the file still holds what was read; standard input always does."""
        (file,) = self.opened.files
        if file.input.path is None:
            return True
        try:
            return file.input.path.read_bytes() == file.input.data
        except OSError:
            return False


def open_one(path: str, options: Mapping[str, Any]) -> OneTemplate:
    """Load the one template of a file.

    Raises:
        click.UsageError: There is none, more than one, or only a piece of one; or a
            templating tool is still to choose what stands there.
        click.exceptions.Exit: The file cannot be read, as was told.
    """
    how = judging(options, {})
    opened = open_files((path,), how)
    tell_missing(opened.missing)
    if opened.missing:
        raise click.exceptions.Exit(code_of_missing(opened.missing[0]))
    templates = [one for file in opened.files for one in file.loaded.templates]
    if not templates:
        raise click.UsageError(
            f"{shown(path)} holds no image template; "
            f"`bakeferry lint {shown(path)}` says why"
        )
    tell_unfilled(how)
    if len(templates) > 1:
        found = f"{len(templates)} image templates"
        raise click.UsageError(f"{shown(path)} holds {found}; one is wanted")
    if templates[0].is_fragment:
        raise click.UsageError(f"{shown(path)} holds only a piece of an image template")
    if any(file.loaded.has_branches for file in opened.files):
        raise click.UsageError(
            f"{shown(path)} has directives of a templating tool; submit the file that the"
            " tool writes"
        )
    return OneTemplate(opened, how, templates[0], path)


def body_of(one: OneTemplate, location: str | None) -> dict[str, object]:
    """The template as the service would get it, all expressions resolved.

    Args:
        location: Where a bare `properties` object goes.

    Raises:
        click.UsageError: A value is not known.
    """
    try:
        return resolved_body(one.template, location)
    except ValuesNotKnown as error:
        missing = [name for file in one.opened.files for name in file.loaded.missing]
        named = f" ({shown(', '.join(missing))})" if missing else ""
        raise click.UsageError(
            f"{shown(one.path)}: some values are not known{named}; give them with "
            "--params, --set or --location"
        ) from error
