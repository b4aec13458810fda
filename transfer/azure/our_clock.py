"""How far this machine's clock is from Azure's: what we sign is judged by theirs."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from integrity.artifacts.retries import http_date

Clock = Callable[[], datetime]
"""Tells the time, in UTC."""

_TOLERATED = timedelta(minutes=5)
"""What signatures and sign-ins bear."""

OF_TIME = frozenset(
    (
        "AuthenticationFailed",
        "AuthorizationFailure",
        "InvalidAuthenticationInfo",
        "InvalidXmlNodeValue",
    )
)
"""Codes under which services refuse a signature, a date, or a key's time."""

_UNITS = ((timedelta(days=1), "days"), (timedelta(hours=1), "hours"))


def our_time() -> datetime:
    """What time it is by this machine."""
    return datetime.now(UTC)


def time_of(headers: Mapping[str, str]) -> datetime | None:
    """What time it was for a server that answered; None when it does not say."""
    return http_date(headers.get("Date", ""))


def wrong_clock(theirs: datetime | None, ours: datetime) -> str | None:
    """By how much our clock is off and what mends that; None where it is right."""
    if theirs is None or abs(ours - theirs) < _TOLERATED:
        return None
    way = "ahead of" if ours > theirs else "behind"
    return (
        f"this machine's clock is {_words(abs(ours - theirs))} {way} Azure's: set it "
        "(`timedatectl set-ntp true`, on Windows `w32tm /resync`), then do this again"
    )


def _words(wrong: timedelta) -> str:
    for unit, name in _UNITS:
        if wrong >= 2 * unit:
            return f"{wrong / unit:.0f} {name}"
    return f"{wrong / timedelta(minutes=1):.0f} minutes"
