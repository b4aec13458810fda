"""What the first bytes look like."""

import pytest

from integrity.artifacts.appearance import appearance
from integrity.facts import Appearance

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.mark.parametrize(
    ("beginning", "content_type", "expected"),
    [
        (b"", None, Appearance.EMPTY),
        (b"", "text/html", Appearance.EMPTY),
        (b"#!/bin/sh\n", None, Appearance.PLAIN),
        (b"#!/bin/sh\n", "text/plain; charset=utf-8", Appearance.PLAIN),
        (b"\0\1\2", "application/octet-stream", Appearance.PLAIN),
        (b"<!DOCTYPE html>", None, Appearance.HTML),
        (b"\xef\xbb\xbf \r\n\t<!doctype HTML>", "text/plain", Appearance.HTML),
        (b"<HTML lang=en>", None, Appearance.HTML),
        (b"\xef\xbb\xbf <!-- saved\n-->\n<html>", None, Appearance.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC', None, Appearance.HTML),
        (b'<?xml version="1.0"?>\n<unattend><!-- <html> -->', None, Appearance.PLAIN),
        (b"sign in", "text/html; charset=utf-8", Appearance.HTML),
        (b"sign in", "TEXT/HTML", Appearance.HTML),
        (b"echo '<html>'", None, Appearance.PLAIN),
        (b"<?xml version='1.0'?>", "application/xml", Appearance.PLAIN),
        (LFS, None, Appearance.LFS_POINTER),
        (LFS, "text/plain", Appearance.LFS_POINTER),
        (b"version 1", None, Appearance.PLAIN),
    ],
)
def test_a_page_a_pointer_and_nothing_are_told_from_a_file(
    beginning, content_type, expected
):
    assert appearance(beginning, content_type) is expected
