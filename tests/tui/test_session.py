"""What one run needs, opened once."""

import hashlib
import subprocess
import sys

import pytest
from behaviours import Content, honest
from counting import open_descriptors
from faulty_server import serving
from many_templates import many_templates

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.url_map import UrlMap
from integrity.errors import DocumentError
from integrity.facts import ProblemKind
from integrity.survey import survey
from tui.azure_session import AzureOptions
from tui.session import Session
from tui.session_options import SessionOptions

CONTENT = Content(bytes(range(256)) * 1024)


async def learn(url: str, **options):
    """What a session with these options learns of one artifact."""
    async with Session(SessionOptions(**options)) as session:
        request = ArtifactRequest(url, checksum_declared=True)
        [fact] = await survey([request], session.reader)
    return fact


async def test_a_session_reads_what_its_options_allow():
    async with serving(honest(CONTENT)) as server:
        fact = await learn(
            server.url(),
            allow_private=frozenset(("127.0.0.1",)),
            allow_insecure_http=True,
        )
    assert fact.sha256 == hashlib.sha256(CONTENT.body).hexdigest()


@pytest.mark.parametrize(
    ("options", "kind", "way_out"),
    [
        (
            {"allow_private": frozenset(("127.0.0.1",))},
            ProblemKind.REFUSED,
            "--allow-insecure-http",
        ),
        (
            {"allow_insecure_http": True},
            ProblemKind.REFUSED,
            "--allow-private 127.0.0.1",
        ),
        (
            {
                "allow_insecure_http": True,
                "allow_private": frozenset(("127.0.0.1",)),
                "max_bytes": 10,
            },
            ProblemKind.TOO_LARGE,
            "--max-bytes",
        ),
    ],
)
async def test_a_session_refuses_the_rest_and_names_the_way_out(options, kind, way_out):
    async with serving(honest(CONTENT)) as server:
        fact = await learn(server.url(), **options)
    assert fact.problem.kind is kind
    assert way_out in fact.problem.message


async def test_hosts_are_allowed_in_any_case():
    async with serving(honest(CONTENT)) as server:
        fact = await learn(
            server.url(host="localhost"),
            allow_private=frozenset(("LocalHost",)),
            allow_insecure_http=True,
        )
    assert fact.problem is None


async def test_a_session_makes_a_cache_for_its_owner_alone(tmp_path):
    directory = tmp_path / "new" / "cache"
    options = {
        "allow_private": frozenset(("127.0.0.1",)),
        "allow_insecure_http": True,
        "cache_directory": directory,
    }
    async with serving(honest(CONTENT)) as server:
        first = await learn(server.url(), **options)
        second = await learn(server.url(), **options)
    assert (first.cached, second.cached) == (False, True)
    assert directory.stat().st_mode & 0o077 == 0


async def test_a_cache_that_cannot_be_made_stops_nothing(tmp_path):
    (tmp_path / "file").touch()
    async with serving(honest(CONTENT)) as server:
        fact = await learn(
            server.url(),
            allow_private=frozenset(("127.0.0.1",)),
            allow_insecure_http=True,
            cache_directory=tmp_path / "file" / "cache",
        )
    assert fact.problem is None


async def test_maps_hold_for_the_session(tmp_path):
    (tmp_path / "x.sh").write_bytes(b"echo hello")
    maps = (UrlMap("https://files.example", tmp_path),)
    fact = await learn("https://files.example/x.sh", maps=maps)
    assert fact.read_from == str(tmp_path / "x.sh")


async def test_a_broken_file_of_roots_opens_no_session(tmp_path):
    with pytest.raises(DocumentError, match="absent"):
        await learn("https://files.example/", ca_file=tmp_path / "absent")


async def test_a_session_leaves_no_descriptor_behind():
    async with serving(honest(CONTENT)) as server:
        options = {
            "allow_private": frozenset(("127.0.0.1",)),
            "allow_insecure_http": True,
        }
        await learn(server.url(), **options)
        before = open_descriptors()
        for _ in range(5):
            await learn(server.url(), **options)
        assert open_descriptors() <= before


def test_judging_alone_loads_nothing_of_the_network():
    code = (
        "import sys, integrity.lint.linter;"
        "print(*{'aiohttp', 'httpx', 'ssl', 'tui.session'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b""


def test_what_is_on_disk_is_read_without_anything_of_http(tmp_path):
    mapped = many_templates(tmp_path, 1)
    code = (
        "import sys\n"
        "from tui.cli.main import run\n"
        f"code = run(['verify', {str(tmp_path / 'templates')!r}, '--no-cache',"
        f" '--map', {f'{mapped.prefix}={mapped.directory}'!r}])\n"
        "print(code, *{'aiohttp', 'httpx'} & set(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert b"0-0.sh" in ran.stdout
    assert ran.stderr.split()[-1] in (b"0", b"1")


@pytest.mark.parametrize("options", [SessionOptions, AzureOptions])
def test_options_do_not_show_the_password_of_a_proxy(options):
    assert "s3cret" not in repr(options(proxy="http://me:s3cret@proxy.test:3128"))
