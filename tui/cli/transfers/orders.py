"""What is to be copied where, before anything of it has moved."""

from collections import Counter
from collections.abc import Collection, Iterable

import click

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import redacted
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.resource_ids import output_id
from transfer.copy_errors import CopyError, Refused
from transfer.journal.records import Terms
from transfer.names import from_root
from transfer.rescue import RescueOptions
from transfer.rescued import same_account
from transfer.strategies.all_strategies import Place, Tools, find_way
from transfer.trees import NO_TEXT, is_text
from tui.cli.transfers.homes import Home

_MOST_WORDS = 3
"""What may go before a name: template, group and subscription."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is to be copied."""

    name: Safe
    """What it is called in all output."""

    artifact: Place

    dies_with_account: bool = False
    """It is in staging, so a copy in the same account would be none."""

    origin: str = ""
    """The id of the run output that it is of; empty where it is none."""

    @property
    def owner(self) -> tuple[str, ...]:
        """Whose it is, from the group to the template; empty where nobody knows."""
        output = output_id(self.origin)
        if output is None:
            return ()
        return (output.subscription, output.group or "", output.names[0])


@dataclass(frozen=True, slots=True)
class Order:
    """One artifact, and where it goes."""

    name: Safe
    artifact: Place
    destination: Place

    strategy: str
    """The one that is tried first."""

    origin: str = ""
    """As `Found` has it."""

    terms: Terms | None = None
    """On what its job was begun; None: as all of this run."""

    trouble: CopyError | None = None
    """Why there will be no copy of it."""

    @property
    def ends(self) -> tuple[str, str]:
        """What the journal calls both ends."""
        return identity_of(self.artifact), identity_of(self.destination)


def identity_of(place: Place) -> str:
    """What the journal calls a place; holds no secret."""
    if isinstance(place, BlobAddress):
        return place.identity
    return str(from_root(place))


def found_at(artifact: Place) -> Found:
    """Something that was named by its address or its path."""
    if isinstance(artifact, BlobAddress):
        return Found(redacted(artifact.url.without_query), artifact)
    return Found(safe_text(str(artifact)), artifact)


def orders_for(
    found: Iterable[Found],
    home: Home,
    tools: Tools,
    options: RescueOptions,
    *,
    before: Collection[tuple[str, str]] = (),
) -> list[Order]:
    """Say where each goes, and how.

    Args:
        before: Both ends of earlier copies: what is asked for again keeps its name,
            whatever else is copied beside it.

    Raises:
        Refused: Two of one name belong to nobody, or a copy would die with its original.
        click.UsageError: Several cannot go to one name, or not in the way asked for.
    """
    wanted = list(dict.fromkeys(found))
    if len(wanted) > 1 and not home.is_folder:
        raise click.UsageError(
            f"{len(wanted)} copies need a folder or a container to go to, "
            f"and {safe_text(str(home.root))} is none: make it first, or name another"
        )
    places = _places(wanted, home, before)
    return [order_for(one, places[one], tools, options) for one in wanted]


def _places(
    wanted: Iterable[Found], home: Home, before: Collection[tuple[str, str]]
) -> dict[Found, Place]:
    """Where each goes: under its own name, or one that tells whose it is."""
    places = {one: _place(one, home) for one in wanted}
    kept = {one: place for one in places if (place := _as_before(one, home, before))}
    places |= kept
    for words in range(1, _MOST_WORDS + 1):
        for one in _clashing(places):
            if one not in kept:
                places[one] = _place(one, home, words)
    for one in _clashing(places):
        where = str(places[one])
        raise Refused(where, "several would get this name; copy them one by one")
    return places


def _place(one: Found, home: Home, words: int = 0) -> Place:
    """Where something goes if so many words before its name tell whose it is."""
    told = one.owner[-words:] if words else ()
    prefix = "".join(f"{word}-" for word in told)
    return home.for_artifact(one.artifact, prefix=prefix)


def _as_before(
    one: Found, home: Home, before: Collection[tuple[str, str]]
) -> Place | None:
    """Where an earlier copy of it went, or was to go."""
    artifact = identity_of(one.artifact)
    places = (_place(one, home, words) for words in range(_MOST_WORDS + 1))
    return next(
        (place for place in places if (artifact, identity_of(place)) in before), None
    )


def _clashing(places: dict[Found, Place]) -> list[Found]:
    counts = Counter(identity_of(place).casefold() for place in places.values())
    return [
        one
        for one, place in places.items()
        if counts[identity_of(place).casefold()] > 1
    ]


def order_for(
    found: Found, destination: Place, tools: Tools, options: RescueOptions
) -> Order:
    """Say how one thing goes to one place.

    Raises:
        Refused: They are one, or its copy would die with it, or a name is no text.
        click.UsageError: Not in the way that was asked for.
    """
    ends = identity_of(found.artifact), identity_of(destination)
    for end in ends:
        if not is_text(end):
            raise Refused(end, NO_TEXT)
    if ends[0] == ends[1]:
        raise Refused(str(destination), "is both what is copied and where to")
    if found.dies_with_account and same_account(*ends):
        why = "is in the staging account itself, which dies with the template"
        raise Refused(str(destination), why)
    try:
        way = find_way(
            found.artifact,
            destination,
            tools,
            overwrite=options.overwrite,
            only=options.only,
        )
    except LookupError as error:
        raise click.UsageError(safe_text(str(error))) from error
    strategy = way.movers[0].name
    return Order(found.name, found.artifact, destination, strategy, found.origin)
