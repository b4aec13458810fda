"""Times in words for people."""

from datetime import UTC, datetime, timedelta

from integrity import quantities
from integrity.safe_text import Safe

_UNITS = (
    (timedelta(days=60), timedelta(days=30), "mo"),
    (timedelta(days=1), timedelta(days=1), "d"),
    (timedelta(hours=1), timedelta(hours=1), "h"),
    (timedelta(minutes=1), timedelta(minutes=1), "min"),
)
"""From what age on, in what unit, with what sign."""

_ON_THE_CLOCK = timedelta(hours=24)
"""From what age on a time of day alone would say too little."""

_NOW = Safe("now")


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def ago(moment: datetime | None, now: datetime) -> Safe:
    """How long ago something was: `2 min ago`; `never` when it was not."""
    if moment is None:
        return Safe("never")
    words = age(moment, now)
    return Safe(f"{words} ago") if words != _NOW else words


def age(moment: datetime, now: datetime) -> Safe:
    """How old something is: `2 min`; `now` where that is less than a minute."""
    passed = now - moment
    for least, unit, sign in _UNITS:
        if passed >= least:
            return Safe(f"{passed // unit} {sign}")
    return _NOW


def clock(seconds: float | None) -> Safe:
    """A span as minutes and seconds: `0:21`; nothing when it is not known."""
    return Safe("" if seconds is None else quantities.clock(seconds))


def time_of_day(moment: datetime) -> Safe:
    """A moment as the clock on the wall has it: `14:02`, of another day with its date."""
    here = moment.astimezone()
    is_today = here.date() == datetime.now(UTC).astimezone().date()
    return Safe(here.strftime("%H:%M" if is_today else "%d %b %H:%M"))


def moment_words(moment: datetime, now: datetime) -> Safe:
    """The clock on the wall, to the second; of long ago with its day."""
    is_near = now - moment < _ON_THE_CLOCK
    return Safe(moment.astimezone().strftime("%H:%M:%S" if is_near else "%d %b %H:%M"))
