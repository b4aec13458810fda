"""A cluster that is none, cannot do it, or goes away: one line says so."""

import asyncio
import socket
import subprocess

import pytest
from behaviours import Content, stall
from clusters import (
    PATIENCE,
    another_worker,
    of_another_version,
    on,
    readers_of,
    running_cluster,
    sparse,
    started,
    without_dask,
)
from command import BAKEFERRY, bakeferry, environment
from faulty_server import serving
from waiting import wait_until
from workspace import SETUP_SHA256, template_text

MIB, TIB = 2**20, 2**40


def test_whoever_is_no_scheduler_is_told_as_such():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        where = ("--scheduler", f"127.0.0.1:{port}", __file__)
        command = [*BAKEFERRY, "digest", *where]
        process = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE)
        line, _ = other.accept()
        with line:
            line.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")
            _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 7
    assert complaints == (
        b"bakeferry: the scheduler tcp://127.0.0.1:%d does not answer as one "
        b"within 10 seconds\n" % port
    )


def test_a_cluster_that_cannot_do_it_is_refused(tmp_path):
    (tmp_path / "cluster").mkdir()
    with running_cluster(tmp_path / "cluster", workers=0) as cluster:
        without_workers = on(cluster, __file__)
        with another_worker(cluster, of_another_version(tmp_path)):
            of_other_version = on(cluster, __file__)

    assert without_workers.returncode == of_other_version.returncode == 3
    assert b"has no workers; start one: dask worker tcp://" in without_workers.stderr
    assert b"has bakeferry 9.9.9, and here it is" in of_other_version.stderr
    assert of_other_version.stderr.count(b"\n") == 1


async def test_a_scheduler_that_goes_away_ends_the_work(workspace, tmp_path):
    path = sparse(tmp_path / "endless", 4 * TIB)
    (tmp_path / "cluster").mkdir()
    with running_cluster(tmp_path / "cluster", workers=2) as cluster:
        async with serving(stall(Content(b"x" * MIB))) as server:
            name = "https://artifacts.example.com/setup.sh"
            workspace.write(template_text(SETUP_SHA256).replace(name, server.url()))
            reading = ("--allow-private=127.0.0.1", "--allow-insecure-http")
            verify = started(cluster, workspace.template, *reading, command="verify")
            digest = started(cluster, "--quiet", path)
            await asyncio.to_thread(wait_until, lambda: readers_of(server))
            await asyncio.to_thread(wait_until, lambda: cluster.readers(path))
            cluster.process.kill()
            hashed = await asyncio.to_thread(digest.communicate, timeout=PATIENCE)
            judged, _ = await asyncio.to_thread(verify.communicate, timeout=PATIENCE)

    away = f"the scheduler {cluster.address} went away"
    assert (digest.returncode, *hashed) == (7, b"", f"bakeferry: {away}\n".encode())
    assert verify.returncode == 7
    assert away in judged.decode()


def test_without_the_extra_the_command_says_what_to_install(tmp_path):
    at = ("--scheduler", "127.0.0.1:8786")
    done = bakeferry("digest", *at, __file__, env=without_dask(tmp_path))

    assert done.returncode == 2
    assert b"pip install 'bakeferry[dask]'" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--scheduler", "nowhere", "a"),
        ("--scheduler", "127.0.0.1:0", "a"),
        ("--scheduler", "127.0.0.1:65536", "a"),
        ("--scheduler", "http://127.0.0.1:8786", "a"),
        ("--scheduler", "tcp://user:pw@127.0.0.1:8786", "a"),
        ("--scheduler", "127.0.0.1:8786", "-"),
        ("--scheduler", "127.0.0.1:8786", "-j", "2", "a"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anybody_is_asked(arguments):
    done = bakeferry("digest", *arguments)

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_tls_without_certificates_says_where_they_belong():
    done = bakeferry("digest", "--scheduler", "tls://127.0.0.1:8786", __file__)

    assert done.returncode == 3
    assert b"DASK_DISTRIBUTED__COMM__TLS__" in done.stderr
