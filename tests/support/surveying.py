"""Artifacts to survey, and the fact of one of them."""

import hashlib

from behaviours import Content
from reading import opening, quick

from integrity.artifacts.artifact import ArtifactRequest
from integrity.survey import Reader, survey

SCRIPT = Content(b"#!/bin/sh\necho hello\n", headers=("Content-Type: text/plain",))
SHA256 = hashlib.sha256(SCRIPT.body).hexdigest()
LARGE = Content(bytes(range(256)) * 1024)


async def learn(server, time, path="/artifact", cache=None, maps=(), **request):
    """The fact of one artifact."""
    asked = ArtifactRequest(server.url(path), checksum_declared=True, **request)
    async with opening(quick(time), maps=maps) as opener:
        [fact] = await survey([asked], Reader(opener, cache))
    return fact
