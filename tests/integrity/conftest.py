"""Fixtures of reading, and of what is built on it."""

import pytest
from reading import Time


@pytest.fixture
def time() -> Time:
    """A clock that moves when somebody sleeps."""
    return Time()
