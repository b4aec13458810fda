"""Which known word was meant by a misspelt one."""

from collections.abc import Collection

_ALIKE = 0.6
"""How like two words are that may be meant for each other; 1 is the same."""


def most_like(word: str, known: Collection[str], least: float = _ALIKE) -> str | None:
    """The known word that is most like another one; None where none is like enough.

    Args:
        least: How like it has to be: twice the letters that both share in their order, by
            those of both.
    """
    longest = max(map(len, known), default=0)
    if len(word) * least > longest * (
        2 - least
    ):  # a foreign word may be megabytes long
        return None
    from difflib import get_close_matches  # most words are spelt as they should be

    return next(iter(get_close_matches(word, known, n=1, cutoff=least)), None)
