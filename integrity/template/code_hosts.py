"""What an address at a code host leads to: a file, a page about it, or a folder."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs

from integrity.dataclass import dataclass
from integrity.template.hosts import is_azure_blob, split_address

_MOVING = frozenset(("main", "master", "head", "develop", "dev", "trunk"))
"""Names that are branches wherever they are met."""

_ARCHIVES = (".zip", ".tar.gz")
_SHA1_LENGTH = 40
_GITHUB = ("github.com", "www.github.com")
_RAW_GITHUB = ("raw.githubusercontent.com", "raw.github.com")


@dataclass(frozen=True, slots=True)
class Page:
    """A page for people that stands where a file was meant."""

    host: str
    """Whose page it is, as people say it: GitHub."""

    file: str | None = None
    """The address of the file that the page shows, where that can be told."""


@lru_cache(64)
def page_at(url: str) -> Page | None:
    """The page that an address leads to; None where it may well be a file."""
    host, parts = split_address(url)
    read = _PAGES.get(host) or _PAGES.get(f"*.{host.partition('.')[2]}")
    return read(_segments(parts), parts) if read else None


@lru_cache(64)
def file_meant(url: str) -> str | None:
    """The file that an address meant, where GitHub has nothing at the address itself.

    A page has `/blob/` before the version, a raw file has nothing there.
    """
    host, parts = split_address(url)
    is_raw, is_page = host in _RAW_GITHUB, host in _GITHUB
    match _segments(parts):
        case [owner, repository, "blob" | "raw" | "tree", *tail] if is_raw and tail[1:]:
            path = "/".join((owner, repository, *tail))
        case [_, _, version, _, *_] if is_page and version.casefold() in _MOVING:
            path = parts.path.strip("/")
        case _:
            return None
    return f"https://raw.githubusercontent.com/{path}"


def is_cut_short(url: str) -> bool:
    """Say whether a raw address of GitHub lacks repository, version or file."""
    host, parts = split_address(url)
    if host not in _RAW_GITHUB:
        return False
    return len(_segments(parts)) < len(("owner", "repository", "version", "file"))


def is_raw_github(host: str) -> bool:
    """Say whether a host serves GitHub's files as they are."""
    return host in _RAW_GITHUB


def is_folder(url: str) -> bool:
    """Say whether an address names a directory, a repository or a container."""
    host, parts = split_address(url)
    if not host:
        return False
    segments = _segments(parts)
    if host in _GITHUB:
        return len(segments) == 2 or segments[2:3] == ["tree"]
    if is_azure_blob(host):
        if parts.path.endswith("/"):
            return True
        # A file may stand beside the containers, but no container's name has a dot.
        return not segments or (len(segments) == 1 and "." not in segments[0])
    return (not parts.path or parts.path.endswith("/")) and not parts.query


def moving_version(url: str) -> str | None:
    """What makes an address lead to other bytes one day, in words: branch main."""
    host, parts = split_address(url)
    read = _VERSIONS.get(host)
    return read(_segments(parts), parts) if read else None


def _segments(parts: SplitResult) -> list[str]:
    return [segment for segment in parts.path.split("/") if segment]


def _github_page(segments: list[str], parts: SplitResult) -> Page | None:
    match segments:
        case [owner, repository, "blob", version, *path] if path:
            if any(key == "raw" for key in parse_qs(parts.query)):
                return None
            tail = "/".join((owner, repository, version, *path))
            return Page("GitHub", f"https://raw.githubusercontent.com/{tail}")
        case [_, _] | [_, _, "releases", "tag", *_]:
            return Page("GitHub")
        case [_, _, "tree" | "blame" | "edit" | "commit" | "commits" | "wiki", *_]:
            return Page("GitHub")
    return None


def _gist_page(segments: list[str], _: SplitResult) -> Page | None:
    match segments:
        case [owner, gist]:
            return Page(
                "GitHub", f"https://gist.githubusercontent.com/{owner}/{gist}/raw"
            )
    return None


def _gitlab_page(_: list[str], parts: SplitResult) -> Page | None:
    before, mark, after = parts.path.partition("/-/blob/")
    if mark:
        return Page("GitLab", f"https://gitlab.com{before}/-/raw/{after}")
    return Page("GitLab") if "/-/tree/" in parts.path else None


