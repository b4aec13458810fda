"""Which groups a sign-in sees."""

from scripted_azure import SUBSCRIPTION, azure, in_turn, reply

from transfer.azure.places import ResourceGroup, groups
from transfer.azure.resource_ids import ResourceId


async def test_groups_are_listed_with_their_places():
    of_images = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/images"
    items = [{"id": of_images, "location": "eastus"}, {"id": "nowhere"}, None]
    real = azure(in_turn(reply(200, {"value": items})))

    found = [group async for group in groups(real.manager)]

    assert found == [
        ResourceGroup(ResourceId(SUBSCRIPTION, "images"), "images", "eastus")
    ]
