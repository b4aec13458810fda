"""How large VHDs are that somebody thinks of copying."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from integrity.parallel import for_each
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.wire import COPYING
from transfer.copy_errors import CopyError
from transfer.ranges import total
from transfer.strategies.all_strategies import Tools, reading_end
from tui.azure_session import AzureSession

_NOTHING = Safe("")
_AT_ONCE = 4
_PATIENCE = 20.0
"""Seconds: somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What there is to copy of some VHDs together."""

    size: int
    """Bytes, holes included."""

    data_bytes: int
    unknown: int = 0
    """How many could not be read."""

    why: Safe = _NOTHING
    """Why one of them could not."""


async def measured(session: AzureSession, addresses: Sequence[SecretUrl]) -> Measure:
    """Look at some VHDs; what cannot be read is counted and not raised."""
    policy = replace(COPYING, patience=_PATIENCE)
    tools = Tools(session.transport, policy=policy)
    found = Measure(0, 0)

    async def look(address: SecretUrl) -> None:
        nonlocal found
        try:
            end = reading_end(BlobAddress.parse(address.reveal()), tools)
            try:
                survey = await end.survey()
            finally:
                await end.close()
        except CopyError as error:
            found = replace(found, unknown=found.unknown + 1, why=error.why)
        else:
            found = replace(
                found,
                size=found.size + survey.size,
                data_bytes=found.data_bytes + total(survey.data),
            )

    await for_each(addresses, look, at_once=_AT_ONCE)
    return found
