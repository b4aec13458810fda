"""What would be sent to make a template, and whether it may be."""

from integrity.dataclass import dataclass
from integrity.lint.finding import Finding
from integrity.lint.secrets import without_secrets
from integrity.safe_text import Safe, safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.comparing import differences
from transfer.azure.defaults import request_body, submittable
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import RescueRecords
from tui.submitting.candidate import Candidate, NotSubmittable
from tui.submitting.encoded_text import file_text
from tui.submitting.online import azure_facts
from tui.submitting.request import (
    ValuesNotKnown,
    own_name,
    resolved_body,
    with_digests,
)


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to make a template, and what stands in its way."""

    candidate: Candidate
    resource: ResourceId
    body: Body
    """What is sent, the verified digests put in."""

    failing: tuple[Finding, ...]
    """Findings for which nothing may be sent."""

    unfit: tuple[Safe, ...]
    """Artifacts that are not as they should be: nothing may be sent either."""

    others: int
    """Findings that do not hold it up."""

    notes: tuple[Safe, ...]
    """What Azure did not answer, and so was not judged."""

    standing: TemplateDetail | None = None
    """The template of that name that is in Azure already: it cannot be changed."""

    @property
    def may_be_sent(self) -> bool:
        """Nothing stands in its way but, perhaps, a template of that name."""
        return not (self.failing or self.unfit)

    @property
    def says_the_same(self) -> bool:
        """What stands in Azure is what would be sent."""
        return self.standing is not None and not differences(
            self.body, self.standing.body
        )

    def shown(self) -> tuple[Safe, bytes, bytes]:
        """A name, what stands in Azure, and what would be sent; without secrets."""
        before = b"" if self.standing is None else _shown(self.standing.body)
        return safe_text(self.resource.name), before, _shown(self.body)


async def prepared(
    manager: ResourceManager,
    candidate: Candidate,
    group: str | None,
    records: RescueRecords,
) -> Submission:
    """Judge a candidate by all that can be known, and make the request.

    Args:
        group: The resource group that it goes to.
        records: Who remembers which VHDs were rescued.

    Raises:
        NotSubmittable: The file, or what it says, cannot be sent at all.
        AzureError: Azure cannot be asked.
    """
    template = candidate.template
    resource = _resource(manager, candidate, group)
    body = with_digests(_request(candidate), template, candidate.facts)
    notes: list[Safe] = []
    (azure,) = await azure_facts(
        manager,
        (candidate.file,),
        lambda note: notes.append(safe_text(note)),
        group=group,
        records=records,
    )
    findings = candidate.judged(azure)
    failing = candidate.failing(findings)
    return Submission(
        candidate=candidate,
        resource=resource,
        body=body,
        failing=failing,
        unfit=tuple(candidate.unfit_artifacts()),
        others=len(findings) - len(failing),
        notes=tuple(notes),
        standing=await manager.find_template(resource),
    )


def _resource(
    manager: ResourceManager, candidate: Candidate, group: str | None
) -> ResourceId:
    if group is None:
        raise NotSubmittable(
            "which resource group? Open the window with -g, and submit again"
        )
    name = own_name(candidate.template, str(candidate.path))
    try:
        return template_id(manager.subscription, group, name)
    except ValueError as error:
        raise NotSubmittable(str(error)) from error


def _request(candidate: Candidate) -> dict[str, object]:
    try:
        return request_body(resolved_body(candidate.template))
    except ValuesNotKnown as error:
        missing = candidate.file.loaded.missing
        named = f" ({', '.join(missing)})" if missing else ""
        raise NotSubmittable(
            f"{candidate.shown_path}: some values are not known{named}; "
            "open the window with --params or --set"
        ) from error


def _shown(body: Body) -> bytes:
    """A body as a file that people read: no default, nothing read-only, no secret."""
    lines = file_text(submittable(body)).splitlines()
    return "".join(f"{without_secrets(one)}\n" for one in lines).encode()