def _bitbucket_page(segments: list[str], _: SplitResult) -> Page | None:
    match segments:
        case [owner, repository, "src", version, path, *rest]:
            tail = "/".join((owner, repository, "raw", version, path, *rest))
            return Page("Bitbucket", f"https://bitbucket.org/{tail}")
    return None


def _azure_devops_page(segments: list[str], _: SplitResult) -> Page | None:
    return Page("Azure DevOps") if "_git" in segments else None


def _sharepoint_page(_: list[str], parts: SplitResult) -> Page | None:
    return None if "download" in parse_qs(parts.query) else Page("SharePoint")


def _onedrive_page(segments: list[str], _: SplitResult) -> Page | None:
    return None if segments[:1] == ["download"] else Page("OneDrive")


def _google_drive_page(segments: list[str], _: SplitResult) -> Page | None:
    return Page("Google Drive") if segments[:2] == ["file", "d"] else None


def _dropbox_page(_: list[str], parts: SplitResult) -> Page | None:
    query = parse_qs(parts.query)
    return None if query.get("dl") == ["1"] or "raw" in query else Page("Dropbox")


def _raw_version(segments: list[str], _: SplitResult) -> str | None:
    match segments:
        case [_, _, *version] if version:
            return _branch(version)
    return None


def _github_version(segments: list[str], parts: SplitResult) -> str | None:
    match segments:
        case [_, _, "releases", "latest", "download", *_]:
            return "the latest release"
        case [_, _, "archive" | "zipball" | "tarball", *version] if version:
            return _branch([*version[:-1], _without_archive(version[-1])])
        case [_, _, "raw", *version] if version:
            return _branch(version)
        case [_, _, "blob", *version] if version and "raw" in parse_qs(parts.query):
            return _branch(version)
    return None


def _gist_version(segments: list[str], _: SplitResult) -> str | None:
    match segments:
        case [_, _, "raw", revision, *_] if len(revision) == _SHA1_LENGTH:
            return None
        case [_, _, "raw", *_]:
            return "the gist's newest revision"
    return None


def _gitlab_version(_: list[str], parts: SplitResult) -> str | None:
    return _branch(parts.path.partition("/-/raw/")[2].split("/"))


def _bitbucket_version(segments: list[str], _: SplitResult) -> str | None:
    match segments:
        case [_, _, "raw", *version]:
            return _branch(version)
    return None


def _azure_devops_version(segments: list[str], parts: SplitResult) -> str | None:
    if "_apis" not in segments or segments[-1:] != ["items"]:
        return None
    query = {key.casefold(): one[-1] for key, one in parse_qs(parts.query).items()}

    def asked(name: str) -> str:
        keys = (f"versiondescriptor.{name}", f"versiondescriptor[{name}]", name)
        return next((query[key] for key in keys if key in query), "")

    if asked("versiontype").casefold() in {"commit", "tag"}:
        return None
    branch = asked("version")
    return f"branch {branch}" if branch else "the default branch"


def _branch(version: list[str]) -> str | None:
    match version:
        case ["refs", "heads", branch, *_]:
            return f"branch {branch}"
        case [name, *_] if name.casefold() in _MOVING:
            return f"branch {name}"
    return None


def _without_archive(name: str) -> str:
    for suffix in _ARCHIVES:
        name = name.removesuffix(suffix)
    return name


_Reader = Callable[[list[str], SplitResult], "Page | None"]
_PAGES: Mapping[str, _Reader] = {
    **dict.fromkeys(_GITHUB, _github_page),
    "gist.github.com": _gist_page,
    "gitlab.com": _gitlab_page,
    "bitbucket.org": _bitbucket_page,
    "dev.azure.com": _azure_devops_page,
    "*.visualstudio.com": _azure_devops_page,
    "*.sharepoint.com": _sharepoint_page,
    "onedrive.live.com": _onedrive_page,
    "1drv.ms": _onedrive_page,
    "drive.google.com": _google_drive_page,
    "www.dropbox.com": _dropbox_page,
}
_VERSIONS: Mapping[str, Callable[[list[str], SplitResult], str | None]] = {
    **dict.fromkeys(_GITHUB, _github_version),
    **dict.fromkeys(_RAW_GITHUB, _raw_version),
    "gist.githubusercontent.com": _gist_version,
    "gitlab.com": _gitlab_version,
    "bitbucket.org": _bitbucket_version,
    "dev.azure.com": _azure_devops_version,
}
