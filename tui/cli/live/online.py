"""Facts that only Azure knows, gathered for the rules that ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from integrity.facts import AzureFact, Facts
from integrity.lint.linter import Judgement, judge_file
from integrity.lint.selection import Selection
from integrity.reading import TemplateFile
from transfer.azure.arm import ResourceManager
from transfer.azure.lookup import look_up
from tui.cli.live.running import Live, run_live


def ask_azure(
    files: Sequence[TemplateFile], options: Mapping[str, Any]
) -> list[AzureFact | None] | int:
    """Open Azure for `--online` and ask; an exit code when it cannot be asked."""
    found: list[AzureFact | None] = []

    async def job(live: Live) -> int:
        found.extend(await azure_facts(live.manager(), files, live.note))
        return 0

    code = run_live({**options, "api_version": None}, job)
    return code or found


async def azure_facts(
    manager: ResourceManager,
    files: Sequence[TemplateFile],
    note: Callable[[str], object],
) -> list[AzureFact | None]:
    """What Azure tells of each file's template; None where that is not one.

    Facts are of one template, so for a file with several nobody is asked, and it is told.

    Args:
        note: Hears what could not be answered, and why.

    Raises:
        SignInFailed: Nobody is signed in.
    """
    found: list[AzureFact | None] = []
    for file in files:
        templates = file.loaded.templates
        if len(templates) != 1:
            if templates:
                note(f"{file.loaded.document.name}: several templates; Azure not asked")
            found.append(None)
            continue
        lookup = await look_up(manager, templates[0])
        for left in lookup.unanswered:
            note(f"not known: {left.question}: {left.why}")
        found.append(lookup.fact)
    return found


def with_azure(
    facts: Sequence[Facts], azure: Sequence[AzureFact | None]
) -> tuple[Facts, ...]:
    """What is known of each file, Azure's word put in."""
    return tuple(
        replace(known, azure=fact) for known, fact in zip(facts, azure, strict=True)
    )


def judged_online(
    files: Sequence[TemplateFile], facts: Sequence[Facts], selection: Selection
) -> tuple[Judgement, ...]:
    """Judge each file by all that is known."""
    return tuple(
        judge_file(file.loaded, known, selection, named=file.named)
        for file, known in zip(files, facts, strict=True)
    )
