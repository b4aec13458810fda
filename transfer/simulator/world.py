"""The simulated subscription: made from a scenario, moved on by the clock."""

import json
import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from transfer.simulator.accounts import Account, BlobKind
from transfer.simulator.catalog import client_of, principal_of
from transfer.simulator.clock import Agenda, Clock
from transfer.simulator.endpoints import Endpoints
from transfer.simulator.scenario import AccountSeed, Scenario, TemplateSeed
from transfer.simulator.state import Group, Operation, Template

Key = tuple[str, str]
"""A group's and a template's name, in lower case."""


def key_of(group: str, name: str) -> Key:
    """What a template is remembered by: ids do not tell cases apart."""
    return group.casefold(), name.casefold()


class World:
    """Everything that is there, and what is yet to happen to it."""

    def __init__(
        self, scenario: Scenario, clock: Clock, endpoints: Endpoints, *, haste: float
    ) -> None:
        """Begin now.

        Args:
            haste: How many times faster than the real service it works from now on;
                its history took as long as it really would.
        """
        self.scenario = scenario
        self.clock = clock
        self._haste = haste
        self._began = clock.now()
        self.agenda = Agenda()
        self.endpoints = endpoints
        self.groups: dict[str, Group] = {}
        self.accounts: dict[str, Account] = {}
        self.templates: dict[Key, Template] = {}
        self.building: set[Key] = set()
        """Templates with a build whose log grows."""

        self.operations: dict[str, Operation] = {}
        self.resources: dict[str, Any] = {
            key.casefold(): body for key, body in scenario.resources.items()
        }
        self.lost: set[str] = set()
        """Addresses of VHDs that died with their template."""

        self._random = random.Random(scenario.subscription)
        for group in scenario.groups:
            self.add_group(Group(group.name, group.location, dict(group.tags)))
        for account in scenario.accounts:
            self._seed_account(account)

    def new_id(self) -> str:
        """A GUID: the same ones in each run of a scenario."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def new_account_name(self) -> str:
        """24 letters and digits, as the service makes them up."""
        return "".join(
            self._random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=24)
        )

    def now(self) -> datetime:
        """The simulated time."""
        return self.clock.now()

    def after(self, seconds: float, begin: datetime) -> datetime:
        """When work that takes the service so many seconds is done."""
        before = (self._began - begin).total_seconds()
        slow = min(seconds, max(before, 0.0))
        return begin + timedelta(seconds=slow + (seconds - slow) / self._haste)

    def add_group(self, group: Group) -> Group:
        """Have a resource group."""
        return self.groups.setdefault(group.name.casefold(), group)

    def group(self, name: str) -> Group | None:
        """A resource group by its name, whatever the case."""
        return self.groups.get(name.casefold())

    def add_account(self, account: Account) -> Account:
        """Have a storage account."""
        return self.accounts.setdefault(account.name, account)

    def remove_group(self, name: str) -> None:
        """Take a resource group away, with all that is in it."""
        self.groups.pop(name.casefold(), None)
        self._remove_accounts(name)
        for key in [key for key in self.templates if key[0] == name.casefold()]:
            self.forget_template(self.templates[key])

    def template(self, group: str, name: str) -> Template | None:
        """A template by its names, whatever their case."""
        return self.templates.get(key_of(group, name))

    def forget_template(self, template: Template) -> None:
        """Take a template away, with its staging group and the VHDs in it."""
        key = key_of(template.group, template.name)
        self.templates.pop(key, None)
        self.building.discard(key)
        if template.staging_group is None:
            return
        self.lost.update(_staged_vhds(template, self.endpoints))
        if template.owns_staging:
            self.groups.pop(template.staging_group.casefold(), None)
        self._remove_accounts(template.staging_group)

    def start_operation(self, now: datetime) -> Operation:
        """Begin something that a client will poll."""
        operation = Operation(self.new_id(), now)
        self.operations[operation.id] = operation
        return operation

    def group_id(self, name: str) -> str:
        """The id of a resource group."""
        return f"/subscriptions/{self.scenario.subscription}/resourceGroups/{name}"

    def identity_of(self, named: Iterable[str]) -> dict[str, Any]:
        """The `identity` of a template, as it is answered once it was looked up."""
        found = {
            name: {"principalId": principal_of(name), "clientId": client_of(name)}
            for name in named
        }
        return {"type": "UserAssigned", "userAssignedIdentities": found}

    def template_of(self, seed: TemplateSeed) -> Template:
        """A template as a scenario has it, not yet submitted."""
        return Template(
            name=seed.name,
            group=seed.group,
            location=seed.location,
            properties=json.loads(json.dumps(seed.properties)),
            tags=dict(seed.tags),
            identity=self.identity_of([seed.identity or self.scenario.identity]),
            plan=seed.plan,
            next_error=seed.error,
        )

    def _remove_accounts(self, group: str) -> None:
        gone = [
            account.name
            for account in self.accounts.values()
            if account.group.casefold() == group.casefold()
        ]
        for name in gone:
            del self.accounts[name]

    def _seed_account(self, seed: AccountSeed) -> None:
        now = self.now()
        account = self.add_account(
            Account(
                seed.name,
                seed.group,
                seed.location,
                seed.keys,
                takes_keys=seed.takes_keys,
                hierarchical=seed.hierarchical,
            )
        )
        for name in seed.containers:
            account.container(name, now)
        for blob in seed.blobs:
            kind = BlobKind.PAGE if blob.is_page_blob else BlobKind.BLOCK
            account.put(blob.container, blob.name, blob.content.copy(), now, kind=kind)
        for name in seed.immutable_containers:
            account.container(name, now).immutable = True


def _staged_vhds(template: Template, endpoints: Endpoints) -> Iterable[str]:
    account = endpoints.blobs(template.staging_account or "")
    addresses = (output.get("artifactUri", "") for output in template.outputs.values())
    return [address for address in addresses if address.startswith(f"{account}/")]
