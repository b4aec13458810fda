"""What may be done, by the actions that roles name and leave out."""

import pytest

from transfer.azure.permissions import NEEDS, Permission, is_met

READ, SUBMIT, LOGS = (
    next(one for one in NEEDS if one.doing.startswith(words))
    for words in ("list and read", "submit", "read logs")
)
READER = Permission(actions=("*/read",))
CONTRIBUTOR = Permission(
    actions=("*",), not_actions=("Microsoft.Authorization/*/Write",)
)
DATA_READER = Permission(
    data_actions=(
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    )
)


@pytest.mark.parametrize(
    ("need", "roles", "met"),
    [
        (READ, (READER,), True),
        (READ, (), False),
        (SUBMIT, (READER,), False),
        (SUBMIT, (CONTRIBUTOR,), True),
        (SUBMIT, (Permission(("microsoft.virtualmachineimages/*",)),), True),
        (SUBMIT, (Permission(("*",), ("*/write",)),), False),
        (SUBMIT, (Permission(("*",), ("*/write",)), CONTRIBUTOR), True),
        (LOGS, (READER,), False),
        (LOGS, (READER, DATA_READER), True),
        (LOGS, (CONTRIBUTOR,), True),
    ],
)
def test_a_need_is_met_by_what_roles_allow_and_do_not_leave_out(need, roles, met):
    assert is_met(need, roles) is met
