"""Whether a build's identity may read the artifacts, as its roles say."""

import pytest
from azure_facts import asked
from scripted_azure import reply
from scripted_storage import ACCOUNT, BLOBS, account_body

READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
OF_OUR_OWN = "11111111-2222-3333-4444-555555555555"


def rights(*roles):
    return {
        "GET /storageAccounts": reply(200, {"value": [account_body()]}),
        "GET /builder": reply(200, {"properties": {"principalId": "principal-1"}}),
        "GET /roleAssignments": reply(
            200,
            {
                "value": [
                    {"properties": {"roleDefinitionId": f"/x/roleDefinitions/{role}"}}
                    for role in roles
                ]
            },
        ),
    }


def script_at(*addresses):
    return [{"type": "Shell", "scriptUri": address} for address in addresses]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((READER,), True),
        ((CONTRIBUTOR, READER), True),
        ((CONTRIBUTOR,), False),
        ((), False),
        ((CONTRIBUTOR, OF_OUR_OWN), None),
    ],
)
async def test_roles_tell_whether_the_identity_reads_the_artifacts(roles, expected):
    found, real = await asked(
        rights(*roles), customize=script_at(f"{BLOBS}/scripts/a.sh")
    )

    assert found.fact.identity_can_read_artifacts is expected
    asked_for = real.transport.requests
    assignments = [one.url for one in asked_for if "roleAssign" in one.url.path]
    assert assignments[0].path.startswith(ACCOUNT)
    assert assignments[0].params["$filter"] == "assignedTo('principal-1')"


@pytest.mark.parametrize(
    "address",
    [
        "https://raw.githubusercontent.com/o/r/a.sh",
        f"{BLOBS}/scripts/a.sh?sv=1&sig=abc",
        "https://other.blob.core.windows.net/scripts/a.sh",
    ],
    ids=["not in a blob", "with a SAS", "in another subscription"],
)
async def test_of_artifacts_elsewhere_nothing_is_known(address):
    found, _ = await asked(rights(CONTRIBUTOR), customize=script_at(address))
    assert found.fact.identity_can_read_artifacts is None


async def test_one_account_that_may_be_read_does_not_speak_for_another():
    addresses = (f"{BLOBS}/a.sh", "https://other.blob.core.windows.net/a.sh")
    found, _ = await asked(rights(READER), customize=script_at(*addresses))
    assert found.fact.identity_can_read_artifacts is None
