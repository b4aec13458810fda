"""What this Python is made of, as far as support would ask."""

import hashlib
from importlib.metadata import PackageNotFoundError, version


def has_openssl() -> bool:
    """Whether OpenSSL computes SHA-256; without it that takes about five times longer."""
    return type(hashlib.sha256()).__module__ == "_hashlib"


def version_of(package: str) -> str:
    """A package and its version, or that it is missing."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"
