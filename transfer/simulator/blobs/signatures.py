"""Signatures, computed again from what they were made of: Shared Key and SAS."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, unquote

from transfer.simulator.messages import Request

_SIGNED_HEADERS = (
    "content-encoding", "content-language", "content-length", "content-md5",
    "content-type", "date", "if-modified-since", "if-match", "if-none-match",
    "if-unmodified-since", "range",
)  # fmt: skip
_ANSWER_HEADERS = ("rscc", "rscd", "rsce", "rscl", "rsct")

_WITH_RESOURCE_KIND = "2018-11-09"
_WITH_ENCRYPTION_SCOPE = "2020-12-06"


def sign(key: bytes, text: str) -> str:
    """The signature of a text, in base64."""
    as_sent = text.encode(errors="surrogateescape")
    return base64.b64encode(hmac.digest(key, as_sent, hashlib.sha256)).decode()


def is_signed_by(key: str | bytes, text: str, signature: str) -> bool:
    """Whether a signature is that of a text; a key that is text is in base64."""
    raw = base64.b64decode(key) if isinstance(key, str) else key
    return hmac.compare_digest(sign(raw, text), signature)


def shared_key_text(request: Request, account: str) -> str:
    """What a Shared Key signature is made of."""
    headers = dict(request.headers)
    if headers.get("content-length") == "0":
        del headers["content-length"]
    if "x-ms-date" in headers:
        headers.pop("date", None)
    lines = [request.method, *(headers.get(name, "") for name in _SIGNED_HEADERS)]
    lines += (
        f"{name}:{' '.join(value.split())}"
        for name, value in sorted(headers.items())
        if name.startswith("x-ms-")
    )
    resource = f"/{account}{request.parts.path or '/'}"
    pairs = parse_qsl(request.parts.query, keep_blank_values=True)
    query = (f"\n{name.lower()}:{unquote(value)}" for name, value in sorted(pairs))
    return "\n".join((*lines, resource)) + "".join(query)


def account_sas_text(query: Mapping[str, str], account: str) -> str:
    """What an account SAS is made of."""
    names = ["sp", "ss", "srt", "st", "se", "sip", "spr", "sv"]
    if query.get("sv", "") >= _WITH_ENCRYPTION_SCOPE:
        names.append("ses")
    return "\n".join((account, *(query.get(name, "") for name in names), ""))


def service_sas_texts(query: Mapping[str, str], resource: str) -> Iterator[str]:
    """What a service SAS is made of.

    Args:
        resource: `/blob/<account>/<container>`, and the blob where one is signed for.
    """
    version = query.get("sv", "")
    first = [query.get(name, "") for name in ("sp", "st", "se")]
    rest = [query.get(name, "") for name in ("si", "sip", "spr", "sv")]
    if version >= _WITH_RESOURCE_KIND:
        rest += [query.get("sr", ""), query.get("snapshot", "")]
    if version >= _WITH_ENCRYPTION_SCOPE:
        rest.append(query.get("ses", ""))
    rest += (query.get(name, "") for name in _ANSWER_HEADERS)
    yield "\n".join((*first, resource, *rest))


_DELEGATION = (
    ("skoid", "sktid", "skt", "ske", "sks", "skv"),
    ("skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid"),
    (
        "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid",
        "skdutid", "sduoid",
    ),
)  # fmt: skip
"""The fields that later versions of the service have put between the same ones."""

_TAILS = (
    ("snapshot", *_ANSWER_HEADERS),
    ("snapshot", "ses", *_ANSWER_HEADERS),
    ("snapshot", "ses", "srh", "srq", *_ANSWER_HEADERS),
)


def delegated_sas_texts(query: Mapping[str, str], resource: str) -> Iterator[str]:
    """What a user delegation SAS may be made of: each layout that there has been."""
    first = [query.get(name, "") for name in ("sp", "st", "se")]
    for fields in _DELEGATION:
        for tail in _TAILS:
            names = (*fields, "sip", "spr", "sv", "sr", *tail)
            yield "\n".join((*first, resource, *(query.get(n, "") for n in names)))
