"""Who asks in the tests of the simulated blob service."""

import pytest
from blob_copies import somebody_with_a_disk


@pytest.fixture
def asking():
    """A disk of 16 MiB in the first account, a container in the second."""
    return somebody_with_a_disk()
