"""Words that may stand somewhere else: where addresses with secrets come from.

A signature on the command line can be read by every user of the machine, and stays in
the shell's history; so an address may also come on standard input (`-`), from an
environment variable (`env:NAME`) or from a file (`@FILE`).
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from integrity.safe_text import safe_text
from integrity.sizes import MIB
from transfer.azure.authorization import carries_sas

_LARGEST = MIB
"""Bytes of a list of addresses: far more than anybody has."""

_HINT = (
    "an address with a signature is on the command line, where others can read it; "
    "it may also come on standard input (-), as env:NAME or as @FILE"
)


def is_address(word: str) -> bool:
    """Whether a word is an address, and not a path or a name."""
    return "://" in word


def given(words: Iterable[str], note: Callable[[str], object]) -> list[str]:
    """The words themselves, with those read that stand somewhere else.

    Args:
        note: Hears that a secret is where it had better not be.

    Raises:
        click.UsageError: A word is empty, a variable is not set, or a file cannot be
            read.
    """
    words = list(words)
    if "" in words:  # a variable that is not set must not mean this folder
        raise click.UsageError("an empty word names nothing; write . for this folder")
    if words.count("-") > 1:
        raise click.UsageError("there is only one standard input: give - once")
    if any(is_address(word) and carries_sas(word) for word in words):
        note(_HINT)
    return [found for word in words for found in _meant(word)]


def both_given(
    words: Iterable[str], home: str, note: Callable[[str], object]
) -> tuple[list[str], str]:
    """The words of what is copied, and where to; a hint that is due for both comes once.

    Raises:
        click.UsageError: As of `given` and `one_given`.
    """
    hints: dict[str, None] = {}
    read, place = given(words, hints.setdefault), one_given(home, hints.setdefault)
    for hint in hints:
        note(hint)
    return read, place


def one_given(word: str, note: Callable[[str], object]) -> str:
    """The same for a place that can be only one.

    Raises:
        click.UsageError: There is none, or there are several.
    """
    found = given([word], note)
    if len(found) != 1:
        raise click.UsageError(f"{safe_text(word)} has to hold one address")
    return found[0]


def _meant(word: str) -> Iterator[str]:
    if word == "-":
        yield from _lines(sys.stdin.read(_LARGEST), "standard input")
    elif word.startswith("env:"):
        name = word.removeprefix("env:")
        if not os.environ.get(name):
            raise click.UsageError(f"the variable {safe_text(name)} is not set")
        yield os.environ[name].strip()
    elif word.startswith("@"):
        yield from _lines(_text_of(word.removeprefix("@")), safe_text(word))
    else:
        yield word


def _text_of(name: str) -> str:
    try:
        with Path(name).open(encoding="utf-8") as file:
            return file.read(_LARGEST)
    except UnicodeDecodeError as error:
        raise click.UsageError(f"@{safe_text(name)}: is no text") from error
    except OSError as error:
        raise click.UsageError(f"@{safe_text(name)}: {error.strerror}") from error


def _lines(text: str, where: str) -> list[str]:
    if "\0" in text:
        raise click.UsageError(
            f"{where} has a NUL in it: write one address on each line"
        )
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found:
        raise click.UsageError(f"{where} holds no address")
    return found
