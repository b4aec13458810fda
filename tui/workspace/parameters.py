"""Deployment parameters that templates are judged by: files that change, strangers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from integrity.safe_text import Safe, safe_text
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


def undeclared(
    judging: Judging, declared: Iterable[Sequence[str] | None]
) -> Iterator[Safe]:
    """What to tell of parameters that were given and that no template declares.

    Args:
        declared: What each file with templates declares; None where one stands in none.
    """
    if not judging.stated:
        return
    from integrity.lint.undeclared import judge_given  # few are given any

    for one in judge_given(judging.stated, declared, judging.selection):
        yield safe_text(f"{one.place} {one.rule}: {one.message}")
