"""Tell the parameters that were given and that no template declares."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from integrity.lint.linter import Judgement
from integrity.lint.undeclared import judge_given
from tui.files.judging import Judging
from tui.files.stated import places_stated


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
