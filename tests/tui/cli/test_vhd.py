"""A VHD is looked at: what it is, what is wrong with it, and who would take it."""

import hashlib
import json
import re
import shlex
import struct
import subprocess

import pytest
from strict_schemas import errors
from virtual_disks import EFI_SYSTEM, QEMU, gpt, qemu_vhd

from transfer.vhd.footer import FOOTER_SIZE, DiskType
from tui.cli.main import run

MIB = 2**20
needs_qemu = pytest.mark.skipif(QEMU is None, reason="qemu-img is not installed")


def looked_at(capsys, path, *more):
    capsys.readouterr()
    code = run(["vhd", str(path), "-o", "json", *more])
    found = json.loads(capsys.readouterr().out)
    assert errors("vhd", found) == []
    return code, found


def takers(found):
    return {each["name"]: each["takes"] for each in found["takers"]}


@needs_qemu
def test_a_fixed_disk_of_generation_2_is_told_in_full(tmp_path, capsys):
    raw = gpt(EFI_SYSTEM).ljust(64 * MIB, b"\0")
    path = qemu_vhd(tmp_path / "disk.vhd", raw=raw)

    code, found = looked_at(capsys, path, "--sha256")

    assert code == 0
    assert (found["format"], found["diskType"]) == ("vhd", "fixed")
    assert found["checksumHolds"]
    assert found["isWholeMebibytes"]
    assert (found["size"], found["diskSize"]) == (64 * MIB + 512, 64 * MIB)
    assert found["dataBytes"] < MIB
    assert (found["partitionScheme"], found["generations"]) == ("gpt", [2])
    assert found["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert takers(found) == {
        "managed disk": True,
        "Azure Marketplace": True,
        "Azure Stack Hub": False,
    }


@needs_qemu
def test_a_dynamic_disk_would_be_taken_by_nobody(tmp_path, capsys):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(32 * MIB), subformat="dynamic")

    code, found = looked_at(capsys, path)

    assert code == 1
    assert found["diskType"] == "dynamic"
    assert not any(takers(found).values())


def test_a_raw_disk_has_no_footer(tmp_path, capsys):
    path = tmp_path / "disk.raw"
    path.write_bytes(bytes(MIB))

    code, found = looked_at(capsys, path)

    assert code == 1
    assert found["format"] == "none"
    assert "conectix" in found["problems"][0]
    assert "qemu-img info disk.raw" in found["advice"]


@needs_qemu
@pytest.mark.parametrize(
    ("kind", "size"),
    [(kind, 32 * MIB) for kind in ("qcow2", "vhdx", "vmdk", "vdi", "raw", "vpc")]
    + [(kind, 32 * MIB + 4096) for kind in ("raw", "vpc")],
)
def test_what_is_advised_makes_a_disk_that_azure_takes(tmp_path, capsys, kind, size):
    raw = tmp_path / "made.raw"
    raw.write_bytes(gpt(EFI_SYSTEM).ljust(size, b"\0"))
    path = tmp_path / "my disk.img"
    more = ["-o", "force_size"] if kind == "vpc" else []
    subprocess.run([QEMU, "convert", "-O", kind, *more, raw, path], check=True)

    code, found = looked_at(capsys, path)
    for command in re.findall("`(.+?)`", found["advice"]):
        subprocess.run(
            shlex.split(command), check=True, cwd=tmp_path, capture_output=True
        )

    assert (code, found["format"]) == (1, {"vpc": "vhd"}.get(kind, kind))
    assert looked_at(capsys, tmp_path / "my disk-fixed.vhd")[0] == 0


@needs_qemu
def test_a_damaged_footer_is_told(tmp_path, capsys):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(32 * MIB))
    data = bytearray(path.read_bytes())
    data[-300] ^= 1
    path.write_bytes(data)

    code, found = looked_at(capsys, path)

    assert code == 1
    assert found["checksumHolds"] is False


def test_a_person_reads_the_same(tmp_path, capsys):
    path = tmp_path / "disk.raw"
    path.write_bytes(bytes(MIB))

    assert run(["vhd", str(path)]) == 1
    out = capsys.readouterr().out
    assert "no VHD: the last 512 bytes are no footer" in out
    assert "managed disk       would refuse it" in out


@needs_qemu
def test_a_differencing_disk_is_merged_before_it_is_converted(tmp_path, capsys):
    path = qemu_vhd(tmp_path / "disk.vhd", raw=bytes(32 * MIB), subformat="dynamic")
    footer = bytearray(path.read_bytes()[-FOOTER_SIZE:])
    footer[60:68] = struct.pack(">II", DiskType.DIFFERENCING, 0)
    footer[64:68] = struct.pack(">I", ~sum(footer) & 0xFFFFFFFF)
    path.write_bytes(path.read_bytes()[:-FOOTER_SIZE] + footer)

    assert run(["vhd", str(path)]) == 1
    out = capsys.readouterr().out
    assert "VHD, differencing" in out
    assert out.index("Merge-VHD") < out.index("qemu-img convert")


@pytest.mark.parametrize("size", [0, 1, 511])
def test_a_file_smaller_than_a_footer_is_no_vhd(tmp_path, capsys, size):
    path = tmp_path / "small.vhd"
    path.write_bytes(bytes(size))

    assert looked_at(capsys, path)[0] == 1


def test_nothing_is_made_of_an_empty_file(tmp_path, capsys):
    path = tmp_path / "empty.vhd"
    path.touch()

    assert "qemu-img" not in looked_at(capsys, path)[1]["advice"]


def test_a_folder_is_refused(tmp_path):
    assert run(["vhd", str(tmp_path)]) == 3


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    assert run(["vhd", str(tmp_path / "gone.vhd")]) == 7
