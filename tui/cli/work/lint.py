"""What `bakeferry lint` does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from integrity.facts import NO_FACTS
from integrity.lint.linter import Judgement, judge_file, judge_migration
from tui.cli.exit_codes import ExitCode
from tui.cli.fixing import after_mending, beside_diff
from tui.cli.options import judging
from tui.cli.telling import Checked, code_of, report_of, tell, tell_missing
from tui.files.judging import Judging
from tui.files.loading import Gathered, OpenFile, gather, open_files
from tui.files.mending import mend

Options: TypeAlias = Mapping[str, Any]
Judged: TypeAlias = Gathered[Judgement]

_OF_ALL = ("fix", "diff", "online")
"""The options for which all files are needed before any is judged."""


def lint(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Judge image templates by the rules of the service, offline."""
    started = datetime.now(UTC)
    how = judging(options, {})
    judge = _judge_all if any(options[name] for name in _OF_ALL) else _judge_each
    judged = judge(paths, how, options)
    if isinstance(judged, int):
        return judged
    judgements: Sequence[Judgement] = [*judged.files, *judged.unreadable]
    if options["params"]:
        from tui.cli.undeclared import with_undeclared  # few runs give parameters

        judgements = with_undeclared(judgements, how)
    if how.filled and any(one.file.templates for one in judgements):
        from tui.cli.undeclared import tell_unfilled  # as above

        tell_unfilled(how)
    checked = Checked(tuple(judgements), missing=judged.missing)
    report = replace(
        report_of("lint", started, checked, code_of(checked, strict=how.strict)),
        target=options["migrate_to"],
    )
    told = tell(report, options, notes=how.notes, to=beside_diff(options))
    return ExitCode.DONE if options["exit_zero"] and told == 1 else told


def _judge_each(paths: Iterable[str], how: Judging, options: Options) -> Judged:
    """One file after another: of each only what the rules say is kept."""
    judged = gather(paths, how, lambda file: _judge(file, how, options))
    tell_missing(judged.missing)
    return judged


def _judge_all(paths: Iterable[str], how: Judging, options: Options) -> Judged | int:
    """All files together; an exit code when Azure is to be asked and cannot be."""
    opened = open_files(paths, how)
    tell_missing(opened.missing)
    if options["fix"] or options["diff"]:
        mended = [mend(file, how) for file in opened.files]
        opened = after_mending(opened, mended, options)
    files = opened.files
    if options["online"] and options["migrate_to"] is None:
        judged = _judge_by_azure(files, how, options)
    else:
        judged = [_judge(file, how, options) for file in files]
    if isinstance(judged, int):
        return judged
    return Gathered(tuple(judged), opened.unreadable, opened.missing)


def _judge(file: OpenFile, how: Judging, options: Options) -> Judgement:
    """What the rules say of one file, or of what is new for it in another version."""
    target, named = options["migrate_to"], file.input.named
    if target is not None:
        return judge_migration(file.loaded, target, how.selection, named=named)
    return judge_file(file.loaded, selection=how.selection, named=named)


def _judge_by_azure(
    files: Sequence[OpenFile], how: Judging, options: Options
) -> Sequence[Judgement] | int:
    """What the rules say that Azure is asked for, too; an exit code when it cannot be."""
    from integrity.reading import TemplateFile
    from tui.cli.live.online import ask_azure
    from tui.submitting.online import judged_online, with_azure

    named = [TemplateFile(one.loaded, None, one.input.named) for one in files]
    azure = ask_azure(named, options)
    if isinstance(azure, int):
        return azure
    facts = with_azure((NO_FACTS,) * len(named), azure)
    return judged_online(named, facts, how.selection)
