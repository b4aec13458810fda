"""Facts that only Azure knows, gathered for the rules that ask."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from integrity.facts import AzureFact, Facts
from integrity.lint.linter import Judgement, judge_file
from integrity.lint.selection import Selection
from integrity.reading import TemplateFile
from transfer.azure.arm import ResourceManager
from transfer.azure.lookup import Standing, look_up
from transfer.azure.resource_ids import template_id
from tui.cli.live.one_file import name_of
from tui.cli.live.running import Live, run_live


def ask_azure(
    files: Sequence[TemplateFile], options: Mapping[str, Any]
) -> list[AzureFact | None] | int:
    """Open Azure for `--online` and ask; an exit code when it cannot be asked."""
    found: list[AzureFact | None] = []

    async def job(live: Live) -> int:
        found.extend(await azure_facts(live, live.manager(), files))
        return 0

    code = run_live({**options, "api_version": None}, job)
    return code or found


async def azure_facts(
    live: Live, manager: ResourceManager, files: Sequence[TemplateFile]
) -> list[AzureFact | None]:
    """What Azure tells of each file's template; None where that is not one.

    Facts are of one template, so for a file with several nobody is asked, and it is told;
    so is what could not be answered. What a template's runs have left is asked for where
    its resource group is known.

    Raises:
        SignInFailed: Nobody is signed in.
    """
    found: list[AzureFact | None] = []
    for file in files:
        templates = file.loaded.templates
        if len(templates) != 1:
            if templates:
                name = file.loaded.document.name
                live.note(f"{name}: several templates; Azure not asked")
            found.append(None)
            continue
        lookup = await look_up(manager, templates[0], _standing(live, manager, file))
        for left in lookup.unanswered:
            live.note(f"not known: {left.question}: {left.why}")
        found.append(lookup.fact)
    return found


def _standing(
    live: Live, manager: ResourceManager, file: TemplateFile
) -> Standing | None:
    """The live template of the same name, where one can say which that is."""
    if live.group is None:
        return None
    name = name_of(file.loaded.templates[0], file.loaded.document.name)
    try:
        own = template_id(manager.subscription, live.group, name)
    except ValueError:  # no name that a resource could have
        return None
    return Standing(own, live.session.records)


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
