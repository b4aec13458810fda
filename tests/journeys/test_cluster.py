"""Digests and verification on a Dask cluster: as if it were this machine."""

import asyncio
import json
import signal
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from behaviours import Content, honest, stall
from clusters import PATIENCE, on, readers_of, running_cluster, sparse, started
from command import bakeferry, environment, on_terminal
from faulty_server import serving
from waiting import wait_until
from workspace import SETUP_SHA256, template_text

from integrity.digests.manifest import CHUNK, Manifest
from integrity.digests.takers import digest_of_zeros

MIB, GIB, TIB = 2**20, 2**30, 2**40
CANARY = "cAnArYsIgNaTuRe0123456789"

SOON = 20.0
"""Seconds; a silent server is given up after 30 of them."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A `LocalCluster` of two worker processes, for all tests here."""
    with running_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as cluster:
        yield cluster


@pytest.fixture
def files(tmp_path):
    """Many small files, and two that are worth a task of their own."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}").write_bytes(b"%d" % number)
    for name in ("large", "larger"):
        sparse(folder / name, 65 * MIB)
    return folder


def test_digests_and_their_order_are_those_of_this_machine(cluster, files):
    here = bakeferry("digest", "-a", "sha256,blake3", files)
    there = on(cluster, "-a", "sha256,blake3", files)

    assert there.stderr == b""
    assert there.stdout == here.stdout
    assert here.stdout.count(b"\n") == 604


def test_names_may_be_relative_and_any_bytes(cluster, tmp_path):
    (tmp_path / "a\nb").write_bytes(b"1")
    (tmp_path / "\udcff").write_bytes(b"2")

    here = bakeferry("digest", ".", cwd=tmp_path)
    there = on(cluster, ".", cwd=tmp_path)

    assert there.stdout == here.stdout
    assert there.stdout.count(b"\n") == 2


def test_lists_are_checked_as_on_this_machine(cluster, files, tmp_path):
    sums = tmp_path / "sums"
    sums.write_bytes(bakeferry("digest", files).stdout)
    (files / "007").write_bytes(b"other")
    (files / "008").unlink()

    here = bakeferry("digest", "--check", sums, "--ignore-missing")
    there = on(cluster, "--check", sums, "--ignore-missing")

    assert (there.returncode, there.stdout) == (4, here.stdout)


@pytest.mark.parametrize("by", ["sha256", "blake3"])
def test_a_manifest_is_made_and_checked_as_on_this_machine(cluster, tmp_path, by):
    (tmp_path / "disk").write_bytes(b"x" * 9 * MIB)
    wanted = ("--chunks-by", by, "disk")
    here = bakeferry("digest", "--manifest", "here", *wanted, cwd=tmp_path)
    there = on(cluster, "--manifest", "there", *wanted, cwd=tmp_path)
    same = on(cluster, "--check", "there", cwd=tmp_path)
    (tmp_path / "disk").write_bytes(b"x" * 8 * MIB + b"y" * MIB)
    given = (tmp_path / "there").read_bytes()
    other = on(cluster, "--check", "--json", "-", cwd=tmp_path, given=given)

    assert (there.stderr, there.stdout) == (b"", here.stdout)
    assert given == (tmp_path / "here").read_bytes()
    assert (same.returncode, same.stdout) == (0, b"disk: OK\n")
    assert other.returncode == 4
    assert json.loads(other.stdout)["items"][0]["problem"] == "differs in 1 of 3 chunks"


def test_the_manifest_of_a_disk_of_terabytes_reaches_a_worker(cluster, tmp_path):
    disk = sparse(tmp_path / "disk", 2 * TIB)
    chunks = digest_of_zeros(CHUNK) * (2 * TIB // CHUNK)
    manifest = Manifest(str(disk), 2 * TIB, CHUNK, "0" * 64, chunks)
    (tmp_path / "disk.chunks").write_bytes(b"".join(manifest.lines()))

    done = on(cluster, "--check", tmp_path / "disk.chunks")

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_that_a_worker_cannot_read_fails_alone_and_names_it(cluster, files):
    done = on(cluster, files / "missing", files / "001")
    whole = on(cluster, "--manifest", files / "m", files / "missing")

    assert done.returncode == whole.returncode == 7
    assert done.stdout.count(b"\n") == 1
    assert b"missing: No such file or directory (on the worker " in done.stderr
    assert b"missing: No such file or directory (on the worker " in whole.stderr


def test_work_of_a_worker_that_dies_is_done_by_another(cluster, tmp_path):
    paths = [sparse(tmp_path / name, GIB) for name in ("first", "second")]
    process = started(cluster, "--quiet", *paths)  # no progress, however long it takes
    wait_until(lambda: cluster.readers(paths[0]))
    [worker] = cluster.readers(paths[0])
    worker.suspend()
    is_midway = cluster.readers(paths[0]) == [worker]
    worker.kill()
    told, complaints = process.communicate(timeout=PATIENCE)

    assert is_midway
    assert not worker.is_running()
    assert (process.returncode, complaints) == (0, b"")
    assert [line.split(b"  ")[1] for line in told.splitlines()] == [
        bytes(path) for path in paths
    ]
    assert len({line.split()[0] for line in told.splitlines()}) == 1


@pytest.mark.parametrize(
    ("how", "options"),
    [(signal.SIGINT, ()), (signal.SIGKILL, ()), (signal.SIGINT, ("--manifest", "m"))],
)
def test_whoever_leaves_frees_the_workers(cluster, tmp_path, how, options):
    path = sparse(tmp_path / "endless", 4 * TIB)
    process = started(cluster, *options, path)
    wait_until(lambda: cluster.readers(path))
    process.send_signal(how)
    _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert b"Traceback" not in complaints
    wait_until(lambda: not cluster.readers(path))


def test_progress_is_shown_while_workers_hash(cluster, tmp_path):
    path = sparse(tmp_path / "large.vhd", GIB)

    shown = on_terminal("digest", "--scheduler", cluster.address, path, columns=120)

    assert shown.code == 0
    assert b"large.vhd" in shown.data.partition(b"1.0 GiB")[0]
    assert b"/s" in shown.data


async def verified(workspace, url, cluster, *more, env):
    """Verify an artifact on loopback, on a cluster or here."""
    address = "https://artifacts.example.com/setup.sh"
    workspace.write(template_text(SETUP_SHA256).replace(address, url))
    arguments = (
        "-q", "-o", "json", workspace.template,
        "--allow-private=127.0.0.1", "--allow-insecure-http", *more,
    )  # fmt: skip
    if cluster is None:
        return await asyncio.to_thread(bakeferry, "verify", *arguments, env=env)
    return await asyncio.to_thread(on, cluster, *arguments, command="verify", env=env)


def items(done) -> list:
    """The artifacts of a report, but for the time that they took."""
    return [{**one, "seconds": 0} for one in json.loads(done.stdout)["items"]]


async def test_artifacts_are_verified_as_on_this_machine(cluster, workspace, tmp_path):
    env = environment(BAKEFERRY_CACHE_DIR=str(tmp_path / "cache"))
    async with serving(honest(Content(b"x" * MIB))) as server:
        url = server.url("/setup.sh")
        here = await verified(workspace, url, None, "--no-cache", env=env)
        there = await verified(workspace, url, cluster, env=env)
        again = await verified(workspace, url, cluster, env=env)

    assert there.returncode == here.returncode == 4
    assert items(there) == items(here)
    assert [one["cached"] for one in items(again)] == [True]


async def test_files_are_remembered_as_on_this_machine(cluster, workspace, tmp_path):
    settled = Path(typing.__file__)  # 100 KiB that were written long ago
    url = f"https://files.example/{settled.name}"
    env = environment(BAKEFERRY_CACHE_DIR=str(tmp_path / "cache"))
    mapped = f"--map=https://files.example={settled.parent}"
    first = await verified(workspace, url, cluster, mapped, env=env)
    again = await verified(workspace, url, cluster, mapped, env=env)
    here = await verified(workspace, url, None, mapped, env=env)

    found = [items(done)[0] for done in (first, again, here)]
    assert [one["cached"] for one in found] == [False, True, True]
    assert found[0]["digests"] == found[1]["digests"] == found[2]["digests"]


async def test_a_secret_reaches_the_workers_and_nothing_else(
    cluster, workspace, tmp_path
):
    state = tmp_path / "state"
    env = environment(BAKEFERRY_STATE_DIR=str(state))
    async with serving(honest(Content(b"x" * MIB))) as server:
        url = server.url(f"/setup.sh?sv=2022-11-02&sig={CANARY}")
        done = await verified(workspace, url, cluster, env=env)
        asked = [request.target for request in server.requests]

    assert any(CANARY in target for target in asked)
    kept = b"".join(one.read_bytes() for one in state.rglob("*") if one.is_file())
    told = (done.stdout, cluster.said(), known(cluster), kept)
    assert all(told)
    assert CANARY.encode() not in b"".join((*told, done.stderr))


def known(cluster) -> bytes:
    """Everything that a scheduler tells of its tasks and events, and its workers' logs."""
    program = (
        "import sys, distributed\n"
        "with distributed.Client(sys.argv[1]) as client:\n"
        "    print(client.get_events(), client.get_scheduler_logs(),\n"
        "          client.get_worker_logs(), client.story(),\n"
        "          client.run(lambda dask_worker: repr(dask_worker.state.log)),\n"
        "          client.run_on_scheduler(lambda dask_scheduler: repr(\n"
        "              [dask_scheduler.tasks, dask_scheduler.transition_log])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, cluster.address],
        env=environment(),
        capture_output=True,
        check=True,
    )
    return done.stdout


async def test_whoever_leaves_ends_also_the_wait_for_a_silent_server(
    cluster, workspace
):
    async with serving(stall(Content(b"x" * MIB))) as server:
        name = "https://artifacts.example.com/setup.sh"
        workspace.write(template_text(SETUP_SHA256).replace(name, server.url()))
        reading = ("--allow-private=127.0.0.1", "--allow-insecure-http")
        process = started(cluster, workspace.template, *reading, command="verify")
        await asyncio.to_thread(wait_until, lambda: readers_of(server))
        process.send_signal(signal.SIGINT)
        _, complaints = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
        await asyncio.to_thread(wait_until, lambda: not readers_of(server), within=SOON)

    assert process.returncode == 130
    assert complaints.count(b"\n") == 1


def test_an_artifact_that_a_worker_cannot_read_is_told_with_its_name(
    cluster, workspace
):
    workspace.write(template_text(SETUP_SHA256))
    workspace.script.unlink()

    done = on(cluster, workspace.template, workspace.mapped, command="verify")

    assert done.returncode == 7
    assert b"(on the worker " in done.stdout
