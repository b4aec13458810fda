"""Facts that only Azure knows, gathered for the rules that ask for them."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from integrity.dataclass import dataclass
from integrity.facts import AzureFact
from integrity.parallel import for_each
from integrity.safe_text import Safe, safe_text
from integrity.template.blocks import NotKnown
from integrity.template.model import ImageTemplate
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import PROVIDER, ResourceManager
from transfer.azure.bodies import items, mapping, text
from transfer.azure.facts.base_images import base_image
from transfer.azure.facts.rights import can_read_artifacts
from transfer.azure.facts.targets import galleries, missing_groups
from transfer.azure.whereabouts import RescueRecords, at_risk, placed_outputs
from transfer.errors import AnswerUnusable, AzureUnreachable, ServiceError

_log = logging.getLogger(__name__)

_AT_ONCE = 4
"""Questions that are asked side by side."""

Found = Mapping[str, Any]
"""Fields of an `AzureFact`, by their names."""

Question = Callable[[ResourceManager, ImageTemplate], Awaitable[Found]]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that Azure did not answer; the facts for it stay None."""

    question: str
    why: Safe


@dataclass(frozen=True, slots=True)
class Lookup:
    """What Azure has told about one template, and what it has not."""

    fact: AzureFact
    unanswered: tuple[Unanswered, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a template of a file stands in Azure, if it does."""

    id: ResourceId
    records: RescueRecords


async def look_up(
    manager: ResourceManager,
    template: ImageTemplate,
    standing: Standing | None = None,
) -> Lookup:
    """Ask Azure all that the rules want to know of a template.

    A right that is missing, and a base image that is not there, leave their facts
    None and are told; what the text leaves open is not asked for.

    Args:
        standing: Whose runs may have left VHDs; None: nobody knows where it stands.

    Raises:
        SignInFailed: Nobody is signed in, so that nothing can be asked.
    """
    found: dict[str, Any] = {}
    unanswered: dict[str, Safe] = {}
    questions = dict(QUESTIONS)
    if standing is not None:
        questions["the VHDs of its runs"] = partial(_unrescued, standing)

    async def ask(question: str) -> None:
        try:
            found.update(await questions[question](manager, template))
        except NotKnown:
            _log.debug("%s: the template leaves it open", question)
        except (ServiceError, AzureUnreachable, AnswerUnusable) as error:
            unanswered[question] = safe_text(str(error))

    try:
        await for_each(questions, ask, at_once=_AT_ONCE)
    except ExceptionGroup as failed:  # one of them stands for all
        raise failed.exceptions[0] from failed
    told = tuple(
        Unanswered(question, unanswered[question])
        for question in questions
        if question in unanswered
    )
    return Lookup(replace(AzureFact(), **found), told)


async def _source(manager: ResourceManager, template: ImageTemplate) -> Found:
    image = await base_image(manager, template)
    return {
        "source_disk_gib": image.disk_gib,
        "source_region": image.region,
        "source_replicated_to": image.replicated_to,
        "source_is_generalized": image.is_generalized,
    }


async def _galleries(manager: ResourceManager, template: ImageTemplate) -> Found:
    found = await galleries(manager, template)
    return {"gallery_region": found.region, "gallery_image_exists": found.images_exist}


async def _groups(manager: ResourceManager, template: ImageTemplate) -> Found:
    return {"destination_groups_missing": await missing_groups(manager, template)}


async def _rights(manager: ResourceManager, template: ImageTemplate) -> Found:
    return {"identity_can_read_artifacts": await can_read_artifacts(manager, template)}


async def _regions(manager: ResourceManager, _: ImageTemplate) -> Found:
    path = f"/subscriptions/{manager.subscription}/providers/{PROVIDER}"
    body = await manager.read(path, f"read the regions of {PROVIDER}")
    for kind in map(mapping, items(body.get("resourceTypes"))):
        if (text(kind.get("resourceType")) or "").casefold() == "imagetemplates":
            named = tuple(
                place for place in map(text, items(kind.get("locations"))) if place
            )
            return {"regions_of_provider": named or None}
    return {}


async def _unrescued(
    standing: Standing, manager: ResourceManager, _: ImageTemplate
) -> Found:
    known = await manager.find_template(standing.id)
    if known is None:
        return {"unrescued_vhds": ()}
    placed = await placed_outputs(manager, known, standing.records)
    return {"unrescued_vhds": tuple(one.id.name for one in at_risk(placed))}


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "the base image": _source,
        "the gallery": _galleries,
        "the resource groups of the targets": _groups,
        "the rights of the identity": _rights,
        "the regions of the service": _regions,
    }
)
"""By what people call them."""
