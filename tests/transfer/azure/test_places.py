"""Which subscriptions and groups a sign-in sees."""

from scripted_azure import SUBSCRIPTION, azure, in_turn, reply

from transfer.azure.places import ResourceGroup, Subscription, groups, subscriptions
from transfer.azure.resource_ids import ResourceId


async def test_subscriptions_are_listed_with_names_and_tenants():
    body = {
        "subscriptionId": SUBSCRIPTION,
        "displayName": "Prod\x1b",
        "tenantId": "tenant",
        "state": "Enabled",
    }
    strange = [None, {}, {"subscriptionId": "a/../b"}]
    real = azure(in_turn(reply(200, {"value": [body, *strange]})))

    found = [rows async for rows in subscriptions(real.caller)]

    assert found == [(Subscription(SUBSCRIPTION, "Prod␛", "tenant", "Enabled"),)]
    assert str(real.transport.requests[0].url).endswith(
        ".com/subscriptions?api-version=2022-12-01"
    )


async def test_groups_are_listed_with_their_places():
    of_images = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/images"
    items = [{"id": of_images, "location": "eastus"}, {"id": "nowhere"}, None]
    real = azure(in_turn(reply(200, {"value": items})))

    found = [group async for group in groups(real.manager)]

    assert found == [
        ResourceGroup(ResourceId(SUBSCRIPTION, "images"), "images", "eastus")
    ]
