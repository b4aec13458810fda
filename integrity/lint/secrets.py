"""Finds secrets in the text of a template, and tells of them without showing them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from integrity.dataclass import dataclass
from integrity.lint.secret_keys import KEYS, Detector
from integrity.lint.secret_passwords import PASSWORDS
from integrity.secret_url import secret_places
from integrity.template.literal import LONGEST_LINE

_MOST_IN_A_LINE = 100
"""Matches of one kind that are looked at, so that hostile text takes no longer."""

_DETECTORS = (*KEYS, *PASSWORDS)
"""The particular before the general: of two that overlap the first one counts."""

_HINTS = frozenset(hint for one in _DETECTORS for hint in one.hints)
_LEAST_HINTS = [hint for hint in _HINTS if not any(map(hint.count, _HINTS - {hint}))]
"""Those without another in them: a text that holds none of these holds no hint."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a text holds what looks like a secret; it keeps no copy of it."""

    kind: str
    """What it is, for messages: a SAS signature."""

    start: int
    end: int
    """In characters of the text, `end` exclusive."""

    fingerprint: str
    """8 hex digits of its SHA-256, to tell two secrets apart."""


def find_secrets(
    text: str, detectors: Sequence[Detector] = _DETECTORS
) -> tuple[Secret, ...]:
    """Every secret in a text, in its order; lines are searched up to 8 KiB.

    Args:
        detectors: Those to search with, as `hinted_at` names them for several texts.
    """
    detectors = hinted_at(text, detectors)
    if not detectors:
        return ()
    found: list[Secret] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found += _in_line(line[:LONGEST_LINE].rstrip("\r\n"), start, detectors)
        start += len(line)
    return tuple(found)


def hinted_at(
    text: str, detectors: Sequence[Detector] = _DETECTORS
) -> Sequence[Detector]:
    """Those of the detectors that need to search a text; mostly there is none."""
    is_there = text.lower().__contains__
    if detectors is _DETECTORS and not any(map(is_there, _LEAST_HINTS)):
        return ()
    return [one for one in detectors if any(map(is_there, one.hints))]


def without_secrets(text: str) -> str:
    """The text with `*` for each sign of a secret, to show a line of a template.

    One sign for one sign: a caret below the line still points at its place. Addresses
    also lose what their queries hold beside a few keys that tell nothing.
    """
    places = [
        (start + begin, start + end)
        for start in range(0, max(1, len(text)), LONGEST_LINE // 2)
        for begin, end in _secret_places(text[start : start + LONGEST_LINE])
    ]
    if not places:
        return text
    hidden = list(text)
    for begin, end in places:
        hidden[begin:end] = "*" * (end - begin)
    return "".join(hidden)


def _secret_places(text: str) -> Iterator[tuple[int, int]]:
    for secret in find_secrets(text):
        yield secret.start, secret.end
    if "//" in text:
        yield from secret_places(text)


def _in_line(line: str, offset: int, detectors: Sequence[Detector]) -> list[Secret]:
    found: list[Secret] = []
    taken = bytearray(len(line))
    for detector in hinted_at(line, detectors):
        for match in islice(re.finditer(detector.pattern, line), _MOST_IN_A_LINE):
            start, end = match.span("secret")
            if 1 not in taken[start:end] and detector.is_real(match):
                taken[start:end] = b"\x01" * (end - start)
                found.append(_secret(detector.kind, match, offset))
    return sorted(found, key=lambda one: one.start)


def _secret(kind: str, match: re.Match[str], offset: int) -> Secret:
    from hashlib import sha256  # loads OpenSSL, and most templates hold no secret

    start, end = match.span("secret")
    digest = sha256(match["secret"].encode("utf-8", "surrogatepass")).hexdigest()
    return Secret(kind, start + offset, end + offset, digest[:8])
