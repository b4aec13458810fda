"""A VHD is judged by its size, its start and its footer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_disks import BIOS_BOOT, EFI_SYSTEM, QEMU, gpt, mbr, qemu_vhd

from transfer.simulator.disks import Disk, footer
from transfer.vhd.inspection import inspect
from transfer.vhd.partitions import HEAD_SIZE, Scheme, partitions

needs_qemu = pytest.mark.skipif(QEMU is None, reason="qemu-img is not installed")

MIB = 2**20
BOOTS_GENERATION_1 = mbr((0x80, 7))


def inspect_bytes(image):
    return inspect(len(image), tail=image[-512:], head=image[:HEAD_SIZE])


def fixed(disk):
    return disk + footer(Disk(size=len(disk)))


@needs_qemu
def test_a_fixed_disk_of_whole_mebibytes_is_sound(tmp_path):
    raw = BOOTS_GENERATION_1.ljust(20 * MIB, b"\0")
    image = inspect_bytes(qemu_vhd(tmp_path / "disk.vhd", raw=raw).read_bytes())

    assert image.is_sound
    assert image.partitions.generations == (1,)
    assert [
        image.objections(taker)
        for taker in ("managed disk", "Azure Marketplace", "Azure Stack Hub")
    ] == [(), (), ()]


@needs_qemu
def test_a_disk_rounded_to_cylinders_is_no_whole_number_of_mebibytes(tmp_path):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(3 * MIB), force_size=False)

    image = inspect_bytes(path.read_bytes())

    assert [problem for problem in image.problems if "whole number" in problem]


@needs_qemu
def test_a_dynamic_disk_is_refused_and_its_start_is_not_taken_for_the_disks(tmp_path):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(3 * MIB), subformat="dynamic")

    image = inspect_bytes(path.read_bytes())

    assert image.problems == ("it is a dynamic disk, and Azure takes fixed ones only",)
    assert image.partitions is None


def test_a_file_that_was_cut_disagrees_with_its_footer():
    whole = fixed(bytes(4 * MIB))

    image = inspect_bytes(whole[MIB:])

    assert "speaks of 4,194,304 bytes" in image.problems[0]


def test_a_damaged_footer_is_told():
    damaged = bytearray(fixed(bytes(MIB)))
    damaged[-1] ^= 1

    assert "checksum" in inspect_bytes(bytes(damaged)).problems[0]


@pytest.mark.parametrize(
    ("start", "name", "what"),
    [
        (b"vhdxfile", "vhdx", "a VHDX"),
        (b"QFI\xfb", "qcow2", "a qcow2 image"),
        (b"KDMV", "vmdk", "a VMDK"),
        (b"# Disk DescriptorFile\n", "vmdk", "a VMDK"),
        (b"<<< QEMU VM Virtual Disk Image >>>\n", "vdi", "a VDI"),
    ],
)
def test_another_kind_of_image_is_called_by_its_name(start, name, what):
    image = inspect_bytes(start.ljust(MIB, b"\0"))

    assert image.format == name
    assert image.problems == (f"it is {what}, and Azure takes fixed VHDs only",)
    assert image.partitions is None
    assert image.objections("managed disk") == image.problems


@needs_qemu
def test_a_small_file_of_a_large_dynamic_disk_is_not_called_too_small(tmp_path):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(32 * MIB), subformat="dynamic")

    image = inspect_bytes(path.read_bytes())

    assert image.objections("managed disk") == image.problems


def test_an_empty_disk_starts_no_machine_of_any_generation():
    image = inspect_bytes(fixed(bytes(20 * MIB)))

    nothing = ("nothing on it looks as if a machine could start",)
    assert image.objections("Azure Stack Hub") == nothing
    assert image.objections("Azure Marketplace") == nothing


def test_a_raw_disk_is_no_vhd():
    image = inspect_bytes(BOOTS_GENERATION_1.ljust(MIB, b"\0"))

    assert image.footer is None
    assert "conectix" in image.problems[0]
    assert "was cut short" in image.problems[0]


def test_what_is_shorter_than_a_footer_is_told_so():
    assert "shorter than a VHD's footer" in inspect_bytes(b"").problems[0]


def test_a_managed_disk_has_at_least_twenty_mebibytes():
    image = inspect_bytes(fixed(BOOTS_GENERATION_1.ljust(MIB, b"\0")))

    assert image.objections("managed disk") == ("a managed disk has at least 20 MiB",)


def test_azure_stack_takes_no_disk_of_generation_2():
    image = inspect_bytes(fixed(gpt(EFI_SYSTEM).ljust(20 * MIB, b"\0")))

    assert image.objections("Azure Stack Hub")
    assert not image.objections("Azure Marketplace")


@pytest.mark.parametrize(
    ("head", "scheme", "generations"),
    [
        (gpt(EFI_SYSTEM), Scheme.GPT, (2,)),
        (gpt(EFI_SYSTEM, BIOS_BOOT), Scheme.GPT, (1, 2)),
        (gpt(), Scheme.GPT, ()),
        (mbr((0x80, 0x83)), Scheme.MBR, (1,)),
        (mbr((0, 0xEF)), Scheme.MBR, (2,)),
        (mbr((0, 7)), Scheme.MBR, ()),
        (bytes(512), Scheme.NONE, ()),
        (b"", Scheme.NONE, ()),
    ],
)
def test_a_partition_table_hints_at_the_generation(head, scheme, generations):
    table = partitions(head)

    assert (table.scheme, table.generations) == (scheme, generations)


@given(
    st.binary(max_size=1200), st.sampled_from([b"", mbr((0, 0xEE)), gpt(EFI_SYSTEM)])
)
def test_no_bytes_confuse_the_reader_of_tables(noise, start):
    assert partitions((start + noise)[:HEAD_SIZE]).scheme in Scheme
    assert partitions((start[:-700] + noise)[:HEAD_SIZE]).scheme in Scheme
