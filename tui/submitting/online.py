"""Facts that only Azure knows, gathered for the rules that ask."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from integrity.facts import AzureFact, Facts
from integrity.lint.linter import Judgement, judge_file
from integrity.lint.selection import Selection
from integrity.reading import TemplateFile
from transfer.azure.arm import ResourceManager
from transfer.azure.facts.lookup import Standing, look_up
from transfer.azure.resource_ids import template_id
from transfer.azure.whereabouts import RescueRecords
from tui.submitting.request import own_name


async def azure_facts(
    manager: ResourceManager,
    files: Sequence[TemplateFile],
    note: Callable[[str], object],
    *,
    group: str | None,
    records: RescueRecords,
) -> list[AzureFact | None]:
    """What Azure tells of each file's template; None where that is not one.

    Facts are of one template, so for a file with several nobody is asked, and it is told.

    Args:
        note: Hears what could not be answered, and why.
        group: Where a template of that name may stand; None: what its runs have left
            is not asked for.
        records: Who remembers which VHDs were rescued.

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
        standing = _standing(manager, file, group, records)
        lookup = await look_up(manager, templates[0], standing)
        for left in lookup.unanswered:
            note(f"not known: {left.question}: {left.why}")
        found.append(lookup.fact)
    return found


def _standing(
    manager: ResourceManager,
    file: TemplateFile,
    group: str | None,
    records: RescueRecords,
) -> Standing | None:
    """The live template of the same name, where one can say which that is."""
    if group is None:
        return None
    name = own_name(file.loaded.templates[0], file.loaded.document.name)
    try:
        return Standing(template_id(manager.subscription, group, name), records)
    except ValueError:  # no name that a resource could have
        return None


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
