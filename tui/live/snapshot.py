"""What is known of Azure: immutable values, safe to read from any thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe
from transfer.azure.build_steps import Customizer, LogLine, LogStep
from transfer.azure.resources import TemplateSummary
from transfer.azure.whereabouts import PlacedOutput
from tui.live.sizes import Unread, VhdSize
from tui.workspace.snapshot import TemplateEntry

if TYPE_CHECKING:
    from transfer.azure.dying import Dying  # looks into staging


class SignIn(StrEnum):
    """How far we are with Azure."""

    OFF = "off"
    """Nobody has asked for it."""

    CONNECTING = "connecting"
    ON = "on"
    EXPIRED = "expired"
    """Nobody is signed in, or not any more."""

    FAILED = "failed"
    """Azure cannot be reached, or does not let us see what is there."""


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """Who one is in Azure, and where; empty where nobody knows."""

    state: SignIn = SignIn.OFF
    who: Safe = NOTHING
    way: Safe = NOTHING
    """How the sign-in came about: `az login`, `environment`."""

    tenant: Safe = NOTHING
    subscription: Safe = NOTHING
    """Its name where one is known, else its id."""

    subscription_origin: Safe = NOTHING
    """Who said so: `--subscription`, `az's default`."""

    group: Safe = NOTHING
    cloud: Safe = NOTHING
    trouble: Safe | None = None
    """Why Azure cannot be reached now; what is shown is from before."""

    remedy: Safe = NOTHING
    """What mends it, with the command, where one can say."""

    as_of: datetime | None = None
    """When the list of templates was last whole."""

    @property
    def is_on(self) -> bool:
        """Somebody is signed in."""
        return self.state is SignIn.ON

    @property
    def is_connecting(self) -> bool:
        """Azure was asked, and has not answered yet."""
        return self.state is SignIn.CONNECTING

    @property
    def is_expired(self) -> bool:
        """Nobody is signed in, or not any more."""
        return self.state is SignIn.EXPIRED

    @property
    def was_on(self) -> bool:
        """Somebody has been signed in, and has seen what stands there."""
        return self.as_of is not None


@dataclass(frozen=True, slots=True)
class LiveTemplate:
    """One image template of the subscription."""

    key: str
    """Its id in lower case."""

    summary: TemplateSummary
    doing: Safe = NOTHING
    """What is being done to it from here: `starting a build`."""


@dataclass(frozen=True, slots=True)
class LiveLog:
    """The log of a template's newest run, as far as it was read."""

    key: str
    """Of the template."""

    name: Safe
    lines: Sequence[LogLine] = ()
    """Grows at its end only; `count` of them belong to this snapshot."""

    count: int = 0
    steps: tuple[LogStep, ...] = ()
    customizers: tuple[Customizer, ...] = ()
    """What the template says of the steps to come."""

    is_growing: bool = False
    looked_at: datetime | None = None
    trouble: Safe | None = None
    """Why nothing, or nothing more, can be read, and what mends it."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What dies with a template."""

    key: str
    name: Safe
    place: Safe
    """Subscription and resource group, in full."""

    staging_group: Safe
    dying: "tuple[Dying, ...]"
    """The VHDs of the staging group."""

    kept: tuple[PlacedOutput, ...]
    """What has a copy elsewhere, or was delivered."""

    @property
    def lost(self) -> "tuple[Dying, ...]":
        """VHDs of which no other copy is known."""
        return tuple(one for one in self.dying if one.is_at_risk)


_NO_ROWS: Mapping[str, TemplateEntry] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AzureRows:
    """Each template in Azure as the row that it has where no file is of it."""

    rows: tuple[TemplateEntry, ...] = ()
    by_name: Mapping[str, TemplateEntry] = field(default_factory=lambda: _NO_ROWS)
    """The first row of each name, in lower case."""

    @classmethod
    def of(cls, rows: Iterable[TemplateEntry]) -> "AzureRows":
        """Rows in the order in which Azure lists them."""
        return cls().followed_by(tuple(rows))

    def followed_by(self, more: tuple[TemplateEntry, ...]) -> "AzureRows":
        """These rows, and more after them."""
        by_name = {**self.by_name}
        for row in more:
            by_name.setdefault(row.name.casefold(), row)
        return AzureRows((*self.rows, *more), by_name)


_NO_OUTPUTS: Mapping[str, tuple[PlacedOutput, ...]] = MappingProxyType({})

_NO_SIZES: Mapping[str, VhdSize | Unread] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LiveSnapshot:
    """Everything that is known of Azure now."""

    number: int = 0
    """Grows with every change."""

    account: LiveAccount = LiveAccount()
    templates: tuple[LiveTemplate, ...] = ()
    rows: AzureRows = AzureRows()
    """The same as rows: the very same value while none has changed."""

    listing: bool = False
    outputs: Mapping[str, tuple[PlacedOutput, ...]] = field(
        default_factory=lambda: _NO_OUTPUTS
    )
    """By the key of their template; those not asked for yet are missing."""

    at_risk: int = 0
    """VHDs, among those outputs, of which no other copy is known."""

    recalled: frozenset[str] = frozenset()
    """Keys of the templates whose outputs are those of the last time."""

    sizes: Mapping[str, VhdSize | Unread] = field(default_factory=lambda: _NO_SIZES)
    """Of VHDs that were looked at, by their addresses without a signature."""

    log: LiveLog | None = None
    messages: tuple[Safe, ...] = ()
    """What went wrong or came to its end, oldest first; the newest ones only."""

    told: int = 0
    """How many messages there were, those that are forgotten among them."""

    failure: BaseException | None = None
    """A slip of ours in the engine: the window has to end."""

    def is_read(self, key: str) -> bool:
        """Whether the outputs of a template were read since the window was opened."""
        return key in self.outputs and key not in self.recalled
