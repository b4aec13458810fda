"""Who may do what in a storage account: by a token, a key, or a signature."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from integrity.dataclass import dataclass
from transfer.simulator.accounts import Account
from transfer.simulator.blobs.calls import BlobRefused
from transfer.simulator.blobs.signatures import (
    account_sas_text,
    delegated_sas_texts,
    is_signed_by,
    service_sas_texts,
    shared_key_text,
)
from transfer.simulator.clock import Clock
from transfer.simulator.messages import Request
from transfer.simulator.tokens import STORAGE, DataRole, Token, Tokens

_BEARER_SINCE = "2017-11-09"
_SKEW = timedelta(minutes=15)
_SHARED_KEY = re.compile(r"SharedKey (?P<account>[a-z0-9]+):(?P<signature>\S+)")

_READING = "rl"
"""The permissions that a reader's role includes."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about."""

    account: Account
    container: str
    blob: str
    permission: str
    """The letter that a SAS must have; several: one of them."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets in who may come in."""

    tokens: Tokens
    clock: Clock
    """What signatures expire by."""

    authority: str

    def admit(self, request: Request, target: Target) -> Token | None:
        """Let a request in; the token that it came with, if it came with one.

        Raises:
            BlobRefused: It may not come in.
        """
        if "sig" in request.query:
            self._admit_signature(request.query, target)
            return None
        authorization = request.header("authorization")
        if authorization.lower().startswith("bearer "):
            return self._admit_token(request, target)
        if authorization:
            self._admit_key(request, target.account, authorization)
            return None
        raise self._unknown(
            "NoAuthenticationInformation", "Server failed to authenticate"
        )

    def _unknown(self, code: str, why: str) -> BlobRefused:
        challenge = f"Bearer authorization_uri={self.authority}/oauth2/authorize"
        challenge += f" resource_id={STORAGE}"
        return BlobRefused(401, code, why, {"WWW-Authenticate": challenge})

    def _admit_token(self, request: Request, target: Target) -> Token:
        token = self.tokens.find(request.header("authorization"))
        if token is None or token.audience != STORAGE:
            why = (
                "Server failed to authenticate the request."
                " Please refer to the information in the www-authenticate header."
            )
            raise self._unknown("InvalidAuthenticationInfo", why)
        if request.header("x-ms-version") < _BEARER_SINCE:
            why = "The version does not support tokens."
            raise BlobRefused(403, "AuthenticationFailed", why)
        reads_only = target.permission in _READING
        needed = DataRole.READER if reads_only else DataRole.CONTRIBUTOR
        if token.rights.blobs < needed:
            raise mismatch()
        return token

    def _admit_key(self, request: Request, account: Account, text: str) -> None:
        _refuse_keys(account)
        match = _SHARED_KEY.fullmatch(text)
        if match is None or match["account"] != account.name:
            raise _unauthentic("The Authorization header is not formed correctly")
        stated = request.header("x-ms-date") or request.header("date")
        if abs(datetime.now(UTC) - _date(stated)) > _SKEW:
            raise _unauthentic("Request date header too old")
        wanted = shared_key_text(request, account.name)
        signature = match["signature"]
        if not any(is_signed_by(key, wanted, signature) for key in account.keys):
            raise _unauthentic(
                "The MAC signature found in the HTTP request is not the same"
            )

    def _admit_signature(self, query: Mapping[str, str], target: Target) -> None:
        account = target.account
        if "skoid" in query:
            _check_delegated(query, target)
        else:
            _refuse_keys(account)
            _check_signed_by_key(query, target)
        self._check_time(query, account)
        if set(target.permission).isdisjoint(query.get("sp", "")):
            raise mismatch()
        kinds = query.get("srt")
        level = "o" if target.blob else "c" if target.container else "s"
        if kinds is not None and level not in kinds:
            why = "This request is not authorized to perform this operation"
            raise BlobRefused(403, "AuthorizationResourceTypeMismatch", why)

    def _check_time(self, query: Mapping[str, str], account: Account) -> None:
        now = self.clock.now()
        starts, ends = _sas_time(query.get("st")), _sas_time(query.get("se"))
        is_over = query["sig"] in account.expired
        if ends is None or is_over or now >= ends or (starts and now < starts):
            raise _unauthentic("Signature not valid in the specified time frame")


def _check_signed_by_key(query: Mapping[str, str], target: Target) -> None:
    if "ss" in query:
        texts = [account_sas_text(query, target.account.name)]
    else:
        texts = list(service_sas_texts(query, _resource(query, target)))
    if not any(
        is_signed_by(key, text, query["sig"])
        for key in target.account.keys
        for text in texts
    ):
        raise _unauthentic("Signature did not match")


def _check_delegated(query: Mapping[str, str], target: Target) -> None:
    name = "|".join(query.get(part, "") for part in ("skoid", "sktid", "skt", "ske"))
    key = target.account.delegation_keys.get(name)
    texts = delegated_sas_texts(query, _resource(query, target))
    if key is None or not any(is_signed_by(key, text, query["sig"]) for text in texts):
        raise _unauthentic("Signature did not match")
    if name in target.account.powerless_keys:
        raise mismatch()


def _resource(query: Mapping[str, str], target: Target) -> str:
    container = f"/blob/{target.account.name}/{target.container}"
    return container if query.get("sr") == "c" else f"{container}/{target.blob}"


def _sas_time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise _unauthentic("A time of the signature is no time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        raise _unauthentic("The date of the request is no date") from None


def _refuse_keys(account: Account) -> None:
    if not account.takes_keys:
        why = "Key based authentication is not permitted on this storage account."
        raise BlobRefused(403, "KeyBasedAuthenticationNotPermitted", why)


def _unauthentic(why: str) -> BlobRefused:
    text = (
        "Server failed to authenticate the request. Make sure the value of Authorization"
        f" header is formed correctly including the signature. {why}"
    )
    return BlobRefused(403, "AuthenticationFailed", text)


def mismatch() -> BlobRefused:
    """Who asks is known, and may not do this."""
    why = "This request is not authorized to perform this operation using this permission."
    return BlobRefused(403, "AuthorizationPermissionMismatch", why)


def spend(account: Account, query: Mapping[str, str], size: int) -> None:
    """Count what was read by a signature, and end it when its bytes are used up."""
    if account.sas_bytes is None or "sig" not in query:
        return
    account.sas_bytes -= size
    if account.sas_bytes <= 0:
        account.expired.add(query["sig"])
        account.sas_bytes = None
