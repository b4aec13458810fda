"""Names to addresses, of which only those that may be dialled are told."""

from socket import AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.failures import AddressRefused


class VettingResolver(AbstractResolver):
    """Looks names up and lets an answer through only if all of it may be dialled.

    aiohttp dials exactly what is returned here, so nobody can put another address
    in between.
    """

    def __init__(self, resolver: AbstractResolver, addresses: AddressPolicy) -> None:
        self._resolver = resolver
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        """Look `host` up, once.

        Raises:
            AddressRefused: One of the answers is not to be dialled, or no host can have
                that name.
        """
        try:
            answers = await self._resolver.resolve(host, port, family)
        except UnicodeError:  # a part of it is empty, or longer than 63 letters
            raise AddressRefused("is no address that can be dialled") from None
        for answer in answers:
            vet(self._addresses, host, answer["host"])
        return answers

    async def close(self) -> None:
        """Close the resolver beneath."""
        await self._resolver.close()


def vet(addresses: AddressPolicy, host: str, address: str) -> None:
    """Let `host` be dialled at `address`, or not.

    Raises:
        AddressRefused: It is not to be.
    """
    objection = addresses.objection(host, address)
    if objection is not None:
        raise AddressRefused(objection)
