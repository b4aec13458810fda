"""From loaded files to what is read of the artifacts that they name."""

from integrity.reading import TemplateFile
from tui.files.loading import Opened


def template_files(opened: Opened) -> tuple[TemplateFile, ...]:
    """The opened files, with the folders that their local artifacts are below."""
    return tuple(
        TemplateFile(
            loaded=file.loaded,
            folder=file.input.path.parent if file.input.path else None,
            named=file.input.named,
        )
        for file in opened.files
    )
