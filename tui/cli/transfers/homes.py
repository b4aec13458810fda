"""Files, blobs, and where things go: what somebody wrote, as the places it stands for."""

import os
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from integrity.secret_url import SecretUrl, redacted
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.containers import container_at
from transfer.azure.clouds import Cloud, is_loopback
from transfer.copy_errors import NoBlobAddress
from transfer.names import local_path, safe_component
from transfer.rescue import place
from transfer.strategies.all_strategies import Place
from transfer.trees import Tree
from tui.cli.transfers.words import is_address

_ACCOUNT = re.compile(
    r"(?P<account>[a-z0-9]{3,24})/(?P<rest>(?:\$?[a-z0-9](?:-?[a-z0-9]){2,62})(?:/.*)?)"
)
"""`ACCOUNT/CONTAINER[/NAME]`, as the service allows names of both."""


def artifact_of(word: str, cloud: Cloud) -> Place:
    """A file or a blob that is to be read.

    Raises:
        Refused: It is an address, but no blob's.
    """
    return place(_addressed(word, cloud))


def home_of(word: str, cloud: Cloud) -> "Home":
    """Where things are to go.

    Raises:
        Refused: It is an address that nothing can be written to.
    """
    text = _addressed(word, cloud)
    if not is_address(text):
        path = local_path(text)
        return Home(path, is_folder=path.is_dir() or text.endswith(("/", os.sep)))
    base, mark, query = text.partition("?")
    try:
        probe = BlobAddress.parse(f"{base.rstrip('/')}/name{mark}{query}")
    except NoBlobAddress as error:
        raise NoBlobAddress(redacted(text), error.why) from None
    parts = urlsplit(probe.url.without_query).path.strip("/").split("/")
    depth = len(parts) - 1 - _holds_accounts(probe, cloud)
    if depth < 1:
        raise NoBlobAddress(redacted(text), "names no container")
    if depth == 1 or base.endswith("/"):
        return Home(f"{base.rstrip('/')}/", is_folder=True, query=mark + query)
    return Home(BlobAddress.parse(text), is_folder=False)


def _holds_accounts(address: BlobAddress, cloud: Cloud) -> bool:
    """Whether the first part of its path is an account: with emulators it is."""
    parts = urlsplit(address.url.without_query)
    host = parts.hostname or ""
    named = {(each.scheme, each.host) for each in cloud.blob_origins}
    return is_loopback(host) or (parts.scheme, host) in named


def _addressed(word: str, cloud: Cloud) -> str:
    """An account's short form written out; everything else as it is."""
    match = _ACCOUNT.fullmatch(word)
    if match is None or is_address(word) or _is_here(word):
        return word
    rest = quote(match["rest"], safe="/$")
    if cloud.blob_origins:
        return f"{cloud.blob_origins[0]}/{match['account']}/{rest}"
    return f"https://{match['account']}.{cloud.blob_suffixes[0]}/{rest}"


def _is_here(word: str) -> bool:
    """Whether a path begins with something that is in this folder."""
    return Path(word.partition("/")[0]).exists()


def tree_of(word: str, cloud: Cloud) -> Tree | None:
    """The folder, the container or the part of one that a word names; else None.

    Raises:
        Refused: It is an address, but nothing that can be copied is there.
    """
    return home_of(word, cloud).tree(cloud)


class Home:
    """Where things go: one name, or a folder or container that keeps theirs."""

    def __init__(self, where: Place | str, *, is_folder: bool, query: str = "") -> None:
        """Nothing is looked at.

        Args:
            where: The text of a container's address ends with a slash.
            query: What follows it, the question mark included.
        """
        self._where = where
        self._query = query
        self.is_folder = is_folder

    @property
    def root(self) -> Place:
        """The place itself."""
        if isinstance(self._where, str):
            return BlobAddress(SecretUrl(f"{self._where.rstrip('/')}{self._query}"))
        return self._where

    def as_folder(self) -> "Home":
        """The same place, as one that many files go to."""
        where = self._where
        if isinstance(where, BlobAddress):
            base, mark, query = where.url.reveal().partition("?")
            return Home(f"{base}/", is_folder=True, query=mark + query)
        return Home(where, is_folder=True, query=self._query)

    def tree(self, cloud: Cloud) -> Tree | None:
        """What is there as a whole, if it is a folder or a container."""
        if isinstance(self._where, str):
            depth = 1 + _holds_accounts(BlobAddress.parse(f"{self._where}name"), cloud)
            return container_at(self._where, self._query, depth=depth)
        where = self._where
        return where if isinstance(where, Path) and where.is_dir() else None

    def for_name(self, name: str) -> Place:
        """Where something of such a name goes, in a folder or container.

        Args:
            name: With slashes; it may be a file's, if this is a folder.
        """
        if isinstance(self._where, Path):
            return self._where / name
        return BlobAddress.parse(f"{self._where}{quote(name)}{self._query}")

    def for_artifact(self, artifact: Place, *, prefix: str = "") -> Place:
        """Where one artifact goes.

        Args:
            prefix: Goes before its own name, in a folder or container.

        Raises:
            Refused: Its name cannot be a file's.
        """
        if not self.is_folder:
            return self.root
        return self.for_name(safe_component(prefix + artifact.name))
