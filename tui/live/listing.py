"""The templates, listed now and then. Lives on the engine's loop."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from integrity.parallel import wait_at_most
from integrity.safe_text import NOTHING, safe_text
from transfer.azure.signing_in.account import account_of
from transfer.errors import AzureError, SignInFailed
from tui.azure_session import AzureSession
from tui.cloud_choice import CloudUnknown
from tui.live.access import SHUT_OUT, Access
from tui.live.known import Known
from tui.live.snapshot import LiveAccount, SignIn
from tui.workspace.courtesy import Courtesy

_REFRESH_SECONDS = 30.0
_BUSY_SECONDS = 5.0
"""How often is looked while something builds."""


class Listing:
    """Lists again and again; that it works, or not, tells whether we are let in."""

    def __init__(
        self,
        session: AzureSession,
        known: Known,
        access: Access,
        is_due: asyncio.Event,
        *,
        on_list: Callable[[Iterable[str], Iterable[str]], object],
        courtesy: Courtesy,
    ) -> None:
        """Nothing is asked before `live`.

        Args:
            is_due: Set when somebody wants to know now rather than soon.
            on_list: Told after each whole list which builds have ended, and which
                templates are gone.
            courtesy: Tells when the screen works: a page waits then.
        """
        self._session = session
        self._known = known
        self._access = access
        self._is_due = is_due
        self._on_list = on_list
        self._courtesy = courtesy
        known.account = _account_before(session)

    async def live(self) -> None:
        """List now and then, more often while something builds, until cancelled."""
        while True:
            self._is_due.clear()
            try:
                await self._list()
            except AzureError as error:
                say_trouble(self._known, error)
            rest = _BUSY_SECONDS if self._known.is_building else _REFRESH_SECONDS
            if self._session.place.is_simulated:
                rest = min(rest, 1.0)
            await wait_at_most(self._is_due, rest)

    async def _list(self) -> None:
        known, session = self._known, self._session
        group = session.place.scope.group
        known.begin_list()
        async for page in session.manager().templates(group.value if group else None):
            self._courtesy.give_way()
            known.take(page)
            if known.account.state is not SignIn.ON:
                await self._greet()
        gone = known.end_list()
        await self._greet()
        known.account = replace(known.account, as_of=datetime.now(UTC))
        self._on_list(known.just_ended(), gone)

    async def _greet(self) -> None:
        """Say who is signed in, once somebody is; what waited for it goes on."""
        scope = self._session.place.cloud.management_scope
        token = account_of(await self._session.tokens.token(scope))
        known = self._known
        if known.account.trouble is not None:
            known.refused.clear()
        known.account = replace(
            known.account,
            state=SignIn.ON,
            trouble=None,
            remedy=NOTHING,
            who=token.name or NOTHING,
            way=safe_text(self._session.way or ""),
            tenant=token.tenant or known.account.tenant,
        )
        known.changed()
        self._access.regained()


def say_trouble(known: Known, error: AzureError | CloudUnknown) -> None:
    """Say why nothing more is known; what was known stays."""
    remedy = error.remedy if isinstance(error, SignInFailed) else ""
    known.account = replace(
        known.account,
        state=SignIn.EXPIRED if isinstance(error, SHUT_OUT) else SignIn.FAILED,
        trouble=safe_text(str(error)),
        remedy=safe_text(remedy),
    )
    known.listing = False
    known.changed()


def _account_before(session: AzureSession) -> LiveAccount:
    """Where a session works, before anybody has signed in."""
    place = session.place
    scope = place.scope
    subscription = scope.subscription
    label = subscription.label if subscription is not None else None
    value = subscription.value if subscription is not None else ""
    return LiveAccount(
        state=SignIn.CONNECTING,
        tenant=safe_text(scope.tenant.value if scope.tenant else ""),
        subscription=label or safe_text(value),
        subscription_origin=safe_text(subscription.origin if subscription else ""),
        group=safe_text(scope.group.value if scope.group else ""),
        cloud=safe_text(place.cloud.name),
    )
