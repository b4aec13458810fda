"""What an artifact looks like, judged by how it begins (pure)."""

import re

from integrity.facts import Appearance

BEGINNING = 512
"""Bytes that suffice to tell."""

_LFS = b"version https://git-lfs.github.com/spec/v1"
_HTML = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml.*?\?>)*+<(?:!doctype )?html"
)


def appearance(beginning: bytes, content_type: str | None = None) -> Appearance:
    """Tell a page, a Git LFS pointer or nothing at all from a file.

    A server that does not want to say 404 sends a page; a repository that keeps a
    large file elsewhere sends the pointer to it.
    """
    if not beginning:
        return Appearance.EMPTY
    if beginning.startswith(_LFS):
        return Appearance.LFS_POINTER
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared in ("text/html", "application/xhtml+xml") or _HTML.match(beginning):
        return Appearance.HTML
    return Appearance.PLAIN
