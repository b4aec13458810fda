"""Opens a staging account by the least right that does, and says which it was."""

import logging
from collections.abc import Awaitable
from typing import Protocol

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from transfer.azure.advice import DATA_READER, role_command
from transfer.azure.arm import ResourceManager, api_version_for
from transfer.azure.bodies import items, mapping, text
from transfer.azure.calls import Call
from transfer.azure.our_clock import OF_TIME, Clock, our_time, wrong_clock
from transfer.azure.staging.area import LOGS, StagingArea
from transfer.azure.staging.delegation import delegation_key
from transfer.azure.staging.files import StagingFiles
from transfer.azure.staging.sas import AccountKey
from transfer.errors import AnswerUnusable, AzureError, ServiceError, StagingForbidden

_log = logging.getLogger(__name__)

_NO_RIGHT = frozenset((401, 403, 409))
"""409 is what an account answers that lets the public read nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Files that may be read, and how that came."""

    files: StagingFiles

    advice: Safe | None = None
    """Which role is missing, where it did not do by itself."""

    @property
    def words(self) -> str:
        """By which right, and what is missing; for people."""
        missing = f"; {self.advice}" if self.advice else ""
        return f"staging is read by {self.files.access.value}{missing}"


class Open(Protocol):
    """Opens a staging account."""

    def __call__(
        self, manager: ResourceManager, area: StagingArea, *, container: str
    ) -> Awaitable[Opened]:
        """Raises: StagingForbidden: It may not be read in this way."""


async def open_by_role(
    manager: ResourceManager, area: StagingArea, *, container: str = LOGS
) -> Opened:
    """Open a staging account by one's own role alone: whoever looks takes no key.

    Raises:
        StagingForbidden: It does not do; it names the role, and the command for it.
        AzureError: As for `Caller.send`.
    """
    files = StagingFiles(manager.caller, area)
    if why := await _may_read(files, container):
        raise StagingForbidden(area.account_name, why.message, _advice(area)) from why
    return Opened(files)


async def open_files(
    manager: ResourceManager,
    area: StagingArea,
    *,
    container: str = LOGS,
    clock: Clock = our_time,
) -> Opened:
    """Open a staging account by the least right that does.

    First by one's own role; then by a SAS that the role delegates; then by one that a
    key of the account signs.

    Args:
        container: What is tried, to see whether we may.

    Raises:
        StagingForbidden: None works; it names the role and the command for it, or
            the clock, where that is wrong.
        AzureError: As for `Caller.send`.
    """
    files = StagingFiles(manager.caller, area)
    if _takes_tokens(manager) and await _may_read(files, container) is None:
        return Opened(files)
    return await open_signed(manager, area, container=container, clock=clock)


async def open_signed(
    manager: ResourceManager,
    area: StagingArea,
    *,
    container: str = LOGS,
    clock: Clock = our_time,
) -> Opened:
    """Open a staging account by a signature, which others may be given, too.

    Raises:
        StagingForbidden: As `open_files`.
        AzureError: As for `Caller.send`.
    """
    advice = _advice(area)
    if _takes_tokens(manager):
        delegated = await _by_delegation(manager, area, container, clock)
        if delegated is not None:
            return Opened(delegated, advice)
    try:
        key = await _account_key(manager, area)
    except ServiceError as refused:
        if refused.status not in _NO_RIGHT:
            raise
        raise StagingForbidden(area.account_name, refused.message, advice) from refused
    files = StagingFiles(manager.caller, area, key=key, clock=clock)
    if why := await _may_read(files, container):
        _check_clock(area, why, clock)
        raise StagingForbidden(area.account_name, why.message, advice) from why
    return Opened(files, advice if _takes_tokens(manager) else None)


def _advice(area: StagingArea) -> Safe:
    return safe_text(role_command(role=DATA_READER, scope=str(area.account)))


def _takes_tokens(manager: ResourceManager) -> bool:
    """Whether accounts of this cloud know roles at all."""
    return manager.caller.cloud.storage_scope is not None


async def _may_read(files: StagingFiles, container: str) -> ServiceError | None:
    """Why files may not be read; None when they may."""
    try:
        await files.probe(container)
    except ServiceError as refused:
        if refused.status not in _NO_RIGHT:
            raise
        return refused
    return None


async def _by_delegation(
    manager: ResourceManager,
    area: StagingArea,
    container: str,
    clock: Clock,
) -> StagingFiles | None:
    try:
        key = await delegation_key(manager.caller, area, now=clock())
    except (ServiceError, AnswerUnusable) as error:
        _check_clock(area, error, clock)
        _log.info("%s", error)
        return None
    files = StagingFiles(manager.caller, area, key=key, clock=clock)
    if why := await _may_read(files, container):
        _check_clock(area, why, clock)
        return None
    return files


def _check_clock(area: StagingArea, why: AzureError, clock: Clock) -> None:
    """See whether a signature was refused because our clock is wrong.

    Raises:
        StagingForbidden: It is; no other right would do better.
    """
    if not isinstance(why, ServiceError) or why.code not in OF_TIME:
        return
    if words := wrong_clock(why.time, clock()):
        raise StagingForbidden(
            area.account_name, why.message, safe_text(words)
        ) from why


async def _account_key(manager: ResourceManager, area: StagingArea) -> AccountKey:
    path = area.account.path
    doing = f"list keys of {area.account.name}"
    url = manager.url(f"{path}/listKeys", api_version_for(path))
    call = Call("POST", url, doing, repeats_harmlessly=True)
    answer = await manager.caller.send_for_object(call)
    for key in items(answer.get("keys")):
        value = text(mapping(key).get("value"))
        if value is not None:
            return AccountKey(area.account.name, value)
    raise AnswerUnusable(f"{doing}: there is no key in the answer")
