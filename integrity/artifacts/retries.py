"""When to ask again, after how long, and when to give up."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from integrity.artifacts.policy import ReadingPolicy
from integrity.dataclass import dataclass
from integrity.errors import ArtifactUnreachable

_ASLEEP = 30.0
"""Seconds that no wait is late by, unless the machine slept: that tries no patience."""


class TryAgain(Exception):
    """One attempt failed in a way that another may mend; whoever asks again takes it."""

    def __init__(
        self, why: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.retry_after = retry_after
        """Seconds that the other end asked for."""


def retry_after(value: str | None) -> float | None:
    """Seconds in a Retry-After header, a number or a date; None when it is neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    then = http_date(value)
    if then is None:
        return None
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def http_date(value: str) -> datetime | None:
    """A date as headers have it, in UTC; None when it is none."""
    try:
        return parsedate_to_datetime(value).astimezone(UTC)
    except (ValueError, OverflowError):  # beyond the year 9999 in UTC, say
        return None


@dataclass(slots=True)
class Patience:
    """Waits between attempts, as long as something comes of them now and then."""

    artifact: str
    """Its address as it may be shown."""

    policy: ReadingPolicy
    attempts: int = 0
    _since: float | None = None

    def progressed(self) -> None:
        """Start to count anew: a byte has come that was not here before."""
        self._since = None

    async def wait(self, again: TryAgain) -> None:
        """Let some time pass before the next attempt.

        Raises:
            ArtifactUnreachable: Nothing new has come for too long.
        """
        now = self.policy.clock()
        self._since = now if self._since is None else self._since
        pause = self._pause(again)
        self.attempts += 1
        if now + pause > self._since + self.policy.patience:
            times = f" (asked {self.attempts} times)" if self.attempts > 1 else ""
            raise ArtifactUnreachable(
                self.artifact, f"{again.why}{times}", status=again.status
            ) from again
        await self.policy.sleep(pause)
        overslept = self.policy.clock() - (now + pause)
        if overslept > _ASLEEP:
            self._since += overslept

    def _pause(self, again: TryAgain) -> float:
        """Full jitter, so that many clients do not come back together."""
        policy = self.policy
        grown = policy.first_wait * 2.0 ** min(self.attempts, 30)
        jittered = min(grown, policy.longest_wait) * policy.jitter()
        asked = min(again.retry_after or 0.0, policy.longest_retry_after)
        return max(jittered, asked)
