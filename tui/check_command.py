"""What verifies a copied file by the digests that lie beside it."""

import shlex
from contextlib import suppress
from pathlib import Path

from integrity.digests.manifest import CHUNK
from integrity.safe_text import Safe, safe_text


def check_command(file: Path, size: int) -> Safe:
    """What verifies a copied file by the digests beside it, from this folder.

    Args:
        size: Bytes: what is not longer than a chunk has no manifest.
    """
    if size > CHUNK:
        return _check(_from_here(file.with_name(f"{file.name}.chunks")))
    # a list of digests names files from where one stands
    there = _from_here(file.parent)
    check = _check(_as_operand(f"{file.name}.sha256"))
    return check if there == "." else safe_text(f"cd {shlex.quote(there)} && {check}")


def _check(list_of_digests: str) -> Safe:
    return safe_text(f"bakeferry digest --check {shlex.quote(list_of_digests)}")


def _from_here(path: Path) -> str:
    """A path as short as it can be said here."""
    with suppress(FileNotFoundError, ValueError):  # it may be gone, or elsewhere
        path = path.relative_to(Path.cwd())
    return _as_operand(str(path))


def _as_operand(path: str) -> str:
    """A path that no command takes for an option."""
    return f"./{path}" if path.startswith("-") else path
