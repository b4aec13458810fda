"""What a command line gives to templates: where it is said, and what is for none."""

from collections.abc import Iterator

from integrity.template.inputs import places_of_parameters
from integrity.template.placeholders import fill_name
from integrity.template.position import Span
from tui.files.judging import Judging


def places_stated(how: Judging) -> dict[str, Span]:
    """Where each name was given on the command line, or in a file named there."""
    places = {
        name: node.span
        for name, node in how.inputs.parameters.items()
        if node.span.document.name not in how.parameter_files
    }
    for file, data in how.parameter_files.items():
        if file in how.given:
            places |= places_of_parameters(file, data)
    return places


def unfilled(how: Judging) -> Iterator[str]:
    """Which names of `--set` stood in no template of those that were read, in words."""
    for name in how.filled:
        if fill_name(name) not in how.inputs.fills.found:
            yield f"--set {name}: no placeholder has this name, and nothing is filled"
