"""Resource ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.template.resource_ids import is_unfinished, parse_resource_id

SUBNET = (
    "/subscriptions/s/resourcegroups/G/PROVIDERS/Microsoft.Network"
    "/virtualNetworks/build/subnets/default"
)


def test_an_id_is_taken_apart():
    resource = parse_resource_id(SUBNET)

    assert resource is not None
    assert resource.subscription == "s"
    assert resource.is_in_group("g")
    assert resource.is_a("microsoft.network/virtualnetworks/subnets")
    assert resource.names == ("build", "default")


def test_what_belongs_to_a_subscription_is_in_no_group():
    resource = parse_resource_id("/subscriptions/s/providers/A.B/things/x")

    assert resource is not None
    assert resource.group is None
    assert not resource.is_in_group("")


@pytest.mark.parametrize("text", ["", "/", SUBNET[1:], SUBNET + "/", SUBNET + "/x"])
def test_half_an_id_is_none(text):
    assert parse_resource_id(text) is None


@given(st.text(alphabet="/subscriptionsprovidersA.B<>[] ", max_size=80))
def test_any_text_is_an_id_or_none(text):
    resource = parse_resource_id(text)

    assert resource is None or resource.names


@pytest.mark.parametrize(
    "text", ["<id>", "[resourceId('x')]", "$(id)", "#{id}#", "{x}"]
)
def test_what_others_fill_in_is_unfinished(text):
    assert is_unfinished(text)
    assert not is_unfinished(SUBNET)


@pytest.mark.parametrize("mark", ["#@contoso.com/resource", "#resource", "#/resource"])
def test_the_portals_address_of_an_id_is_finished(mark):
    assert not is_unfinished(f"https://portal.azure.com/{mark}{SUBNET}/overview")
