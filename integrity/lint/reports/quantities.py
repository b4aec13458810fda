"""Numbers in words for people."""

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def size_in_words(size: int) -> str:
    """Bytes in the largest unit that leaves a digit before the point: `19.7 MiB`."""
    amount = float(size)
    for unit in _UNITS:
        if amount < 1024 or unit == _UNITS[-1]:
            break
        amount /= 1024
    return f"{size} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"


def counted(number: int, word: str, plural: str | None = None) -> str:
    """A number and its word, in the plural where it belongs: `1 error`, `2 errors`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def listed(parts: list[str]) -> str:
    """Parts of a sentence: `a`, `a and b`, `a, b and c`."""
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
