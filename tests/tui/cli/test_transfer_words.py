"""What somebody writes for a file, a blob or a container, and what it means."""

import os

import click
import pytest

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.clouds import CHINA, PUBLIC, custom_cloud
from transfer.copy_errors import Refused
from transfer.rescue import place
from transfer.strategies.all_strategies import ALL_STRATEGIES
from tui.cli.transfers.homes import artifact_of, home_of
from tui.cli.transfers.options import WHY
from tui.cli.transfers.words import both_given, given
from tui.jobs.destinations import Way, home_word

ACCOUNT = "https://contoso.blob.core.windows.net"
EMULATOR = custom_cloud(
    "emulator",
    resource_manager="http://127.0.0.1:9000",
    authority="https://login.example.com",
    blob_endpoints=("http://127.0.0.1:9000",),
)
DISK = place(f"{ACCOUNT}/vhds/disk.vhd")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def goes_to(word, cloud=PUBLIC, artifact=DISK):
    found = home_of(word, cloud).for_artifact(artifact)
    return found.url.reveal() if isinstance(found, BlobAddress) else found


@pytest.mark.parametrize(
    ("word", "cloud", "address"),
    [
        ("contoso/vhds", PUBLIC, f"{ACCOUNT}/vhds/disk.vhd"),
        ("contoso/vhds/a/b.vhd", PUBLIC, f"{ACCOUNT}/vhds/a/b.vhd"),
        ("contoso/vhds/a/", PUBLIC, f"{ACCOUNT}/vhds/a/disk.vhd"),
        ("contoso/$web", PUBLIC, f"{ACCOUNT}/$web/disk.vhd"),
        ("contoso/vhds/o p.vhd", PUBLIC, f"{ACCOUNT}/vhds/o%20p.vhd"),
        (
            "contoso/vhds",
            CHINA,
            "https://contoso.blob.core.chinacloudapi.cn/vhds/disk.vhd",
        ),
        ("contoso/vhds", EMULATOR, "http://127.0.0.1:9000/contoso/vhds/disk.vhd"),
        (f"{ACCOUNT}/vhds", PUBLIC, f"{ACCOUNT}/vhds/disk.vhd"),
        (f"{ACCOUNT}/vhds/?sig=a", PUBLIC, f"{ACCOUNT}/vhds/disk.vhd?sig=a"),
        (f"{ACCOUNT}/vhds/x.vhd?sig=a", PUBLIC, f"{ACCOUNT}/vhds/x.vhd?sig=a"),
        (
            "http://127.0.0.1:9000/contoso/vhds",
            PUBLIC,
            "http://127.0.0.1:9000/contoso/vhds/disk.vhd",
        ),
    ],
)
def test_a_container_takes_names_and_a_blob_is_one(word, cloud, address):
    assert goes_to(word, cloud) == address


def test_what_is_here_is_a_path_and_no_account(tmp_path):
    (tmp_path / "contoso" / "vhds").mkdir(parents=True)

    assert str(goes_to("contoso/vhds")) == "contoso/vhds/disk.vhd"


@pytest.mark.parametrize("word", ["./contoso/vhds", "/contoso/vhds", "disk.vhd"])
def test_other_words_are_paths(word):
    assert str(goes_to(word)) == word.removeprefix("./")


def test_a_home_that_nobody_has_is_a_path_as_it_is_written():
    nobodys = "~nobody-has-this-name/disk.vhd"

    assert str(goes_to(nobodys)) == nobodys
    assert str(artifact_of(nobodys, PUBLIC)) == nobodys
    assert home_word(Way.FOLDER, nobodys).endswith(f"/{nobodys}/")


@pytest.mark.parametrize("read", [goes_to, lambda word: artifact_of(word, PUBLIC)])
def test_a_name_that_is_no_utf8_is_refused(read):
    with pytest.raises(Refused, match="rename it first"):
        read(os.fsdecode(b"d\xff/disk.vhd"))


def test_a_path_with_a_slash_at_its_end_is_a_folder():
    assert str(goes_to("backup/")) == "backup/disk.vhd"


@pytest.mark.parametrize("word", [ACCOUNT, "http://127.0.0.1:9000/contoso"])
def test_an_account_alone_is_nowhere(word):
    with pytest.raises(Refused):
        goes_to(word)


@pytest.mark.parametrize("word", ["ftp://a/b/c", "http://contoso.example/vhds/x"])
def test_an_address_that_is_no_blobs_is_refused(word):
    with pytest.raises(Refused):
        artifact_of(word, PUBLIC)


def test_a_name_of_the_services_stays_one_part_of_the_address():
    artifact = place(f"{ACCOUNT}/vhds/..%2F..%2Fescaped.vhd")

    assert goes_to("contoso/keep", artifact=artifact) == f"{ACCOUNT}/keep/escaped.vhd"


def test_a_list_gives_each_line_that_says_something(tmp_path):
    (tmp_path / "list.txt").write_text(" one.vhd \n\ntwo.vhd\n")

    assert given(["@list.txt", "three.vhd"], print) == [
        "one.vhd",
        "two.vhd",
        "three.vhd",
    ]


def test_a_list_of_find_with_nuls_is_called_that(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"one.vhd\0two.vhd\0")

    with pytest.raises(click.UsageError, match=r"@list\.txt has a NUL in it"):
        given(["@list.txt"], print)


def test_only_a_signature_among_the_words_is_told_of(monkeypatch):
    told = []
    monkeypatch.setenv("SAS", f"{ACCOUNT}/vhds/a.vhd?sig=secret")

    given(["env:SAS", f"{ACCOUNT}/vhds/b.vhd"], told.append)
    assert told == []

    given([f"{ACCOUNT}/vhds/a.vhd?sig=secret"], told.append)
    assert len(told) == 1
    assert "secret" not in told[0]


def test_every_strategy_can_be_asked_for_and_has_a_reason():
    assert list(WHY) == list(ALL_STRATEGIES)


def test_an_empty_word_does_not_mean_this_folder():
    with pytest.raises(click.UsageError, match=r"write \. for this folder"):
        given(["", "a.vhd"], print)


def test_of_signatures_in_both_ends_it_is_told_once():
    signed, hints = f"{ACCOUNT}/vhds/disk.vhd?sv=1&sig=c2VjcmV0", []

    both_given([signed], signed, hints.append)

    [hint] = hints
    assert "where others can read it" in hint
