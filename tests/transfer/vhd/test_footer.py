"""A footer is read as the programs write it that make VHDs."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_disks import QEMU, qemu_vhd

from transfer.simulator.disks import Disk
from transfer.simulator.disks import footer as footer_of
from transfer.vhd.footer import (
    DiskType,
    NoFooter,
    footer_checksum,
    parse_footer,
)

needs_qemu = pytest.mark.skipif(QEMU is None, reason="qemu-img is not installed")

MIB = 2**20


@needs_qemu
def test_the_footer_of_a_fixed_disk_made_by_qemu(tmp_path):
    image = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(3 * MIB)).read_bytes()

    footer = parse_footer(image[-512:])

    assert footer.disk_type is DiskType.FIXED
    assert footer.current_size == 3 * MIB
    assert footer.creator == "qem2"
    assert footer.created.year >= 2024
    assert footer.checksum_holds


@needs_qemu
def test_the_footer_of_a_dynamic_disk_made_by_qemu(tmp_path):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(3 * MIB), subformat="dynamic")

    footer = parse_footer(path.read_bytes()[-512:])

    assert footer.disk_type is DiskType.DYNAMIC
    assert footer.data_offset == 512
    assert footer.checksum_holds


@given(st.integers(0, 511), st.integers(1, 255))
def test_any_byte_that_changes_breaks_the_cookie_or_the_checksum(place, change):
    damaged = bytearray(footer_of(Disk(size=3 * MIB)))
    damaged[place] ^= change

    try:
        holds = parse_footer(bytes(damaged)).checksum_holds
    except NoFooter:
        holds = False
    assert not holds


def test_the_footer_of_a_pretended_disk_is_that_of_a_fixed_one_of_its_size():
    footer = parse_footer(footer_of(Disk(size=5 * MIB, seed=7)))

    assert (footer.disk_type, footer.current_size) == (DiskType.FIXED, 5 * MIB)
    assert footer.unique_id == UUID(int=7)
    assert footer.checksum_holds


def test_the_checksum_leaves_its_own_field_out():
    footer = footer_of(Disk(size=MIB))

    assert footer_checksum(footer) == int.from_bytes(footer[64:68], "big")


@given(st.binary(max_size=600))
def test_other_bytes_are_no_footer(data):
    with pytest.raises(NoFooter):
        parse_footer(data)


def test_an_unknown_kind_of_disk_has_no_type():
    footer = bytearray(footer_of(Disk(size=MIB)))
    footer[63] = 9

    assert parse_footer(bytes(footer)).disk_type is None
