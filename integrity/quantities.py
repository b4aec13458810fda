"""Numbers in words for people."""

_UNITS = ("KiB", "MiB", "GiB", "TiB")


def size_in_words(size: int) -> str:
    """Bytes in the largest unit that leaves a digit before the point: `19.7 MiB`."""
    if size < 1024:
        return counted(size, "byte")
    power = min((size.bit_length() - 1) // 10, len(_UNITS))
    return f"{size / 1024**power:.1f} {_UNITS[power - 1]}"


def rate_in_words(rate: float | None) -> str:
    """Bytes a second: `19.7 MiB/s`; empty while nothing comes, or nobody can say."""
    return f"{size_in_words(int(rate))}/s" if rate else ""


def percent_in_words(done: int, total: int | None) -> str:
    """How much is done: `42%`; empty while the whole is not known."""
    return f"{min(100, 100 * done // total)}%" if total else ""


def counted(number: int, word: str, plural: str | None = None) -> str:
    """A number and its word, in the plural where it belongs: `1 error`, `2 errors`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def counted_of(part: int, number: int, word: str, plural: str | None = None) -> str:
    """How many of them there are here: `2 of 7 templates`; `7 templates` for all."""
    whole = counted(number, word, plural)
    return whole if part == number else f"{part:,} of {whole}"


def clock(seconds: float) -> str:
    """A span as a clock shows it: `0:21`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def listed(parts: list[str]) -> str:
    """Parts of a sentence: `a`, `a and b`, `a, b and c`."""
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
