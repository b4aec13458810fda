"""Tell what was given and nothing has: parameters, and names of placeholders."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from integrity.lint.linter import Judgement
from integrity.lint.undeclared import judge_given
from tui.cli.shown import say_aside
from tui.files.judging import Judging
from tui.files.stated import places_stated, unfilled


def with_undeclared(
    judgements: Iterable[Judgement], how: Judging
) -> Sequence[Judgement]:
    """The same; the first template's file tells of the names that nothing declares.

    A project's own parameters files are for all its templates, and no slip here.
    """
    told = list(judgements)
    places = places_stated(how)
    files = [judgement.file for judgement in told]
    declared = [file.declared for file in files if file.templates]
    found = judge_given(places, declared, how.selection)
    at = next((n for n, file in enumerate(files) if file.templates), 0)
    if found:
        told[at] = replace(told[at], findings=(*told[at].findings, *found))
    return told


def tell_unfilled(how: Judging) -> None:
    """Say which names of `--set` stood in no template of those that were read."""
    for words in unfilled(how):
        say_aside(words)
