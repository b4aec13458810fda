"""What `bakeferry account` does."""

from collections.abc import Iterator
from typing import Any

from transfer.azure.signing_in.account import Account, account_of
from transfer.azure.signing_in.scope import Setting
from transfer.errors import AzureError, SignInFailed
from tui.azure_session import AzureSession, Place
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.live.items import now
from tui.cli.live.output import Single
from tui.cli.live.running import Live, code_of_error, run_live
from tui.cli.shown import shown


def show(options: dict[str, Any]) -> int:
    """Show the account, tenant, subscription, group and cloud, each with its origin."""
    single = Single("account", options)

    async def job(live: Live) -> int:
        session = live.session
        who: Account | None = None
        failed: AzureError | None = None
        try:
            token = await session.tokens.token(session.place.cloud.management_scope)
            who = account_of(token)
            if session.place.scope.subscription is not None:
                manager = live.manager()
                path = f"/subscriptions/{manager.subscription}"
                await manager.read(path, "read the subscription")
        except AzureError as error:
            failed = error
        code = ExitCode.DONE if failed is None else code_of_error(failed)
        content = _content(session, who, failed)
        single.show(content, _lines(content, failed), code)
        return code

    return run_live({**options, "quiet": True}, job)


def doctor(options: dict[str, Any]) -> int:
    """Look at everything between this machine and Azure, and say what mends it."""
    from tui.cli.live.doctor import azure_checks, check_lines, counts
    from tui.cli.live.surroundings import machine_checks

    single = Single("doctor", options)

    async def job(live: Live) -> int:
        checks = [*machine_checks(), *[one async for one in azure_checks(live)]]
        code = worst(check.code for check in checks)
        items = [
            {
                "check": one.name,
                "title": one.title.strip(),
                "state": one.state,
                "found": shown(one.found),
                "remedy": None if one.remedy is None else shown(one.remedy),
            }
            for one in checks
        ]
        content = {"summary": counts(checks), "items": items}
        single.show(content, map(shown, check_lines(checks)), code)
        return code

    return run_live({**options, "quiet": True}, job)


def _content(
    session: AzureSession, who: Account | None, failed: AzureError | None
) -> dict[str, Any]:
    tried = failed.tried if isinstance(failed, SignInFailed) else ()
    remedy = failed.remedy if isinstance(failed, SignInFailed) else None
    if failed is not None and remedy is None:
        remedy = str(failed)
    return {
        "signedIn": who is not None,
        "items": list(_facts(session.place, session.way, who)),
        "tried": [{"way": one.way, "why": shown(one.why)} for one in tried],
        "remedy": None if remedy is None else shown(remedy),
    }


def _facts(
    place: Place, way: str | None, who: Account | None
) -> Iterator[dict[str, str | None]]:
    scope = place.scope
    until = who.lasting(now()) if who is not None else None
    name = who.name if who else None
    signed_in = Setting(name or "unnamed", way or "the sign-in") if who else None
    yield _fact("account", signed_in, until)
    tenant = scope.tenant
    if tenant is None and place.cloud.tenant is not None:
        tenant = Setting(place.cloud.tenant, "the cloud")
    if tenant is None and who is not None and who.tenant is not None:
        tenant = Setting(who.tenant, "the token")
    yield _fact("tenant", tenant)
    yield _fact("subscription", scope.subscription)
    yield _fact("resourceGroup", scope.group)
    yield _fact("cloud", Setting(place.cloud.name, place.cloud_origin))


def _fact(
    what: str, setting: Setting | None, label: str | None = None
) -> dict[str, str | None]:
    own = label or (setting.label if setting else None)
    return {
        "what": what,
        "value": shown(setting.value) if setting else None,
        "label": own,
        "origin": setting.origin if setting else None,
    }


_TITLES = {
    "account": "Account",
    "tenant": "Tenant",
    "subscription": "Subscription",
    "resourceGroup": "Resource group",
    "cloud": "Cloud",
}


def _lines(content: dict[str, Any], failed: AzureError | None) -> Iterator[str]:
    yield f"{'Signed in':<15} {'yes' if content['signedIn'] else 'no'}"
    for fact in content["items"]:
        value = fact["value"] or "not set"
        label = f" ({fact['label']})" if fact["label"] else ""
        origin = f", from {fact['origin']}" if fact["origin"] else ""
        yield f"{_TITLES[fact['what']]:<15} {value}{label}{origin}"
    for attempt in content["tried"]:
        yield f"{'Tried':<15} {attempt['way']}: {attempt['why']}"
    if failed is not None:
        yield f"{'To mend it':<15} {content['remedy']}"
