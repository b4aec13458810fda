"""What fails on the wire, from aiohttp's terms into httpx's: nobody above knows aiohttp."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socket import EAI_NONAME
from types import MappingProxyType

import aiohttp
import httpx

from integrity.artifacts.failures import (
    AddressRefused,
    CertificateRefused,
    HostUnknown,
)

_ERRORS: Mapping[type[Exception], tuple[type[httpx.TransportError], str]] = (
    MappingProxyType(
        {
            aiohttp.ClientProxyConnectionError: (
                httpx.ProxyError,
                "the proxy could not be reached",
            ),
            aiohttp.ClientHttpProxyError: (
                httpx.ProxyError,
                "the proxy does not let us through",
            ),
            aiohttp.ClientConnectorError: (httpx.ConnectError, "could not connect"),
            aiohttp.ConnectionTimeoutError: (
                httpx.ConnectTimeout,
                "nobody answered the connection",
            ),
            TimeoutError: (httpx.ReadTimeout, "fell silent"),
            aiohttp.InvalidURL: (AddressRefused, "is no address that can be dialled"),
            aiohttp.ServerDisconnectedError: (
                httpx.RemoteProtocolError,
                "hung up without an answer",
            ),
            aiohttp.ClientPayloadError: (
                httpx.RemoteProtocolError,
                "broke off before all of it had come",
            ),
            aiohttp.ClientResponseError: (
                httpx.RemoteProtocolError,
                "answered something that is not HTTP",
            ),
            OSError: (httpx.ReadError, "lost the connection"),
            aiohttp.ClientError: (httpx.ReadError, "lost the connection"),
        }
    )
)
"""What aiohttp raises, what httpx calls it, and in words; the first that fits holds.

The words are ours because aiohttp's have the whole address in them, secrets and all.
"""

_NOT_TLS = frozenset(
    ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
)
"""What OpenSSL says, by its version, of an answer that is no TLS at all."""

_UNKNOWN_AUTHORITY = frozenset((18, 19, 20, 21))
"""OpenSSL's X509_V_ERR codes of certificates that nobody we believe has signed."""


def _translated(error: Exception) -> httpx.TransportError:
    if isinstance(error, aiohttp.ClientSSLError):
        return CertificateRefused(_certificate_trouble(error))
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if error.os_error.errno == EAI_NONAME:
            return HostUnknown("there is no host of that name")
        return httpx.ConnectError("its name could not be looked up")
    target, words = next(
        known for kind, known in _ERRORS.items() if isinstance(error, kind)
    )
    return target(words)


def _certificate_trouble(error: aiohttp.ClientSSLError) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        trouble = f"its certificate is not to be trusted: {cause.verify_message}"
        if cause.verify_code not in _UNKNOWN_AUTHORITY:
            return trouble
        return f"{trouble}; if its authority is yours, name it with --ca-file"
    if isinstance(cause, ssl.SSLError) and cause.reason in _NOT_TLS:
        return "does not speak TLS: plain http, or something else, answers on this port"
    return "does not speak TLS 1.2 or newer"


@contextmanager
def translating() -> Iterator[None]:
    """Raise what aiohttp raises as what httpx would.

    Raises:
        httpx.TransportError: In our words.
    """
    try:
        yield
    except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
        raise _translated(error) from None
