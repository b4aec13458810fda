"""Deployment parameters that templates are judged by: files that change, strangers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

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


class Declarations(Protocol):
    """What the files that are open declare, and how they are judged."""

    @property
    def judging(self) -> Judging:
        """By which parameters, among the rest."""

    @property
    def declared(self) -> Sequence[Sequence[str] | None] | None:
        """What each file with templates declares; None while some are not judged."""


class Undeclared:
    """Looks through the parameters whenever all has been judged by others than before."""

    def __init__(self) -> None:
        """Nothing was looked through."""
        self._looked_by: Judging | None = None
        self._known: tuple[Safe, ...] = ()

    def news(self, files: Declarations) -> Sequence[Safe]:
        """What to tell of parameters and placeholders' values that are for no template.

        What was so the last time is told no more.
        """
        judging = files.judging
        declared = None if judging is self._looked_by else files.declared
        if declared is None:
            return ()
        known, self._looked_by = self._known, judging
        self._known = tuple(_undeclared(judging, declared))
        return [one for one in self._known if one not in known]


def _undeclared(
    judging: Judging, declared: Sequence[Sequence[str] | None]
) -> Iterator[Safe]:
    if not (judging.given or judging.filled):
        return
    from integrity.lint.undeclared import judge_given  # few are given any
    from tui.files.stated import places_stated, unfilled  # as above

    for one in judge_given(places_stated(judging), declared, judging.selection):
        yield safe_text(f"{one.place} {one.rule}: {one.message}")
    if declared:
        yield from map(safe_text, unfilled(judging))
