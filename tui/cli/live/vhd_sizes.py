"""How large VHDs are, as far as one's own sign-in may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from integrity.parallel import for_each
from integrity.quantities import counted
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.advice import DATA_READER
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import is_deleted
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.wire import COPYING, Wire
from transfer.azure.whereabouts import PlacedOutput, deleted
from transfer.copy_errors import AccessDenied, CopyError
from tui.azure_session import AzureSession

_AT_ONCE = 8

_PATIENCE = 5.0
"""Seconds: a list is not to wait for one account."""


class VhdSizes:
    """Sizes of VHDs, each asked for once however often a list is looked at."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, int | None] = {}
        self._deleted: set[str] = set()
        self._denied = 0

    def of(self, output: PlacedOutput) -> int | None:
        """Bytes, holes included; None where nobody could say."""
        address = output.address
        return self._known.get(address.without_query) if address else None

    def placed(self, output: PlacedOutput) -> PlacedOutput:
        """The same; lost, if there is no such VHD any more."""
        address = output.address
        is_gone = address is not None and address.without_query in self._deleted
        return deleted(output) if is_gone else output

    def take(
        self, outputs: Iterable[PlacedOutput], sizes: Mapping[ResourceId, int]
    ) -> None:
        """How large some are is known by their ids already."""
        for one in outputs:
            if one.address is not None and one.id in sizes:
                self._known[one.address.without_query] = sizes[one.id]

    async def ask(self, session: AzureSession, outputs: Iterable[PlacedOutput]) -> None:
        """Find out how large some are; what cannot be read stays unknown."""
        addresses = [
            one.address
            for one in outputs
            if one.address and one.address.without_query not in self._known
        ]

        async def look(address: SecretUrl) -> None:
            self._known[address.without_query] = await self._size(session, address)

        await for_each(addresses, look, at_once=_AT_ONCE)

    async def _size(self, session: AzureSession, address: SecretUrl) -> int | None:
        policy = replace(COPYING, patience=_PATIENCE)
        try:
            blob = BlobAddress.parse(address.reveal())
            wire = Wire(session.transport, policy)
            return (await BlobReader(wire, blob).properties()).size
        except AccessDenied:
            self._denied += 1
        except CopyError as error:
            if is_deleted(error):
                self._deleted.add(address.without_query)
        return None

    def why_unknown(self) -> str:
        """Which right is missing, where sizes are unknown for want of one; else empty."""
        if not self._denied:
            return ""
        sizes = counted(self._denied, "size")
        return (
            f'{sizes} cannot be read: the role "{DATA_READER}" on the accounts would do;'
            " `bakeferry outputs show TEMPLATE` may use a key of the account"
        )
