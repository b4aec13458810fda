"""Files that workers read are remembered by how they look from the client."""

import httpx
import pytest

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.opener import ArtifactOpener, is_on_disk
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.url_map import UrlMap
from integrity.digests.cache import DigestCache
from integrity.digests.version import FileVersion
from tui.cluster.remembering import CacheOfOne, Known, Memory

SHA256 = "ab" * 32
SIZE = 2**20
LATER_NS = 3 * 10**9
"""After a file was written; what was touched a moment ago is not remembered."""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "setup.bin"
    path.write_bytes(bytes(SIZE))
    return path


@pytest.fixture
def cache(tmp_path, path):
    later = path.stat().st_ctime_ns + LATER_NS
    with DigestCache.open(tmp_path, now_ns=lambda: later) as cache:
        yield cache


async def memory_of(cache, path):
    """What a client knows of a file, or of an address."""
    request = ArtifactRequest(str(path.name), folder=path.parent)
    disk = ArtifactOpener(httpx.AsyncHTTPTransport(), ReadingPolicy())
    return await Memory.of(cache, request, disk)


def there(path):
    """The same file as a worker sees it: its mount has another number."""
    return FileVersion.of(path.stat())._replace(device=4711)


async def test_a_file_has_another_device_on_a_worker_and_is_remembered(cache, path):
    memory = await memory_of(cache, path)
    worker = CacheOfOne(memory.recall())
    before = worker.local(there(path))
    worker.remember_local(there(path), SHA256)
    memory.keep(worker.learnt)

    again = CacheOfOne((await memory_of(cache, path)).recall())
    assert (before, again.local(there(path))) == (None, SHA256)
    assert again.learnt is None


async def test_what_this_machine_has_hashed_needs_no_worker_to_hash_it(cache, path):
    cache.remember_local(FileVersion.of(path.stat()), SHA256)

    worker = CacheOfOne((await memory_of(cache, path)).recall())
    assert worker.local(there(path)) == SHA256


@pytest.mark.parametrize("changed", ["inode", "size", "mtime_ns", "ctime_ns"])
async def test_a_worker_that_sees_another_version_computes_and_nothing_is_kept(
    cache, path, changed
):
    version = FileVersion.of(path.stat())
    cache.remember_local(version, SHA256)
    other = version._replace(**{changed: getattr(version, changed) + 1})
    memory = await memory_of(cache, path)
    worker = CacheOfOne(memory.recall())
    found = worker.local(other)
    worker.remember_local(other, "cd" * 32)
    memory.keep(worker.learnt)

    assert found is None
    assert cache.local(version) == SHA256
    assert cache.local(other) is None


async def test_a_file_that_only_workers_see_is_read_anew(cache, path):
    version = there(path)
    path.unlink()
    memory = await memory_of(cache, path)
    worker = CacheOfOne(memory.recall())
    worker.remember_local(version, SHA256)
    memory.keep(worker.learnt)

    assert (await memory_of(cache, path)).recall() is None


async def test_an_address_is_remembered_by_its_etag(cache):
    request = ArtifactRequest("https://files.example/a?sig=secret")
    memory = await Memory.of(cache, request, None)
    worker = CacheOfOne(memory.recall())
    worker.remember_remote("https://files.example/a", '"1"', size=SIZE, sha256=SHA256)
    memory.keep(worker.learnt)

    known = (await Memory.of(cache, request, None)).recall()
    assert known == Known('"1"', SIZE, SHA256)
    assert CacheOfOne(known).remote("", '"1"') == (SIZE, SHA256)
    assert CacheOfOne(known).remote("", '"2"') is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("setup.sh", True),
        ("file:///setup.sh", True),
        ("https://mapped.example/setup.sh", True),
        ("https://files.example/setup.sh", False),
        ("ftp://files.example/setup.sh", False),
        ("https://[files.example/", False),
    ],
)
def test_what_is_read_from_a_file_is_known_beforehand(tmp_path, url, found):
    assert is_on_disk(url, [UrlMap("https://mapped.example", tmp_path)]) is found
