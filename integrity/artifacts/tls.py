"""Whom we believe on the wire: the system's roots, and TLS 1.2 or newer."""

import ssl
import sys
from pathlib import Path

from integrity.errors import DocumentError


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """A context that checks certificates and names; no switch turns that off.

    Args:
        ca_file: Further roots to believe, in PEM form.

    Raises:
        DocumentError: `ca_file` holds no certificates.
    """
    context = _believing_the_system()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # an SSLError is one, too
            why = "is not a file of certificates in PEM form"
            raise DocumentError(str(ca_file), why) from error
    return context


def _believing_the_system() -> ssl.SSLContext:
    """A context with the system's roots, read once where OpenSSL has them in one file.

    truststore knows every system's, and reads them anew for each connection: a file of
    all roots takes 25 ms then.
    """
    if ssl.get_default_verify_paths().cafile and sys.platform == "linux":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_default_verify_paths()
        return context
    import truststore  # only a run that opens such a connection pays for it

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
