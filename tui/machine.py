"""What this machine has for us, as far as support would ask."""

import hashlib
import os
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def has_openssl() -> bool:
    """Whether OpenSSL computes SHA-256; without it that takes about five times longer."""
    return type(hashlib.sha256()).__module__ == "_hashlib"


def version_of(package: str) -> str:
    """A package and its version, or that it is missing."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"


def room_in(folder: Path) -> int | None:
    """Bytes free where a folder is, or would be made; None where we may not write."""
    try:
        nearest = next(one for one in (folder, *folder.parents) if one.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK):
            return None
    except PermissionError:  # what it is in may not be entered
        return None
    return shutil.disk_usage(nearest).free
