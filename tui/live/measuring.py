"""Asking Azure how large a VHD is."""

from dataclasses import replace

from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from transfer.azure.advice import DATA_READER
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import is_deleted
from transfer.azure.blobs.wire import COPYING
from transfer.copy_errors import AccessDenied, CopyError
from transfer.ranges import total
from transfer.strategies.all_strategies import Tools, reading_end
from tui.azure_session import AzureSession
from tui.live.sizes import Deleted, Unread, VhdSize

_PATIENCE = 20.0
"""Seconds: somebody waits for it."""


async def size_of(session: AzureSession, address: SecretUrl) -> VhdSize | Unread:
    """Look at a VHD: its size, and the ranges that hold data."""
    tools = Tools(session.transport, policy=replace(COPYING, patience=_PATIENCE))
    try:
        end = reading_end(BlobAddress.parse(address.reveal()), tools)
        try:
            survey = await end.survey()
        finally:
            await end.close()
    except AccessDenied as error:
        return Unread(error.why, Safe(DATA_READER))
    except CopyError as error:
        return Deleted(error.why) if is_deleted(error) else Unread(error.why)
    return VhdSize(survey.size, total(survey.data))
