"""Finds secrets in the text of a template, and tells of them without showing them."""

import hashlib
from dataclasses import dataclass

from integrity.lint.secret_keys import KEYS
from integrity.lint.secret_passwords import PASSWORDS
from integrity.template.literal import LONGEST_LINE

_DETECTORS = (*KEYS, *PASSWORDS)
"""The particular before the general: of two that overlap the first one counts."""


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


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Every secret in a text, in its order; lines are searched up to 8 KiB."""
    found: list[Secret] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found += _in_line(line[:LONGEST_LINE].rstrip("\r\n"), start)
        start += len(line)
    return tuple(found)


def without_secrets(text: str) -> str:
    """The text with every secret hidden, to show a line of a template."""
    pieces: list[str] = []
    done = 0
    for secret in find_secrets(text):
        pieces += text[done : secret.start], "…"
        done = secret.end
    return "".join(pieces) + text[done:]


def _in_line(line: str, offset: int) -> list[Secret]:
    folded = line.lower()
    found: list[Secret] = []
    for detector in _DETECTORS:
        if any(hint in folded for hint in detector.hints):
            for match in detector.pattern.finditer(line):
                start, end = match.span("secret")
                free = all(end <= one.start or start >= one.end for one in found)
                if free and detector.is_real(match):
                    found.append(_secret(detector.kind, match["secret"], start, end))
    return [
        Secret(one.kind, one.start + offset, one.end + offset, one.fingerprint)
        for one in sorted(found, key=lambda one: one.start)
    ]


def _secret(kind: str, value: str, start: int, end: int) -> Secret:
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return Secret(kind, start, end, digest[:8])
