"""Copy Blob: the service copies a whole blob by itself, and is asked how far it is."""

from collections.abc import Mapping

from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import Side
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.wire import Call, Wire
from transfer.azure.blobs.writing import done, marked, pinned

PENDING = "pending"
"""The status of a copy that goes on."""


@dataclass(frozen=True, slots=True)
class ServiceCopy:
    """A copy to one address that goes on while nobody looks."""

    wire: Wire
    address: BlobAddress

    async def start(
        self,
        origin: CopyOrigin,
        metadata: Mapping[str, str],
        *,
        in_place_of: str | None,
    ) -> str:
        """Begin, and get the number by which the service knows the copy.

        Args:
            in_place_of: The etag of what may be replaced; None: nothing may.

        Raises:
            CopyError: It cannot be begun.
        """
        headers = {**origin.headers, **pinned(in_place_of), **marked(metadata)}
        call = Call("PUT", self.address, Side.DESTINATION, headers=headers, good=(202,))
        answer = await self.wire.ask(call, done)
        return str(answer.get("x-ms-copy-id", ""))

    async def abort(self, copy_id: str) -> None:
        """End it; what is left has no bytes.

        Raises:
            CopyError: It is over already, or is not ours.
        """
        call = Call(
            "PUT",
            self.address,
            Side.DESTINATION,
            query=f"comp=copy&copyid={copy_id}",
            headers={"x-ms-copy-action": "abort"},
            good=(204,),
        )
        await self.wire.ask(call, done)
