"""What a person has decided about reading; quick to load, unlike what reads."""

from dataclasses import field
from pathlib import Path

from integrity.artifacts.url_map import UrlMap
from integrity.dataclass import dataclass

SIMULATOR = "BAKEFERRY_SIMULATOR"
"""The variable that names a simulator on this machine, in place of Azure."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What a person has decided about reading, on the command line alone."""

    maps: tuple[UrlMap, ...] = ()

    allow_private: frozenset[str] = frozenset()
    """Hosts that may have a private address."""

    inner_suffixes: frozenset[str] = frozenset()
    """What follows an account's name in a cloud that may be in a private network."""

    allow_insecure_http: bool = False

    ca_file: Path | None = None
    """Certificates to trust beside the system's."""

    proxy: str | None = field(default=None, repr=False)
    """All requests go there, maybe with a password; the environment is never asked."""

    max_bytes: int = 64 * 2**20

    cache_directory: Path | None = None
    """Where digests are remembered; None: they are not."""

    state_directory: Path | None = None
    """Where the history of digests is kept; None: nowhere."""
