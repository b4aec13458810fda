"""Addresses to facts."""

import asyncio
import hashlib

import pytest
from behaviours import Content, chunked, cut, honest, redirect, stall, status, zipped
from faulty_server import serving
from reading import opening, quick
from surveying import LARGE, SCRIPT, SHA256, learn

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.url_map import UrlMap
from integrity.facts import Appearance, ProblemKind
from integrity.progress import Stage
from integrity.survey import Reader, survey


async def test_a_fact_tells_what_was_read(time):
    async with serving(honest(SCRIPT), [redirect("/b?sig=secret")]) as server:
        fact = await learn(server, time, "/a?sig=secret")
        assert fact.url.reveal() == server.url("/a?sig=secret")
        assert (fact.size, fact.sha256) == (len(SCRIPT.body), SHA256)
        assert fact.appearance is Appearance.PLAIN
        assert (fact.etag, fact.content_type) == ('"v1"', "text/plain")
        assert fact.redirects == (server.url("/b?sig=…"),)
        assert fact.problem is None
        assert not fact.cached
        assert fact.read_from is None
        assert "secret" not in repr(fact)


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        (status("404 None"), ProblemKind.MISSING, 404),
        (status("403 No"), ProblemKind.FORBIDDEN, 403),
        (status("409 No"), ProblemKind.FORBIDDEN, 409),
        (status("503 Busy"), ProblemKind.UNREACHABLE, 503),
        (redirect("file:///etc/passwd"), ProblemKind.REFUSED, None),
        (cut(SCRIPT, at=3), ProblemKind.UNREACHABLE, None),
    ],
)
async def test_what_goes_wrong_is_the_facts_problem(time, behaviour, kind, code):
    async with serving(behaviour) as server:
        fact = await learn(server, time)
    assert fact.problem.kind is kind
    assert fact.problem.status == code
    assert "127.0.0.1" not in fact.problem.message
    assert fact.sha256 is None


async def test_a_change_midway_is_told_as_one(time):
    newer = SCRIPT.changed(etag='"v2"')
    async with serving(honest(newer), [cut(SCRIPT, at=5)]) as server:
        fact = await learn(server, time)
    assert fact.problem.kind is ProblemKind.CHANGED


UNPINNED = Content(bytes(range(256)) * (12 * 1024), etag=None)


@pytest.mark.parametrize("at", [1, 100_000, 1_500_000, 3_000_000])
async def test_bytes_that_come_again_are_hashed_once(time, at):
    breaks = [cut(UNPINNED, at=at), cut(UNPINNED, at=at + 1000), cut(UNPINNED, at=50)]
    async with serving(honest(UNPINNED), breaks) as server:
        fact = await learn(server, time)
    assert fact.problem is None
    assert fact.sha256 == hashlib.sha256(UNPINNED.body).hexdigest()


@pytest.mark.parametrize("at", [1, 100_000, 1_500_000, 3_000_000])
async def test_other_bytes_that_come_again_are_a_change(time, at):
    newer = UNPINNED.changed(body=b"#" + UNPINNED.body[1:])
    async with serving(honest(newer), [cut(UNPINNED, at=at)]) as server:
        fact = await learn(server, time)
    assert fact.problem.kind is ProblemKind.CHANGED


async def test_a_forced_encoding_is_refused_and_told(time):
    async with serving(zipped(SCRIPT)) as server:
        fact = await learn(server, time)
    assert fact.problem.kind is ProblemKind.REFUSED
    assert fact.content_encoding == "gzip"


@pytest.mark.parametrize(
    ("body", "appearance"),
    [
        (b"", Appearance.EMPTY),
        (b" <!doctype html><title>Sign in</title>", Appearance.HTML),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            Appearance.LFS_POINTER,
        ),
    ],
)
async def test_a_fact_tells_how_the_bytes_look(time, body, appearance):
    async with serving(honest(Content(body))) as server:
        fact = await learn(server, time)
    assert fact.appearance is appearance
    assert fact.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("limit", "sha256"),
    [
        (len(SCRIPT.body), SHA256),
        (len(SCRIPT.body) - 1, None),
        (0, None),
        (None, SHA256),
    ],
)
@pytest.mark.parametrize(
    "behaviour", [honest(SCRIPT), chunked(SCRIPT)], ids=["sized", "unsized"]
)
async def test_beyond_the_limit_only_the_size_is_told(time, behaviour, limit, sha256):
    async with serving(behaviour) as server:
        fact = await learn(server, time, limit=limit)
    assert fact.sha256 == sha256
    assert fact.problem is None
    assert limit is None or sha256 or (fact.size or fact.exceeds + 1) > limit


