"""An error is understood in every shape in which the service words it."""

import json

import pytest

from transfer.azure.refusals import refusal, told
from transfer.errors import (
    ResourceMissing,
    RightMissing,
    ServiceError,
    SignInRefused,
    StateConflict,
    Throttled,
)

INNER = {"code": "ValidationFailed", "message": "Field 'x' has a bad value"}
SAID = ("ValidationFailed", "Field 'x' has a bad value")
DEPLOYMENT = {"code": "DeploymentFailed", "message": "at least one resource failed"}

SHAPES = {
    "up to 2020-02-14": INNER,
    "from 2021-10-01": {"error": INNER},
    "a poll": {"status": "Failed", "error": INNER},
    "details": {"error": {**DEPLOYMENT, "details": [INNER]}},
    "details of details": {
        "error": {**DEPLOYMENT, "details": [{**DEPLOYMENT, "details": [INNER]}]}
    },
    "JSON in the message": {
        "error": {"code": "Failed", "message": json.dumps({"error": INNER})}
    },
    "a deployment": {
        "error": {
            **DEPLOYMENT,
            "details": [
                {
                    "code": "ResourceDeploymentFailure",
                    "message": json.dumps({"status": "Failed", "error": INNER}),
                }
            ],
        }
    },
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_the_innermost_error_is_what_is_told(body):
    assert told(body) == SAID


@pytest.mark.parametrize(
    "body", [None, [], "text", {}, {"error": None}, {"error": {"code": 1}}]
)
def test_what_is_no_error_tells_nothing(body):
    assert told(body) == (None, None)


def test_details_that_say_nothing_leave_the_outer_error():
    assert told({"error": {**INNER, "details": [{}, {"code": "x"}]}}) == SAID


def test_errors_without_end_are_followed_a_few_steps_and_no_further():
    body = INNER
    for _ in range(500):
        body = {"error": {**DEPLOYMENT, "details": [body]}}
    assert told(body)[0] == "DeploymentFailed"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ServiceError),
        (401, SignInRefused),
        (403, RightMissing),
        (404, ResourceMissing),
        (409, StateConflict),
        (429, Throttled),
        (500, ServiceError),
    ],
)
def test_a_status_chooses_the_error(status, kind):
    assert type(refusal("list", status, INNER)) is kind


def test_a_message_has_all_that_a_person_and_the_support_need():
    error = refusal(
        "run web", 403, {"error": {"code": "A\x1b", "message": "n\no"}}, request_id="r1"
    )

    assert str(error).startswith("run web: A␛: n␊o (403); a role is missing: az ")
    assert "az role assignment create" in str(error)
    assert str(error).endswith("[request r1]")


WHO = "0f3a5b1e-0000-1111-2222-333344445555"
DENIED = (
    f"The client 'a@b.test' with object id '{WHO}' does not have authorization to "
    "perform action '{action}' over scope '/subscriptions/s/resourceGroups/g' or the "
    "scope is invalid. If access was recently granted, please refresh your credentials."
)
IMAGES = "Microsoft.VirtualMachineImages/imageTemplates"


@pytest.mark.parametrize(
    ("action", "role"),
    [
        (f"{IMAGES}/read", "Reader"),
        (f"{IMAGES}/runOutputs/read", "Reader"),
        (f"{IMAGES}/write", "Contributor"),
        (f"{IMAGES}/run/action", "Contributor"),
        ("Microsoft.Storage/storageAccounts/listKeys/action", "Reader and Data Access"),
    ],
)
def test_a_missing_right_names_the_role_and_the_whole_command(action, role):
    message = DENIED.replace("{action}", action)
    body = {"error": {"code": "AuthorizationFailed", "message": message}}

    assert refusal("list", 403, body).advice == (
        f'the role "{role}" would do: az role assignment create --assignee {WHO} '
        f'--role "{role}" --scope /subscriptions/s/resourceGroups/g'
    )


@pytest.mark.parametrize(
    ("place", "granted"),
    [
        ("/providers/P/type/name", "/providers/P/type/name"),
        ("/providers/P/type", ""),
        ("/providers/P/type/name/listKeys", ""),
    ],
)
def test_a_role_is_granted_where_one_can_be(place, granted):
    group = "/subscriptions/s/resourceGroups/g"
    message = DENIED.replace("{action}", "P/type/read").replace(group, group + place)
    body = {"error": {"code": "AuthorizationFailed", "message": message}}

    assert refusal("list", 403, body).advice.endswith(f"--scope {group}{granted}")


@pytest.mark.parametrize(
    ("status", "code", "command"),
    [
        (401, "ExpiredAuthenticationToken", "sign in anew with `az login`"),
        (401, "InvalidAuthenticationTokenTenant", "`az login --tenant <tenant>`"),
        (404, "SubscriptionNotFound", "`az account list` shows the subscriptions"),
        (409, "MissingSubscriptionRegistration", "`az provider register"),
        (400, "NoRegisteredProviderFound", "--api-version"),
    ],
)
def test_a_refusal_names_the_command_that_mends_it(status, code, command):
    body = {"error": {"code": code, "message": "no"}}
    assert command in str(refusal("list", status, body))


def test_what_nobody_can_mend_comes_without_advice():
    assert refusal("list", 500, INNER).advice is None


def test_an_endless_message_is_cut():
    assert len(told({"code": "a", "message": "x" * 1_000_000})[1]) == 4_000
