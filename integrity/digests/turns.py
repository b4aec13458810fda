"""Turns at hashing: what a thread is within while it hashes."""

from contextlib import AbstractContextManager, nullcontext

Turns = AbstractContextManager[object]
"""Whoever gives it says how many threads hash at once."""

ALWAYS: Turns = nullcontext()
"""Nobody waits for a turn."""
