"""What is to be copied has to fit on its disk, all of it together."""

import os
from pathlib import Path

import pytest

from integrity.safe_text import Safe
from transfer.shortages import DiskFull
from tui.cli.transfers.looking import Look
from tui.cli.transfers.orders import Order
from tui.cli.transfers.room import check_room_for


def _look(destination: Path, *, data_bytes: int, **more) -> Look:
    order = Order(Safe("disk"), Path("/disk.vhd"), destination, "local")
    return Look(order, data_bytes, data_bytes, **more)


@pytest.fixture
def free(tmp_path):
    told = os.statvfs(tmp_path)
    return told.f_bavail * told.f_frsize


def test_copies_to_two_folders_of_one_disk_need_room_together(tmp_path, free):
    most = free * 6 // 10
    (tmp_path / "here").mkdir()
    looks = [
        _look(tmp_path / "here" / "a.vhd", data_bytes=most),
        _look(tmp_path / "not" / "yet" / "b.vhd", data_bytes=most),
    ]

    check_room_for(looks[:1])
    check_room_for(looks[1:])
    with pytest.raises(DiskFull):
        check_room_for(looks)


def test_what_was_begun_has_its_room_already(tmp_path, free):
    check_room_for([_look(tmp_path / "a.vhd", data_bytes=2 * free, begun="1f3a9c2e")])


def test_what_would_be_refused_once_it_begins_is_refused_before(tmp_path, free):
    with pytest.raises(DiskFull):
        check_room_for([_look(tmp_path / "a.vhd", data_bytes=free - free // 200)])
