"""Get User Delegation Key: whoever has a role may sign a short SAS without any key.

https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from integrity.secret_url import SecretUrl
from transfer.azure.authorization import Audience
from transfer.azure.calls import Call, Caller
from transfer.azure.staging.area import StagingArea
from transfer.azure.staging.sas import SERVICE_VERSION, SKEW, DelegationKey, moment_text
from transfer.errors import AnswerUnusable

_LIFE = timedelta(hours=24)
"""The service allows seven days."""

_FIELD = re.compile(r"<(Signed\w{1,30}|Value)>([^<]{1,500})</\1>", re.ASCII)


async def delegation_key(
    caller: Caller, area: StagingArea, *, now: datetime
) -> DelegationKey:
    """Ask for a key by which the person who is signed in signs for an account.

    Raises:
        AzureError: They may not (the role Storage Blob Delegator, or a data role, is
            missing), or the answer is none.
    """
    doing = f"get a user delegation key of {area.account_name}"
    start, expiry = moment_text(now - SKEW), moment_text(now + _LIFE)
    call = Call(
        "POST",
        SecretUrl(f"{area.blobs}/?restype=service&comp=userdelegationkey"),
        doing,
        xml=(
            '<?xml version="1.0" encoding="utf-8"?><KeyInfo>'
            f"<Start>{start}</Start><Expiry>{expiry}</Expiry></KeyInfo>"
        ),
        audience=Audience.BLOBS,
        headers={"x-ms-version": SERVICE_VERSION, "Accept": "*/*"},
        repeats_harmlessly=True,
    )
    answer = await caller.send(call)
    try:
        return _key_of(area.account.name, answer.raw)
    except (KeyError, ValueError, OverflowError):
        raise AnswerUnusable(f"{doing}: there is no key in the answer") from None


def _key_of(account: str, raw: bytes) -> DelegationKey:
    """The key in an answer's XML.

    Raises:
        KeyError: One of its fields is missing.
        ValueError, OverflowError: Its end is no time.
    """
    told = {
        name: unescape(value)
        for name, value in _FIELD.findall(raw.decode("utf-8", "replace"))
    }
    return DelegationKey(
        account=account,
        object_id=told["SignedOid"],
        tenant=told["SignedTid"],
        start=told["SignedStart"],
        expiry=told["SignedExpiry"],
        service=told["SignedService"],
        version=told["SignedVersion"],
        expires=datetime.fromisoformat(told["SignedExpiry"]).astimezone(UTC),
        _secret=told["Value"],
    )
