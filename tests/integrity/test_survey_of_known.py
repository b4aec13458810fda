"""Artifacts that were read before: what is remembered, how long, and what is not believed."""

import hashlib

import pytest
from behaviours import honest
from faulty_server import serving
from reading import opening, quick
from surveying import LARGE, SCRIPT, learn

from integrity.artifacts.artifact import ArtifactRequest
from integrity.digests.cache import DigestCache
from integrity.survey import Reader, survey


async def test_a_digest_is_remembered_as_long_as_the_etag_stands(time, tmp_path):
    newer = LARGE.changed(body=LARGE.body[::-1], etag='"v2"')
    with DigestCache.open(tmp_path) as cache:
        async with serving(honest(newer), [honest(LARGE)] * 2) as server:
            facts = [
                await learn(server, time, f"/a?sig={number}", cache)
                for number in range(3)
            ]
    assert [fact.cached for fact in facts] == [False, True, False]
    assert facts[0].sha256 == facts[1].sha256 != facts[2].sha256


@pytest.mark.parametrize(
    "content",
    [LARGE.changed(etag='W/"v1"'), LARGE.changed(etag=None), SCRIPT],
    ids=["weak etag", "no etag", "small"],
)
async def test_what_cannot_be_known_again_or_is_small_is_hashed_anew(
    time, tmp_path, content
):
    with DigestCache.open(tmp_path) as cache:
        async with serving(honest(content)) as server:
            first = await learn(server, time, cache=cache)
            second = await learn(server, time, cache=cache)
    assert not second.cached
    assert first.sha256 == second.sha256


async def test_what_is_remembered_with_another_size_is_not_believed(time, tmp_path):
    with DigestCache.open(tmp_path) as cache:
        async with serving(honest(LARGE)) as server:
            cache.remember_remote(server.url(), '"v1"', size=1, sha256="0" * 64)
            fact = await learn(server, time, cache=cache)
    assert not fact.cached
    assert fact.sha256 == hashlib.sha256(LARGE.body).hexdigest()


async def learn_local(folder, time, cache):
    """The fact of the one file in a folder."""
    asked = ArtifactRequest("disk.bin", folder=folder)
    async with opening(quick(time)) as opener:
        [fact] = await survey([asked], Reader(opener, cache))
    return fact


async def test_the_digest_of_a_file_is_remembered_until_it_is_written_to(
    time, tmp_path
):
    path = tmp_path / "disk.bin"
    path.write_bytes(LARGE.body)
    with DigestCache.open(
        tmp_path, now_ns=lambda: path.stat().st_ctime_ns * 2
    ) as cache:
        first = await learn_local(tmp_path, time, cache)
        second = await learn_local(tmp_path, time, cache)
        path.write_bytes(LARGE.body[::-1])
        third = await learn_local(tmp_path, time, cache)
    assert [fact.cached for fact in (first, second, third)] == [False, True, False]
    assert first.sha256 == second.sha256 == hashlib.sha256(LARGE.body).hexdigest()
    assert third.sha256 == hashlib.sha256(LARGE.body[::-1]).hexdigest()


async def test_a_file_written_a_moment_ago_is_hashed_anew(time, tmp_path):
    (tmp_path / "disk.bin").write_bytes(LARGE.body)
    with DigestCache.open(tmp_path) as cache:
        await learn_local(tmp_path, time, cache)
        again = await learn_local(tmp_path, time, cache)
    assert not again.cached