async def test_of_a_stream_that_is_cut_nobody_makes_up_a_size(time):
    async with serving(chunked(SCRIPT)) as server:
        fact = await learn(server, time, limit=5)
    assert (fact.size, fact.exceeds) == (None, 5)


async def test_beyond_the_cap_nothing_is_told_but_the_way_out(time):
    request = None
    async with (
        serving(honest(SCRIPT)) as server,
        opening(quick(time, max_bytes=10)) as opener,
    ):
        request = ArtifactRequest(server.url(), checksum_declared=True)
        [fact] = await survey([request], Reader(opener))
    assert fact.problem.kind is ProblemKind.TOO_LARGE
    assert "--max-bytes" in fact.problem.message
    assert fact.size == len(SCRIPT.body)


async def test_equal_requests_are_read_once_and_answered_in_order(time):
    async with serving(honest(SCRIPT)) as server, opening(quick(time)) as opener:
        one = ArtifactRequest(server.url("/1"), checksum_declared=True)
        two = ArtifactRequest(server.url("/2"), checksum_declared=True)
        facts = await survey([two, one, two], Reader(opener))
        assert [fact.url.reveal() for fact in facts] == [two.url, one.url, two.url]
        assert len(server.requests) == 2


async def test_one_failure_stops_no_other(time, tmp_path):
    (tmp_path / "script.sh").write_bytes(SCRIPT.body)
    async with (
        serving(honest(SCRIPT), [status("404 None")]) as server,
        opening(quick(time)) as opener,
    ):
        requests = [
            ArtifactRequest(server.url("/absent"), checksum_declared=True),
            ArtifactRequest("https://169.254.169.254/x"),
            ArtifactRequest("../secret", folder=tmp_path),
            ArtifactRequest("script.sh", folder=tmp_path),
            ArtifactRequest(server.url("/there"), checksum_declared=True),
        ]
        facts = await survey(requests, Reader(opener), at_once=1)
    kinds = [fact.problem and fact.problem.kind for fact in facts]
    refused = ProblemKind.REFUSED
    assert kinds == [ProblemKind.MISSING, refused, refused, None, None]
    assert facts[3].sha256 == facts[4].sha256 == SHA256


async def test_local_files_are_hashed_whole_whatever_the_limit(time, tmp_path):
    (tmp_path / "large").write_bytes(LARGE.body)
    async with opening(quick(time)) as opener:
        request = ArtifactRequest("large", limit=10, folder=tmp_path)
        [fact] = await survey([request], Reader(opener))
    assert fact.sha256 == hashlib.sha256(LARGE.body).hexdigest()
    assert fact.read_from is None


async def test_a_fact_tells_which_file_stood_in(time, tmp_path):
    (tmp_path / "artifact").write_bytes(SCRIPT.body)
    async with serving(honest(LARGE)) as server:
        maps = (UrlMap(server.url("/"), tmp_path),)
        fact = await learn(server, time, maps=maps)
        assert server.requests == []
    assert fact.read_from == str(tmp_path / "artifact")
    assert fact.sha256 == SHA256


async def test_progress_comes_in_snapshots_and_ends_with_done(time):
    heard = []
    async with (
        serving(honest(LARGE), [cut(LARGE, at=1000)]) as server,
        opening(quick(time)) as opener,
    ):
        url = server.url("/a?sig=secret")
        request = ArtifactRequest(url, checksum_declared=True)
        await survey([request], Reader(opener), on_progress=heard.append)
        assert {progress.item for progress in heard} == {server.url("/a?sig=…")}
    done = [progress.done for progress in heard]
    assert done == sorted(done)
    assert Stage.RETRYING in [progress.stage for progress in heard]
    last = heard[-1]
    assert (last.stage, last.done, last.total) == (
        Stage.DONE,
        len(LARGE.body),
        len(LARGE.body),
    )


async def test_a_cancelled_survey_ends_at_once(time):
    policy = quick(time)
    async with serving(stall(LARGE)) as server, opening(policy) as opener:
        requests = [
            ArtifactRequest(server.url(f"/{number}"), checksum_declared=True)
            for number in range(20)
        ]
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await survey(requests, Reader(opener), at_once=20)
