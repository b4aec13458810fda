"""Run outputs, and how large VHDs are: read when wanted. Lives on the engine's loop."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from integrity.dataclass import dataclass
from integrity.parallel import for_each
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.resources import TemplateSummary
from transfer.azure.staging.vhds import OF_EARLIER_RUN, outputs_in_sight
from transfer.azure.whereabouts import (
    PlacedOutput,
    RescueRecords,
    Status,
    deleted,
)
from transfer.errors import AzureError
from tui.azure_session import AzureSession
from tui.live.known import Known
from tui.live.lanes import Lanes
from tui.live.measuring import size_of
from tui.live.memory import OutputMemory, Recalled
from tui.live.sizes import Deleted, Measure, Unread, VhdSize

_log = logging.getLogger(__name__)

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Outputs:
    """Reads outputs and sizes, each once however often it is wanted, and remembers."""

    session: AzureSession
    known: Known
    lanes: Lanes
    records: RescueRecords
    memory: OutputMemory

    def recall(self) -> None:
        """Begin with what was known the last time, of what this window looks at."""
        scope = self.session.place.scope
        if scope.subscription is None:
            return
        group = scope.group.value if scope.group is not None else None
        within = ResourceId(scope.subscription.value, group)
        for one in self.memory.recall(within):
            self.known.recalled[one.key] = one.run
            self._take(one.key, (self._as_now(output) for output in one.outputs))

    def want(self, keys: Iterable[str]) -> None:
        """Read the outputs of these templates; what was rescued is known at once."""
        for key in keys:
            self._judge_again(key)
            if self.known.may_ask(key):
                self.known.asked.add(key)
                self.lanes.reads.put_nowait(partial(self._read, key))

    def want_size(self, address: SecretUrl) -> None:
        """Read how large a VHD is, unless that was done."""
        name = address.without_query
        if name not in self.known.sized:
            self.known.sized.add(name)
            self.lanes.reads.put_nowait(lambda: self._measure(address))

    def after_list(self, ended: Iterable[str], gone: Iterable[str]) -> None:
        """A list of templates is whole: read what may be at risk and is not known yet.

        Args:
            ended: Templates whose builds have ended.
            gone: Those that there were.
        """
        self.memory.forget(gone)
        self.want(key for key in ended if key in self.known.outputs)
        self.want(self._unknown_disks())

    async def measure(self, addresses: Sequence[SecretUrl]) -> Measure:
        """Look at some VHDs; what cannot be read is counted and not raised."""
        found = Measure(0, 0)

        async def look(address: SecretUrl) -> None:
            nonlocal found
            one = await self._measure(address)
            found = found.with_one(one)

        await for_each(addresses, look, at_once=_AT_ONCE)
        return found

    def _unknown_disks(self) -> Iterator[str]:
        """The templates that have made VHDs of which nobody knows where they are."""
        known = self.known
        for one in known.templates:
            if _has_disk(one.summary) and (
                one.key not in known.outputs
                or known.recalled.get(one.key, _run(one.summary)) != _run(one.summary)
            ):
                yield one.key

    async def _read(self, key: str) -> None:
        """Read the outputs of a template; of what is refused all over, the first is said."""
        known = self.known
        template = known.id_of(key)
        try:
            if template is not None:
                manager = self.session.manager()
                detail = await manager.template(template)
                placed, _ = await outputs_in_sight(
                    manager, detail, self.records, _log.info
                )
                known.recalled.pop(key, None)
                placed = tuple(map(self._as_now, placed))
                self._take(key, placed)
                self.memory.remember(Recalled(key, _run(detail.summary), placed))
        except AzureError as error:
            is_said = type(error) in known.refused.values()
            known.refused[key] = type(error)
            if not is_said:
                raise
        finally:
            known.asked.discard(key)

    def _take(self, key: str, outputs: Iterable[PlacedOutput]) -> None:
        """These are the outputs; what was known of their sizes holds until it is read."""
        known = self.known
        found = known.outputs[key] = tuple(map(self._as_seen, outputs))
        for address in (one.address for one in found if one.address is not None):
            name = address.without_query
            known.sized.discard(name)
            if name not in known.sizes and (size := self.memory.size(address)):
                known.sizes[name] = size
        known.changed()

    def _judge_again(self, key: str) -> None:
        """What is known of a template, by what this machine knows now of rescues."""
        before = self.known.outputs.get(key, ())
        now = tuple(map(self._as_now, before))
        if now != before:
            self.known.outputs[key] = now
            self.known.changed()

    async def _measure(self, address: SecretUrl) -> VhdSize | Unread:
        found = await size_of(self.session, address)
        known, name = self.known, address.without_query
        known.sized.add(name)
        known.sizes[name] = found
        if isinstance(found, Deleted):
            for key, outputs in known.outputs.items():
                known.outputs[key] = tuple(map(self._as_seen, outputs))
        known.changed()
        if isinstance(found, VhdSize):
            self.memory.remember_size(address, found)
        return found

    def _as_seen(self, output: PlacedOutput) -> PlacedOutput:
        """The same; lost, if its VHD was looked at and is not there."""
        address = output.address
        size = self.known.sizes.get(address.without_query) if address else None
        return deleted(output) if isinstance(size, Deleted) else output

    def _as_now(self, output: PlacedOutput) -> PlacedOutput:
        """An output by what this machine knows now of its rescue."""
        is_vhd = output.status in (Status.AT_RISK, Status.RESCUED)
        if not is_vhd or output.address is None:
            return output
        copy = self.records.rescued_to(output.id, output.address)
        if copy is not None:
            return replace(output, status=Status.RESCUED, place=copy)
        if output.status is Status.AT_RISK:
            return output
        staging = OF_EARLIER_RUN if output.is_older else Safe("staging")
        return replace(output, status=Status.AT_RISK, place=staging)


def _has_disk(summary: TemplateSummary) -> bool:
    kinds = {kind.casefold() for kind in summary.outputs}
    return "vhd" in kinds and summary.last_run is not None


def _run(summary: TemplateSummary) -> str:
    """Tells the last run of a template, and how far it is, from every other."""
    last = summary.last_run
    started = last.started.isoformat() if last and last.started else ""
    return f"{started} {last.run_state}" if last else ""
