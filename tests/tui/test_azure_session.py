import pytest

from transfer.azure.clouds import CHINA, PUBLIC
from transfer.azure.signing_in.scope import Asked
from transfer.errors import NoSubscription
from transfer.simulator.demo import demo_scenario
from transfer.simulator.simulator import Simulator
from transfer.simulator.transport import SimulatorTransport
from tui.azure_session import (
    MANAGEMENT_TOKEN,
    SIMULATED_SUBSCRIPTION,
    AzureOptions,
    AzureSession,
    FixedTokens,
    find_place,
)
from tui.cloud_choice import CloudUnknown
from tui.simulator_session import admit_fixed_tokens

NOBODY = {"AZURE_CONFIG_DIR": "/nowhere"}


def place(asked=None, cloud=None, **environment):
    return find_place(
        AzureOptions(asked or Asked(), cloud, environment={**NOBODY, **environment})
    )


def test_the_public_cloud_is_meant_where_nobody_says_another():
    found = place()

    assert (found.cloud, found.cloud_origin) == (PUBLIC, "the default")


def test_the_option_goes_before_the_environment():
    found = place(cloud="azurechinacloud", AZURE_CLOUD_NAME="AzureUSGovernment")

    assert (found.cloud, found.cloud_origin) == (CHINA, "--cloud")


@pytest.mark.parametrize(
    "address",
    ["http://example.com", "https://example.com", "ftp://127.0.0.1", "127.0.0.1", "x"],
)
def test_a_simulator_is_on_this_machine_or_nowhere(address):
    with pytest.raises(CloudUnknown):
        place(BAKEFERRY_SIMULATOR=address)


def test_a_simulator_has_a_subscription_of_its_own():
    found = place(
        BAKEFERRY_SIMULATOR="http://127.0.0.1:1", AZURE_SUBSCRIPTION_ID="a real one"
    )

    assert found.is_simulated
    assert found.scope.subscription_id == SIMULATED_SUBSCRIPTION


async def test_a_session_reads_over_any_wire():
    simulator = Simulator(demo_scenario())
    admit_fixed_tokens(simulator)
    options = AzureOptions(
        Asked(subscription=SIMULATED_SUBSCRIPTION), environment=NOBODY
    )

    async with AzureSession(
        options, wire=SimulatorTransport(simulator), issuer=FixedTokens()
    ) as session:
        names = [
            one.name async for page in session.manager().templates() for one in page
        ]
        assert session.way == "the simulator"

    assert "win11-avd" in names


async def test_without_a_subscription_nothing_is_asked():
    async with AzureSession(AzureOptions(environment=NOBODY)) as session:
        with pytest.raises(NoSubscription):
            session.manager()
        assert session.way is None


def test_options_show_no_environment():
    options = AzureOptions(environment={"AZURE_CLIENT_SECRET": "hunter2"})

    assert "hunter2" not in repr(options)
    assert MANAGEMENT_TOKEN.startswith("simulated")
