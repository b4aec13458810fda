"""From loaded files to what is read of the artifacts that they name."""

from integrity.reading import TemplateFile
from tui.files.loading import Opened, OpenFile


def template_files(opened: Opened) -> tuple[TemplateFile, ...]:
    """The opened files, as what reads artifacts takes them."""
    return tuple(map(template_file, opened.files))


def template_file(file: OpenFile) -> TemplateFile:
    """One file, with the folder that its local artifacts are below."""
    return TemplateFile(
        loaded=file.loaded,
        folder=file.input.path.parent if file.input.path else None,
        named=file.input.named,
    )
