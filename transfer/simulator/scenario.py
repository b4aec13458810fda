"""What the simulator is to pretend, as values: templates, builds, accounts, mishaps."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from integrity.dataclass import dataclass
from transfer.simulator.disks import Disk
from transfer.simulator.sparse import SparseBytes

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
_TENANT = "99999999-8888-7777-6666-555555555555"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """How the builds of a template go, in simulated seconds."""

    queued: float = 30.0
    building: float = 90.0
    each_step: float = 40.0
    optimizing: float = 60.0
    validating: float = 30.0
    distributing: float = 120.0

    lines_each_step: int = 12
    """Lines that a customizer writes into the log."""

    fails_at: int | None = None
    """The customizer that fails, counted from 1; None: none does."""

    failure: str = (
        "Script exited with non-zero exit status: 1. Allowed exit codes are: [0]"
    )
    """What the log says of it."""

    undelivered: frozenset[str] = frozenset()
    """Run outputs that do not come about: the build then succeeds in part."""

    disk: Disk = field(default_factory=Disk)
    """What VHD distributors make."""


@dataclass(frozen=True, slots=True)
class SubmissionError:
    """Why the service refuses a template after it has taken it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class TemplateSeed:
    """An image template that is there from the beginning."""

    name: str
    group: str
    properties: Json
    location: str = "westeurope"
    tags: Mapping[str, str] = field(default_factory=dict)
    identity: str | None = None
    """The id of its user-assigned identity; None: the scenario's own."""

    plan: BuildPlan = field(default_factory=BuildPlan)

    ran_before: tuple[float, ...] = ()
    """How many seconds ago each of its builds was started, the earliest first."""

    error: SubmissionError | None = None


@dataclass(frozen=True, slots=True)
class GroupSeed:
    """A resource group that is there from the beginning."""

    name: str
    location: str = "westeurope"
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlobSeed:
    """A blob that is there from the beginning."""

    container: str
    name: str
    content: SparseBytes
    is_page_blob: bool = False


@dataclass(frozen=True, slots=True)
class AccountSeed:
    """A storage account that is there from the beginning."""

    name: str
    group: str
    location: str = "westeurope"
    containers: tuple[str, ...] = ()
    blobs: tuple[BlobSeed, ...] = ()
    keys: tuple[str, str] = ("", "")
    takes_keys: bool = True
    hierarchical: bool = False
    immutable_containers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that is there when the simulator begins."""

    templates: tuple[TemplateSeed, ...] = ()
    groups: tuple[GroupSeed, ...] = (GroupSeed("rg-golden"),)
    accounts: tuple[AccountSeed, ...] = ()

    artifacts: Mapping[str, bytes] = field(default_factory=dict)
    """What the service downloads at submission, by address.

    Of any other address it gets bytes made from the address itself.
    """

    missing_artifacts: frozenset[str] = frozenset()
    """Addresses that the service cannot download: a submission with one fails."""

    resources: Mapping[str, Json] = field(default_factory=dict)
    """Bodies of other resources (galleries, images, identities, roles), by id.

    An id that ends in the name of a collection holds `{"value": […]}`, or a list.
    """

    subscription: str = SUBSCRIPTION
    subscription_name: str = "Golden images"
    tenant: str = _TENANT
    identity_group: str = "rg-golden"

    page_size: int = 50
    """Items of a list that one answer holds."""

    registration: str = "Registered"
    """Of Image Builder in the subscription; `NotRegistered` where nobody has done it."""

    relative_links: bool = False
    """Whether a `nextLink` is only a path, as in the service's own examples."""

    submission_seconds: float = 20.0
    cancel_seconds: float = 45.0
    deletion_seconds: float = 60.0

    @property
    def identity(self) -> str:
        """The id of the identity that templates have when they name none."""
        return (
            f"/subscriptions/{self.subscription}/resourceGroups/{self.identity_group}"
            "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/image-builder"
        )


def platform_image(publisher: str, offer: str, sku: str) -> Json:
    """The `source` of a template that begins with an image of the marketplace."""
    return {
        "type": "PlatformImage",
        "publisher": publisher,
        "offer": offer,
        "sku": sku,
        "version": "latest",
    }


def many_templates(count: int, *, scenario: Scenario | None = None) -> Scenario:
    """So many templates of all states and outputs, in a few groups.

    5,000 are 100 pages.
    """
    base = scenario or Scenario(groups=tuple(GroupSeed(f"rg-{n}") for n in range(8)))
    seeds = tuple(_numbered(number, base) for number in range(count))
    known = {group.name for group in base.groups}
    more = tuple(
        GroupSeed(name)
        for name in dict.fromkeys(seed.group for seed in seeds)
        if name not in known
    )
    return replace(base, templates=base.templates + seeds, groups=base.groups + more)


_FAMILIES = (
    ("ubuntu", "Canonical", "ubuntu-24_04-lts", "server"),
    ("win11", "MicrosoftWindowsDesktop", "windows-11", "win11-24h2-avd"),
    ("rhel", "RedHat", "RHEL", "9-lvm-gen2"),
    ("sles", "SUSE", "sles-15-sp6", "gen2"),
)


def _numbered(number: int, scenario: Scenario) -> TemplateSeed:
    family, publisher, offer, sku = _FAMILIES[number % len(_FAMILIES)]
    group = f"rg-{number % 8}"
    name = f"{family}-{number:05}"
    group_id = f"/subscriptions/{scenario.subscription}/resourceGroups/{group}"
    return TemplateSeed(
        name=name,
        group=group,
        properties={
            "source": platform_image(publisher, offer, sku),
            "customize": [{"type": "Shell", "name": "update", "inline": ["true"]}],
            "distribute": [_to_image(name, group_id) if number % 2 else _to_vhd(name)],
        },
        plan=BuildPlan(fails_at=1 if number % 7 == 0 else None),
        ran_before=((3600.0 + number),) if number % 3 == 0 else (),
    )


def _to_vhd(name: str) -> Json:
    return {"type": "VHD", "runOutputName": f"{name}-vhd"}


def _to_image(name: str, group_id: str) -> Json:
    return {
        "type": "ManagedImage",
        "runOutputName": f"{name}-image",
        "imageId": f"{group_id}/providers/Microsoft.Compute/images/{name}",
        "location": "westeurope",
    }
