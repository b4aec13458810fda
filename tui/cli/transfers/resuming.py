"""Takes jobs of the journal up, with fresh addresses where the old ones had a secret."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import click

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import redacted
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.resource_ids import output_id
from transfer.journal.records import Job
from transfer.journal.store import Journal
from transfer.rescue import place
from transfer.strategies.all_strategies import Place, Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.asking import ask_secret, can_ask
from tui.cli.live.running import Declined, Live
from tui.cli.shown import shown
from tui.cli.transfers.carrying import Carrier
from tui.cli.transfers.looking import is_denied
from tui.cli.transfers.orders import Order
from tui.cli.transfers.outputs import sign_again
from tui.cli.transfers.telling import CopyReport
from tui.cli.transfers.terms import check_one_expected, rescue_options, terms_kept


@dataclass(frozen=True, slots=True)
class Fresh:
    """Addresses that somebody has given anew, by what the journal calls them."""

    addresses: dict[str, BlobAddress]

    def of(self, identity: str) -> Place:
        """The place that the journal means, with a signature if one was given."""
        return self.addresses.get(identity) or place(identity)


def _fresh_addresses(texts: Iterable[str], jobs: Iterable[Job]) -> Fresh:
    """Sort out which address belongs to which end.

    Raises:
        NoBlobAddress: It is no blob's.
        click.UsageError: It belongs to no job that is meant.
    """
    wanted = {end for job in jobs for end in (job.artifact, job.destination)}
    found: dict[str, BlobAddress] = {}
    for text in texts:
        opened = _opened(text, wanted)
        if not opened:
            raise click.UsageError(f"{_bare(text)} is no end of these jobs")
        found |= opened
    return Fresh(found)


def _opened(text: str, ends: Iterable[str]) -> dict[str, BlobAddress]:
    """The ends that an address opens: its own, or all in its container or its folder.

    Raises:
        NoBlobAddress: It is neither.
    """
    around, _, query = text.partition("?")
    if urlsplit(around).path.strip("/"):
        folder = f"{around.rstrip('/')}/"
        inside = [end for end in ends if end.startswith(folder)]
        if inside:
            return {end: _with_query(end, query) for end in inside}
    address = BlobAddress.parse(text)
    return {address.identity: address} if address.identity in ends else {}


def _bare(text: str) -> Safe:
    return redacted(text.partition("?")[0])


def _with_query(end: str, query: str) -> BlobAddress:
    return BlobAddress.parse(f"{end}{'&' if '?' in end else '?'}{query}")


async def resume_jobs(
    jobs: Sequence[Job],
    addresses: Iterable[str],
    journal: Journal,
    *,
    options: Mapping[str, Any],
    tools: Tools,
    live: Live,
) -> ExitCode:
    """Take some jobs up; returns the exit code.

    What may not be read is asked for: of Azure, where it is a run output in staging, as
    when it was begun; else of whoever is there.

    Raises:
        Declined: One of them is done, or was given up.
        click.UsageError: The options do not fit them.
    """
    for job in jobs:
        if not job.can_resume:
            raise Declined(f"job {job.short} is {job.state.value}: nothing to take up")
    check_one_expected(options, jobs)
    fresh = _fresh_addresses(addresses, jobs)
    how = rescue_options(options, any_file=True)
    names = _names(jobs)
    with CopyReport("resume", options) as report:
        orders = [
            replace(
                await _order(job, fresh, tools, live, report),
                name=names[job.job_id],
                terms=terms_kept(job.terms, options),
            )
            for job in jobs
        ]
        carrier = Carrier(
            tools, journal, how, report.begun, report.ended, report.progress
        )
        await carrier.carry(orders, at_once=options["jobs"], live=live)
        return report.end()


async def _order(
    job: Job, fresh: Fresh, tools: Tools, live: Live, report: CopyReport
) -> Order:
    artifact, destination = fresh.of(job.artifact), fresh.of(job.destination)
    origin = job.terms.origin
    if (origin or can_ask()) and await _is_shut(artifact, tools):
        is_open = origin and await sign_again(live, tools, origin, report.note)
        if not is_open and can_ask():
            artifact = await _asked(str(artifact), job.artifact)
    if can_ask() and await _is_shut(destination, tools):
        destination = await _asked(str(destination), job.destination)
    return Order(_name_of(job), artifact, destination, job.strategy, origin)


async def _is_shut(end: Place, tools: Tools) -> bool:
    """Whether an end has no signature, and does not let us in without one."""
    is_bare = isinstance(end, BlobAddress) and not end.is_signed
    return is_bare and await is_denied(end, tools)


def _names(jobs: Sequence[Job]) -> Mapping[str, Safe]:
    """What each job's copy is called: with its number where two would be the same."""
    names = {job.job_id: _name_of(job) for job in jobs}
    alike = Counter(names.values())
    return {
        job.job_id: name if alike[name] == 1 else safe_text(f"{job.short} {name}")
        for job, name in zip(jobs, names.values(), strict=True)
    }


def _name_of(job: Job) -> Safe:
    """A run output keeps the name that it had when its copy began."""
    output = output_id(job.terms.origin)
    return safe_text(shown("/".join(output.names) if output else job.artifact))


async def _asked(shown_address: str, identity: str) -> BlobAddress:
    """The same blob by an address with a signature, which somebody pastes unseen."""
    text = await ask_secret(f"Paste {shown_address} with a fresh signature: ")
    opened = _opened(text, (identity,))
    if not opened:
        raise Declined(f"{_bare(text)} is another blob than {shown_address}")
    return opened[identity]
