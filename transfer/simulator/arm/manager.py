"""Resource Manager: whose call it is, which operation it means, how it is refused."""

import re
from collections.abc import Mapping
from dataclasses import replace
from email.utils import format_datetime

from integrity.dataclass import dataclass
from integrity.template.versions import VERSIONS
from transfer.simulator.arm import groups, metadata, resources, runs, storage, templates
from transfer.simulator.arm.calls import (
    BUILDER,
    Act,
    Call,
    Refused,
    builder_answer,
    json_answer,
)
from transfer.simulator.messages import Answer, Request
from transfer.simulator.tokens import Rights, Tokens
from transfer.simulator.world import World

_WRAPPED_SINCE = "2021-10-01"
"""Before, Image Builder's errors have no `error` around them."""

_COUNTED = {"PUT": "writes", "POST": "writes", "DELETE": "deletes"}
"""What a subscription may do only so often, by method."""

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-preview)?")

_SUBSCRIPTION = "/subscriptions/(?P<subscription>[^/]+)"
_GROUP = f"{_SUBSCRIPTION}/resourcegroups/(?P<group>[^/]+)"
_TEMPLATES = f"/providers/{BUILDER}/imageTemplates"
_TEMPLATE = f"{_GROUP}{_TEMPLATES}/(?P<template>[^/]+)"
_ACCOUNTS = "/providers/Microsoft.Storage/storageAccounts"
_ACCOUNT = f"{_GROUP}{_ACCOUNTS}/(?P<account>[^/]+)"
_OPERATION = "(?P<operation>[^/]+)"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of Resource Manager."""

    name: str
    method: str
    path: str
    """A pattern; ids do not tell cases apart."""

    act: Act

    action: str | None = None
    """The right that it needs; None: it needs none."""

    def match(self, request: Request) -> re.Match[str] | None:
        """What the path names, when this is the operation that is meant."""
        if request.method != self.method:
            return None
        return re.fullmatch(self.path, request.path.rstrip("/"), re.IGNORECASE)


_IT = f"{BUILDER}/imageTemplates"
_SA = "Microsoft.Storage/storageAccounts"
_RG = "Microsoft.Resources/subscriptions/resourceGroups"

ALL_ROUTES = (
    Route("List Subscriptions", "GET", "/subscriptions", groups.list_subscriptions),
    Route("Get Subscription", "GET", _SUBSCRIPTION, groups.get_subscription),
    Route("List Tenants", "GET", "/tenants", groups.list_tenants),
    Route(
        "Get Provider", "GET",
        f"{_SUBSCRIPTION}/providers/(?P<provider>[^/]+)", groups.get_provider,
    ),
    Route("List Groups", "GET", f"{_SUBSCRIPTION}/resourcegroups", groups.list_groups, f"{_RG}/read"),
    Route("Get Group", "GET", _GROUP, groups.get_group, f"{_RG}/read"),
    Route("Head Group", "HEAD", _GROUP, groups.head_group, f"{_RG}/read"),
    Route("Delete Group", "DELETE", _GROUP, groups.delete_group, f"{_RG}/delete"),
    Route(
        "Get Operation Result", "GET",
        f"{_SUBSCRIPTION}/operationresults/{_OPERATION}", groups.operation_result,
    ),
    Route("List Operations", "GET", f"/providers/{BUILDER}/operations", runs.list_operations),
    Route(
        "List Templates", "GET", f"{_SUBSCRIPTION}{_TEMPLATES}",
        templates.list_in_subscription, f"{_IT}/read",
    ),
    Route(
        "List Templates In Group", "GET", f"{_GROUP}{_TEMPLATES}",
        templates.list_in_group, f"{_IT}/read",
    ),
    Route("Get Template", "GET", _TEMPLATE, templates.get, f"{_IT}/read"),
    Route("Put Template", "PUT", _TEMPLATE, templates.put, f"{_IT}/write"),
    Route("Patch Template", "PATCH", _TEMPLATE, templates.patch, f"{_IT}/write"),
    Route("Delete Template", "DELETE", _TEMPLATE, templates.delete, f"{_IT}/delete"),
    Route("Run Template", "POST", f"{_TEMPLATE}/run", runs.run, f"{_IT}/run/action"),
    Route("Cancel Run", "POST", f"{_TEMPLATE}/cancel", runs.cancel, f"{_IT}/cancel/action"),
    Route(
        "List Run Outputs", "GET", f"{_TEMPLATE}/runOutputs",
        runs.list_outputs, f"{_IT}/runOutputs/read",
    ),
    Route(
        "Get Run Output", "GET", f"{_TEMPLATE}/runOutputs/(?P<output>[^/]+)",
        runs.get_output, f"{_IT}/runOutputs/read",
    ),
    Route(
        "List Triggers", "GET", f"{_TEMPLATE}/triggers",
        runs.list_triggers, f"{_IT}/triggers/read",
    ),
    Route(
        "Get Trigger", "GET", f"{_TEMPLATE}/triggers/(?P<trigger>[^/]+)",
        runs.get_trigger, f"{_IT}/triggers/read",
    ),
    Route(
        "Put Trigger", "PUT", f"{_TEMPLATE}/triggers/(?P<trigger>[^/]+)",
        runs.put_trigger, f"{_IT}/triggers/write",
    ),
    Route(
        "Delete Trigger", "DELETE", f"{_TEMPLATE}/triggers/(?P<trigger>[^/]+)",
        runs.delete_trigger, f"{_IT}/triggers/delete",
    ),
    Route(
        "Poll Operation", "GET",
        f"{_SUBSCRIPTION}/providers/{BUILDER}/locations/[^/]+/operations/{_OPERATION}",
        runs.poll, f"{BUILDER}/locations/operations/read",
    ),
    Route(
        "List Storage Accounts", "GET", f"{_SUBSCRIPTION}{_ACCOUNTS}",
        storage.list_in_subscription, f"{_SA}/read",
    ),
    Route(
        "List Storage Accounts In Group", "GET", f"{_GROUP}{_ACCOUNTS}",
        storage.list_in_group, f"{_SA}/read",
    ),
    Route("Get Storage Account", "GET", _ACCOUNT, storage.get, f"{_SA}/read"),
    Route("List Keys", "POST", f"{_ACCOUNT}/listKeys", storage.list_keys, f"{_SA}/listKeys/action"),
    Route(
        "List Permissions", "GET",
        f"{_SUBSCRIPTION}(?:/resourcegroups/[^/]+)?/providers/Microsoft.Authorization/permissions",
        groups.list_permissions,
    ),
    Route("Get Resource", "GET", "/.+/providers/.+", resources.get),
)  # fmt: skip


class Manager:
    """Answers what is asked of Resource Manager."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens

    def route(self, request: Request) -> tuple[Route, Mapping[str, str]] | None:
        """The operation that is meant, and what the path names."""
        for route in ALL_ROUTES:
            match = route.match(request)
            if match is not None:
                return route, match.groupdict()
        return None

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or refuse it in the service's own way."""
        usual = self._usual_headers(request)
        answer = self._done_or_refused(request)
        return replace(answer, headers=usual | dict(answer.headers))

    def _usual_headers(self, request: Request) -> dict[str, str]:
        request_id = self._world.new_id()
        headers = {
            "cache-control": "no-cache",
            "date": format_datetime(self._world.now(), usegmt=True),
            "expires": "-1",
            "pragma": "no-cache",
            "strict-transport-security": "max-age=31536000; includeSubDomains",
            "x-content-type-options": "nosniff",
            "x-ms-request-id": request_id,
            "x-ms-correlation-request-id": request_id,
        }
        kind = _COUNTED.get(request.method)
        left = {f"x-ms-ratelimit-remaining-subscription-{kind}": "1199"} if kind else {}
        return headers | left

    def _done_or_refused(self, request: Request) -> Answer:
        if request.path == metadata.PATH:
            return metadata.metadata(self._world, request)
        try:
            return self._answer(request)
        except Refused as refusal:
            return _refusal(request, refusal)

    def _answer(self, request: Request) -> Answer:
        rights = self._rights(request)
        version = _version(request)
        found = self.route(request)
        if found is None:
            raise Refused(404, "InvalidResourceType", "The resource type is not known.")
        route, names = found
        self._check_subscription(names.get("subscription"))
        if route.action in rights.refused_actions:
            raise _forbidden(route.action or "", request.path)
        return route.act(Call(self._world, request, version, names, rights))

    def _rights(self, request: Request) -> Rights:
        token = self._tokens.find(request.header("authorization"))
        tenant = self._world.scenario.tenant
        authority = f"{self._world.endpoints.authority}/{tenant}"
        if not request.header("authorization"):
            why = "Authentication failed. The 'Authorization' header is missing."
            raise _challenge("AuthenticationFailed", why, authority)
        if token is None or not _is_for_manager(token.audience, self._world):
            why = "The access token is invalid or has expired."
            raise _challenge("InvalidAuthenticationToken", why, authority)
        if token.rights.wrong_tenant:
            why = (
                "The access token is from the wrong issuer. It must match the tenant"
                f" '{authority}/' associated with this subscription."
            )
            raise Refused(401, "InvalidAuthenticationTokenTenant", why)
        return token.rights

    def _check_subscription(self, asked: str | None) -> None:
        if asked not in (None, self._world.scenario.subscription):
            why = f"The subscription '{asked}' could not be found."
            raise Refused(404, "SubscriptionNotFound", why)


