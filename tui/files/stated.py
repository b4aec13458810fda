"""Where a command line names the parameters that it gives."""

from integrity.template.inputs import places_of_parameters
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
