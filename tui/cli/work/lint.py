"""What `bakeferry lint` does."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from integrity.facts import NO_FACTS
from integrity.lint.linter import Judgement, judge_file, judge_migration
from tui.cli.exit_codes import ExitCode
from tui.cli.fixing import beside_diff
from tui.cli.options import judging
from tui.cli.telling import code_of, report_of, tell, tell_missing
from tui.files.judging import Judging
from tui.files.loading import OpenFile, open_files


def lint(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Judge image templates by the rules of the service, offline."""
    started = datetime.now(UTC)
    how = judging(options, {})
    opened = open_files(paths, how)
    tell_missing(opened)
    files = opened.files
    if options["fix"] or options["diff"]:
        files = _mended(files, how, options)
    judged = _judged(files, how, options)
    if isinstance(judged, int):
        return judged
    judgements = [*judged, *opened.unreadable]
    code = code_of(judgements, (), opened, strict=how.strict)
    target = options["migrate_to"]
    report = report_of("lint", started, judgements, None, code, target=target)
    tell(report, options, notes=how.notes, to=beside_diff(options))
    return ExitCode.DONE if options["exit_zero"] and code == 1 else code


def _mended(
    files: Sequence[OpenFile], how: Judging, options: dict[str, Any]
) -> tuple[OpenFile, ...]:
    """The files as they are once all that can be is mended: written, or only shown."""
    from tui.cli.fixing import after_mending
    from tui.files.mending import mend

    return after_mending(files, [mend(file, how) for file in files], options)


def _judged(
    files: Sequence[OpenFile], how: Judging, options: dict[str, Any]
) -> Sequence[Judgement] | int:
    """What the rules say; an exit code when Azure is to be asked and cannot be."""
    target = options["migrate_to"]
    if target is not None:
        return [judge_migration(one.loaded, target, how.selection) for one in files]
    if not options["online"]:
        return [
            judge_file(one.loaded, selection=how.selection, named=one.input.named)
            for one in files
        ]
    from integrity.reading import TemplateFile
    from tui.cli.live.online import ask_azure
    from tui.submitting.online import judged_online, with_azure

    named = [TemplateFile(one.loaded, None, one.input.named) for one in files]
    azure = ask_azure(named, options)
    if isinstance(azure, int):
        return azure
    facts = with_azure((NO_FACTS,) * len(named), azure)
    return judged_online(named, facts, how.selection)
