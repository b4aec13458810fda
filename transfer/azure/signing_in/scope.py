"""Which subscription and tenant are meant, and who said so.

Flags come first, then the environment, then what `az` remembers; its files are read
and never written.
"""

import configparser
import json
from collections.abc import Mapping
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.sizes import MIB
from transfer.azure.bodies import items, mapping, text
from transfer.errors import NoSubscription

_LONGEST = 4 * MIB
"""Bytes of a file of az's that are looked at; a real one has a few thousand."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and where it came from."""

    value: str

    origin: str
    """For people: `--subscription`, `AZURE_TENANT_ID`, `az's default`."""

    label: Safe | None = None
    """A name beside an id, where one is known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said on the command line; None where nothing was."""

    subscription: str | None = None
    """An id, or a name that `az` knows."""

    tenant: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to work; None where nobody said."""

    subscription: Setting | None = None
    tenant: Setting | None = None

    group: Setting | None = None
    """The resource group."""

    cloud: Setting | None = None
    """The name of the cloud that `az` is set to."""

    @property
    def subscription_id(self) -> str:
        """The subscription's id.

        Raises:
            NoSubscription: Nobody said which.
        """
        if self.subscription is None:
            raise NoSubscription
        return self.subscription.value


@dataclass(frozen=True, slots=True)
class Known:
    """A subscription that `az` knows."""

    id: str
    name: str
    tenant: str | None
    is_default: bool


def find_scope(
    asked: Asked,
    environment: Mapping[str, str],
    *,
    home: Path | None = None,
) -> Scope:
    """Find out which subscription, tenant, group and cloud are meant.

    A file of az's that cannot be read counts as one that is not there.
    """
    folder = _folder(environment, home)
    known = _subscriptions(folder)
    defaults = _config(folder / "config")
    subscription = _first(
        ("--subscription", asked.subscription),
        ("AZURE_SUBSCRIPTION_ID", environment.get("AZURE_SUBSCRIPTION_ID")),
        ("az's default", next((each.id for each in known if each.is_default), None)),
    )
    entry = None if subscription is None else _entry(known, subscription.value)
    if subscription is not None and entry is not None:
        subscription = Setting(entry.id, subscription.origin, safe_text(entry.name))
    return Scope(
        subscription=subscription,
        tenant=_first(
            ("--tenant", asked.tenant),
            ("AZURE_TENANT_ID", environment.get("AZURE_TENANT_ID")),
            ("az, for this subscription", entry.tenant if entry else None),
        ),
        group=_first(
            ("--resource-group", asked.group),
            ("AZURE_DEFAULTS_GROUP", environment.get("AZURE_DEFAULTS_GROUP")),
            ("az's defaults.group", defaults.get("defaults", {}).get("group")),
        ),
        cloud=_first(
            ("AZURE_CLOUD_NAME", environment.get("AZURE_CLOUD_NAME")),
            ("az's cloud.name", defaults.get("cloud", {}).get("name")),
        ),
    )


def _folder(environment: Mapping[str, str], home: Path | None) -> Path:
    named = environment.get("AZURE_CONFIG_DIR")
    return Path(named) if named else (home or Path.home()) / ".azure"


def _first(*candidates: tuple[str, str | None]) -> Setting | None:
    for origin, value in candidates:
        if value and value.strip():
            return Setting(value.strip(), origin)
    return None


def _entry(known: tuple[Known, ...], wanted: str) -> Known | None:
    """The subscription of that id, else the only one of that name."""
    folded = wanted.casefold()
    by_id = [each for each in known if each.id.casefold() == folded]
    by_name = [each for each in known if each.name.casefold() == folded]
    found = by_id or by_name
    return found[0] if len(found) == 1 else None


def az_clouds(environment: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The clouds that `az cloud register` has kept, by their names in lower case."""
    sections = _config(_folder(environment, None) / "clouds.config")
    return {name.casefold(): section for name, section in sections.items()}


def _subscriptions(folder: Path) -> tuple[Known, ...]:
    """The subscriptions of `azureProfile.json`, which az writes with a BOM."""
    try:
        profile = json.loads(_read(folder / "azureProfile.json"))
    except (OSError, ValueError, RecursionError):
        return ()
    entries = map(mapping, items(mapping(profile).get("subscriptions")))
    return tuple(
        Known(
            id=known,
            name=text(entry.get("name")) or "",
            tenant=text(entry.get("tenantId")),
            is_default=entry.get("isDefault") is True,
        )
        for entry in entries
        if (known := text(entry.get("id")))
    )


def _config(path: Path) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(_read(path))
    except (OSError, ValueError, configparser.Error):
        return {}
    return {name: dict(parser[name]) for name in parser.sections()}


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LONGEST).decode("utf-8-sig")
