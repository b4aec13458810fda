"""What one run needs, opened once and handed on as arguments.

Commands load this module when they run, and before their loop runs, which would keep a
Ctrl-C until all is loaded. HTTP comes with the first artifact that is not on disk.
"""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.late_wire import LateWire
from integrity.artifacts.opener import ArtifactOpener
from integrity.artifacts.policy import ReadingPolicy
from integrity.digests.cache import DigestCache
from integrity.digests.history import DigestHistory
from integrity.survey import Reader
from tui.session_options import SessionOptions


class Session:
    """Opens on entry and closes on exit, whatever happened in between."""

    def __init__(self, options: SessionOptions) -> None:
        self._options = options
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        options = self._options
        async with AsyncExitStack() as stack:
            transport = await stack.enter_async_context(
                LateWire(
                    addresses=_addresses(options),
                    ca_file=options.ca_file,
                    proxy=options.proxy,
                )
            )
            policy = ReadingPolicy(
                max_bytes=options.max_bytes,
                allow_insecure_http=options.allow_insecure_http,
            )
            self.reader = Reader(
                ArtifactOpener(transport, policy, options.maps),
                _cache(stack, options.cache_directory),
                _history(stack, options.state_directory),
            )
            self._open = stack.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._open.aclose()


def _addresses(options: SessionOptions) -> AddressPolicy:
    """Hosts as addresses have them: in lower case, and IPv6 without its brackets."""
    hosts = frozenset(host.casefold().strip("[]") for host in options.allow_private)
    return AddressPolicy(hosts, options.inner_suffixes)


def _cache(stack: AsyncExitStack, directory: Path | None) -> DigestCache | None:
    if directory is None:
        return None
    return stack.enter_context(DigestCache.open(directory))


def _history(stack: AsyncExitStack, directory: Path | None) -> DigestHistory | None:
    if directory is None:
        return None
    return stack.enter_context(DigestHistory.open(directory))
