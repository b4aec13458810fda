"""What fails on the wire beyond what httpx has names for."""

import httpx


class AddressRefused(httpx.ConnectError):
    """A policy forbids to dial what the name stands for."""


class HostUnknown(httpx.ConnectError):
    """There is no host of that name."""


class CertificateRefused(httpx.ConnectError):
    """The other end could not prove who it is, or speaks no TLS, or too old a one."""
