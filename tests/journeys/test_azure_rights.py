"""Whoever may not do it is told which role would do, and who grants it."""

import pytest

from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

BUILDER = "Microsoft.VirtualMachineImages/imageTemplates"
NOTHING_IN_STAGING = Rights(
    blobs=DataRole.NONE,
    refused_actions=frozenset(("Microsoft.Storage/storageAccounts/listKeys/action",)),
)
"""Neither by a role nor by a key of the account."""


def test_what_dies_unseen_is_not_deleted(azure):
    rights = Rights(refused_actions=frozenset((f"{BUILDER}/runOutputs/read",)))
    bakeferry = azure(rights=rights)

    told = bakeferry("delete", "edge-iot", "-y")

    assert told.code is ExitCode.PERMISSION
    assert bakeferry.changes == []


@pytest.mark.parametrize(
    ("action", "arguments", "role"),
    [
        ("read", ("templates", "list"), "Reader"),
        ("run/action", ("run", "ubuntu-golden"), "Contributor"),
        ("delete", ("delete", "edge-iot", "-y"), "Contributor"),
    ],
)
def test_a_missing_role_is_named_with_the_command_that_grants_it(
    azure, action, arguments, role
):
    rights = Rights(refused_actions=frozenset((f"{BUILDER}/{action}",)))

    told = azure(rights=rights)(*arguments)

    assert told.code is ExitCode.PERMISSION
    assert f'the role "{role}" would do: az role assignment create' in told.err


def test_a_log_that_may_not_be_read_names_the_data_role(azure):
    told = azure(rights=NOTHING_IN_STAGING)("logs", "ubuntu-golden")

    assert told.code is ExitCode.PERMISSION
    assert "Storage Blob Data Reader" in told.err


def test_a_build_is_followed_without_its_log_where_that_may_not_be_read(azure):
    told = azure(rights=NOTHING_IN_STAGING)("run", "ubuntu-golden")

    assert told.code == 0
    assert told.err.count("without the log") == 1


def test_a_key_of_the_account_does_and_the_role_is_named(azure):
    told = azure(rights=Rights(blobs=DataRole.NONE))("logs", "ubuntu-golden")

    assert told.code == 0
    assert "staging is read by a key of the account" in told.err
    assert "Storage Blob Data Reader" in told.err


def test_a_sign_in_of_another_tenant_is_told_so(azure):
    told = azure(rights=Rights(wrong_tenant=True))("templates", "list")

    assert told.code is ExitCode.PERMISSION
    assert "az login --tenant" in told.err


def test_a_subscription_that_is_not_there_names_what_lists_them(azure):
    told = azure()("templates", "list", "--subscription", "another")

    assert told.code is ExitCode.REMOTE
    assert "az account list" in told.err


def test_the_account_says_what_is_wrong_with_it(azure):
    told = azure(rights=Rights(wrong_tenant=True))("account", "show")

    assert told.code is ExitCode.PERMISSION
    assert "az login --tenant" in told.out


def test_a_staging_account_that_cannot_be_looked_into_stops_no_refusal(azure):
    bakeferry = azure(rights=NOTHING_IN_STAGING)

    told = bakeferry("delete", "win11-avd", "-y")

    assert told.code is ExitCode.REFUSED
    assert "the staging group could not be looked into" in told.err
    assert bakeferry.changes == []
