"""Rules about targets that become VHDs, and where those are kept."""

from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import vhd_distributors
from integrity.lint.values import is_blank
from integrity.template.model import Part

_URI_SINCE = "2022-07-01"


@rule("AIB440", Severity.NOTE, over=vhd_distributors)
def vhd_uri_too_early(target: Part, _: Facts) -> Iterator[Complaint]:
    """A VHD distributor has a uri, which this api-version does not know.

    Before 2022-07-01 the storage account cannot be chosen: the VHD goes to the staging
    resource group whatever is written here.

    Move to api-version 2022-07-01 or later, or leave `uri` out.

    The template reference of March 2020 says that the account cannot be chosen.
    """
    if target.template.version < _URI_SINCE and not is_blank(target.get("uri")):
        yield Complaint(
            target.key_span("uri"),
            f"uri needs api-version {_URI_SINCE}; the VHD will go to the staging group",
            help=f"Move to api-version {_URI_SINCE} or later.",
        )


@rule("AIB450", Severity.WARNING, over=vhd_distributors)
def vhd_only_in_staging(target: Part, _: Facts) -> Iterator[Complaint]:
    """A VHD without a uri lives in the staging resource group and dies with the template.

    The service puts it into a storage account that it made for the template. Whoever
    deletes the template deletes the account and the VHD in it.

    Copy the VHD out as soon as the run is over, or name a place of your own in `uri`,
    from 2022-07-01 on.

    Noted by the template reference of March 2020.
    """
    can_choose = target.template.version >= _URI_SINCE
    if can_choose and not is_blank(target.known("uri")):
        return
    yield Complaint(
        target.span_of("uri"),
        "the VHD lives only in the staging group: copy it out before you delete the"
        " template",
        help='Write "uri" with a blob address of your own.'
        if can_choose
        else "Copy it out after the run, or use uri from 2022-07-01 on.",
    )


@rule("AIB451", Severity.WARNING, over=vhd_distributors, needs=Needs.AZURE)
def vhd_not_rescued(target: Part, facts: Facts) -> Iterator[Complaint]:
    """A VHD of this template is still only in its staging resource group.

    Deleting the template now deletes the VHD.

    Copy it out first, as soon as possible after the run.

    Noted by the template reference of March 2020.
    """
    names = (facts.azure and facts.azure.unrescued_vhds) or ()
    own = target.text("runOutputName")
    if own and own.casefold() in map(str.casefold, names):
        yield Complaint(
            target.span_of("runOutputName"),
            f"the VHD of run output {own} is not rescued yet",
            help="Copy it out before you delete the template.",
        )


RULES = (
    vhd_uri_too_early,
    vhd_only_in_staging,
    vhd_not_rescued,
)
