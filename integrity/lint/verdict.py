"""What became of an artifact; quick to load, for whoever only shows it."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of an artifact."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNDECLARED = "undeclared"
    """Read, and no checksum to hold it against."""

    PROBLEM = "problem"
    """Not read, or not whole; the fact says why."""