def _is_for_manager(audience: str, world: World) -> bool:
    accepted = {
        "https://management.azure.com",
        "https://management.core.windows.net",
        world.endpoints.manager,
    }
    return audience in accepted


def _challenge(code: str, why: str, authority: str) -> Refused:
    challenge = (
        f'Bearer authorization_uri="{authority}", error="invalid_token",'
        f' error_description="{why}"'
    )
    return Refused(401, code, why, {"www-authenticate": challenge})


def _version(request: Request) -> str:
    version = request.query.get("api-version", "")
    if not version:
        why = (
            "The api-version query parameter (?api-version=) is required"
            " for all requests."
        )
        raise Refused(400, "MissingApiVersionParameter", why)
    is_builder = f"/providers/{BUILDER}/".casefold() in request.path.casefold()
    if not _VERSION.fullmatch(version) or (is_builder and version not in VERSIONS):
        why = f"The api-version '{version}' is invalid."
        raise Refused(400, "InvalidApiVersionParameter", why)
    return version


def _forbidden(action: str, scope: str) -> Refused:
    return Refused(
        403,
        "AuthorizationFailed",
        "The client 'somebody@example.com' with object id"
        " '00000000-0000-0000-0000-00000000000a' does not have authorization to"
        f" perform action '{action}' over scope '{scope}' or the scope is invalid."
        " If access was recently granted, please refresh your credentials.",
    )


_OWN_CODES = frozenset(
    ("ValidationFailed", "Conflict", "OperationNotAllowed", "TooManyRequests")
)
"""Codes of Image Builder itself; all others are of Resource Manager before it."""


def _refusal(request: Request, refusal: Refused) -> Answer:
    error = {"code": refusal.code, "message": refusal.message}
    version = request.query.get("api-version", "")
    is_flat = refusal.code in _OWN_CODES and version < _WRAPPED_SINCE
    write = builder_answer if refusal.code in _OWN_CODES else json_answer
    answer = write(error if is_flat else {"error": error}, refusal.status)
    headers = {"x-ms-failure-cause": "gateway"} if write is json_answer else {}
    return answer.with_headers(headers | refusal.headers)
