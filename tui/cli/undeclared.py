"""Tell the parameters that were given and that no template declares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from integrity.lint.linter import Judgement
from integrity.lint.undeclared import judge_given
from integrity.template.inputs import places_of_parameters
from integrity.template.position import Span
from tui.files.judging import Judging


def with_undeclared(
    judgements: Iterable[Judgement], how: Judging, options: Mapping[str, Any]
) -> Sequence[Judgement]:
    """The same; the first template's file tells of the names that nothing declares.

    A project's own parameters files are for all its templates, and no slip here.
    """
    told = list(judgements)
    places = places_stated(how, options["params"])
    files = [judgement.file for judgement in told]
    declared = [file.declared for file in files if file.templates]
    found = judge_given(places, declared, how.selection)
    at = next((n for n, file in enumerate(files) if file.templates), 0)
    if found:
        told[at] = replace(told[at], findings=(*told[at].findings, *found))
    return told


def places_stated(how: Judging, given: Iterable[str]) -> dict[str, Span]:
    """Where each name was given on the command line, or in a file named there."""
    named = set(given)
    places = {
        name: node.span
        for name, node in how.inputs.parameters.items()
        if node.span.document.name not in how.parameter_files
    }
    for file, data in how.parameter_files.items():
        if file in named:
            places |= places_of_parameters(file, data)
    return places
