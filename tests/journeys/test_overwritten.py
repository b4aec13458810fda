"""A blob that somebody overwrites while it is copied never comes home in two versions."""

import os
from threading import Event, Thread

import pytest
from azure.storage.blob import BlobClient, BlobType
from azurite import API_VERSION
from small_disks import container, signed

from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")
SIZE = 4 * 2**20 + 512


@pytest.mark.parametrize("size", [SIZE, SIZE - 512], ids=["as long", "shorter"])
def test_a_blob_that_is_overwritten_meanwhile_is_told_as_replaced(
    azurite, told, home, size
):
    one = signed(container(azurite, "bakeferryone", "vhds"), "bakeferryone")
    address = one.replace("?", "/overwritten.bin?")
    _put(address, SIZE)
    over = Event()

    def overwrite():
        while not over.wait(0.01):
            if list(home.glob("*.part")):
                _put(address, size)
                return

    somebody = Thread(target=overwrite)
    somebody.start()
    found = told(
        "rescue", address, "--to", home, "--any-file",
        "--allow-private", "127.0.0.1", "--limit-rate", "2MiB",
    )  # fmt: skip
    over.set()
    somebody.join()

    assert found.code is ExitCode.PARTIAL
    assert "ConditionNotMet" in found.err
    assert not (home / "overwritten.bin").exists()


def _put(address, size):
    with BlobClient.from_blob_url(address, api_version=API_VERSION) as blob:
        blob.upload_blob(os.urandom(size), blob_type=BlobType.PageBlob, overwrite=True)
