"""What the tests of the live side share: the demo's subscription."""

import pytest
from pretended_azure import pretended


@pytest.fixture
def azure():
    """The demo's subscription: its simulator and its address."""
    with pretended() as (simulator, origin):
        yield simulator, origin
