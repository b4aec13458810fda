"""From an address to its artifact: the table of schemes, and folders that stand in."""

import asyncio
from pathlib import Path

import pytest
from behaviours import Content, honest
from faulty_server import serving
from reading import opening, quick, read_all

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.opener import PER_HOST, SCHEMES, UrlMap
from integrity.errors import ArtifactMissing, ArtifactRefused
from integrity.parallel import for_each


@pytest.fixture
def folder(tmp_path):
    """Folders that stand in, and a secret beside them."""
    for name in ("all", "v2"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "a b.sh").write_bytes(name.encode())
    (tmp_path / "secret").write_bytes(b"secret")
    return tmp_path


def maps(folder: Path) -> tuple[UrlMap, ...]:
    return (
        UrlMap("https://files.example/", folder / "all"),
        UrlMap("https://files.example/v2", folder / "v2"),
    )


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://files.example/sub/a%20b.sh", b"all"),
        ("HTTPS://FILES.example/sub/a%20b.sh?sv=1&sig=secret#part", b"all"),
        ("https://files.example/v2/sub/a%20b.sh", b"v2"),
        ("https://files.example:443/v2/sub/a%20b.sh", b"v2"),
    ],
)
async def test_the_longest_prefix_stands_in(time, folder, url, body):
    async with opening(quick(time), maps=maps(folder)) as opener:
        assert await read_all(opener, url) == body


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example/../secret",
        "https://files.example/%2e%2e/secret",
        "https://files.example/..%2fsecret",
        "https://files.example/sub%2F..%2F..%2Fsecret",
        "https://files.example/..%5csecret",
        "https://files.example//etc/passwd",
        "https://files.example/",
        "https://files.example/sub/%00",
        "https://files.example/v2",
    ],
)
async def test_no_address_leads_out_of_the_folder(time, folder, url):
    async with opening(quick(time), maps=maps(folder)) as opener:
        with pytest.raises((ArtifactRefused, ArtifactMissing)):
            await read_all(opener, url)


async def test_a_prefix_ends_at_a_slash(time, folder):
    url_map = UrlMap("https://files.example/v2", folder / "v2")
    assert url_map.rest("https://files.example/v20/x") is None
    assert url_map.rest("https://files.example.evil/v2/x") is None
    assert url_map.rest("http://files.example/v2/x") is None


async def test_an_address_that_ends_as_a_folders_stands_for_no_file(time, folder):
    async with opening(quick(time), maps=maps(folder)) as opener:
        with pytest.raises(ArtifactMissing, match=r"there is no file .*a b\.sh/$"):
            await read_all(opener, "https://files.example/sub/a%20b.sh/")


async def test_a_file_that_is_absent_is_told_by_its_path(time, folder):
    async with opening(quick(time), maps=maps(folder)) as opener:
        with pytest.raises(ArtifactMissing, match=r"all/absent\.sh"):
            await read_all(opener, "https://files.example/absent.sh?sig=secret")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://files.example/x",
        "data:,x",
        "s3://bucket/x",
        "C:\\x",
        "blob:x",
        "gopher:x",
    ],
)
async def test_other_schemes_are_refused_by_name(time, folder, url):
    async with opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused, match="https, http, file"):
            await read_all(opener, url, folder=folder)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///x",
        "https://[x/y",
        "https://x:port/",
        "https://x:99999/",
        "https://xn--a/x",
    ],
)
async def test_what_is_no_address_is_refused(time, url):
    async with opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused):
            await read_all(opener, url)


@pytest.mark.parametrize("url", ["https://", "https:///x"])
async def test_an_address_without_a_host_is_told_as_that(time, url):
    async with opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused, match="names no host"):
            await read_all(opener, url)


async def test_an_address_with_a_password_is_refused_without_it_being_told(time):
    async with opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused) as refusal:
            await read_all(opener, "https://user:hunter2@files.example/x")
    assert "hunter2" not in f"{refusal.value!r}{refusal.value}"


@pytest.mark.parametrize(
    ("allowed", "declared"), [(False, False), (True, False), (False, True)]
)
async def test_http_is_refused_unless_allowed_and_declared(time, allowed, declared):
    policy = quick(time, allow_insecure_http=allowed)
    async with serving(honest(Content(b"x"))) as server, opening(policy) as opener:
        with pytest.raises(ArtifactRefused, match="--allow-insecure-http"):
            await read_all(opener, server.url(), checksum_declared=declared)
        assert server.requests == []


async def test_no_more_than_eight_ask_one_host_at_once(time):
    asking, are_all_there = [], asyncio.Event()

    async def slowly(exchange):
        asking.append(exchange)
        most.append(len(asking))
        if len(asking) == PER_HOST:
            are_all_there.set()
        await are_all_there.wait()
        await asyncio.sleep(0.01)  # for one too many
        asking.remove(exchange)
        await honest(Content(b"x"))(exchange)

    most: list[int] = []
    async with serving(slowly) as server, opening(quick(time)) as opener:
        await for_each(
            range(20), lambda n: read_all(opener, server.url(f"/{n}")), at_once=20
        )
    assert max(most) == PER_HOST


def test_every_scheme_has_its_opener():
    assert set(SCHEMES) == {"https", "http", "file", ""}


def test_a_request_does_not_show_the_signature_in_its_address():
    assert "s3cret" not in repr(ArtifactRequest("https://a.example/x?sig=s3cret"))
