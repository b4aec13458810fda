"""Deployment parameters files that change while templates are judged by them."""

from dataclasses import replace
from pathlib import Path

from integrity.template.inputs import read_parameters
from tui.files.judging import Judging


def with_parameters_of(judging: Judging, name: str) -> Judging:
    """The judging after one of its parameters files was saved.

    What the command line or another file said of a parameter stays as it is.

    Raises:
        OSError: The file cannot be read.
        DocumentError: It is no parameters file any more.
    """
    data = Path(name).read_bytes()
    others = {
        key: node
        for key, node in judging.inputs.parameters.items()
        if node.span.document.name != name
    }
    parameters = {**read_parameters(name, data), **others}
    return replace(
        judging,
        inputs=replace(judging.inputs, parameters=parameters),
        parameter_files={**judging.parameter_files, name: data},
    )
