"""Where a copy's addresses come from, and what of them never leaves it."""

from urllib.parse import quote

import pytest
from small_disks import MIB

from transfer.simulator.demo import demo_scenario
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

SIGNATURE = "c2VjcmV0LXNpZ25hdHVyZS1vZi1hLXNhcw%3D%3D"


def hostile_scenario():
    """A blob with a name that means harm to files and to terminals."""
    name = "..\\..\\escaped\x1b]0;owned\x07.vhd"
    blob = BlobSeed("vhds", name, fixed_vhd(Disk(size=2 * MIB)), is_page_blob=True)
    account = AccountSeed("hostileaccount", "rg-golden", blobs=(blob,))
    return Scenario(accounts=(account,)), name


def test_a_name_from_the_service_stays_in_the_folder(azure, home, tmp_path):
    scenario, name = hostile_scenario()
    bakeferry = azure(scenario)
    address = f"{bakeferry.origin}/hostileaccount/vhds/{quote(name, safe='')}"
    before = set(tmp_path.rglob("*"))

    rescued = bakeferry("copy", address, home)

    made = [
        path for path in set(tmp_path.rglob("*")) - before if "state" not in str(path)
    ]
    assert rescued.code == 0
    assert {path.parent for path in made} == {home}
    assert "\x1b" not in rescued.out + rescued.err


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_a_signature_is_in_nothing_that_is_told_or_kept(azure, home, state, form):
    bakeferry = azure(demo_scenario())
    address = f"{bakeferry.origin}/contosoimages/vhds/ubuntu-golden.vhd"
    signed_address = f"{address}?sv=2022-11-02&sp=r&se=2020-01-01&sig={SIGNATURE}"

    found = bakeferry("copy", signed_address, home, "-o", form, "--debug")
    more = bakeferry("copy", home, signed_address, "--dry-run", "-o", form)

    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    assert found.code is not ExitCode.DONE
    for secret in (SIGNATURE, SIGNATURE.replace("%3D", "=")):
        assert secret not in found.out + found.err + more.out + more.err
        assert secret.encode() not in kept


def test_a_signature_among_the_arguments_gets_a_hint(azure, home, monkeypatch):
    bakeferry = azure()
    address = f"{bakeferry.origin}/contosoimages/vhds/x.vhd?sig={SIGNATURE}"
    monkeypatch.setenv("ADDRESS", address)

    seen = bakeferry("copy", address, home)
    unseen = bakeferry("copy", "env:ADDRESS", home)

    assert "env:NAME" in seen.err
    assert "env:NAME" not in unseen.err


def test_addresses_come_from_a_file_or_a_variable(azure, home, tmp_path, monkeypatch):
    bakeferry = azure()
    address = f"{bakeferry.origin}/contosoimages/vhds/ubuntu-golden.vhd"
    (tmp_path / "list.txt").write_text(f"\n{address}\n")

    found = bakeferry("rescue", "--artifact", "@list.txt", "--to", home)

    assert found.code == 0
    assert (home / "ubuntu-golden.vhd").exists()
    assert bakeferry("copy", "env:NOT_SET", home).code == ExitCode.USAGE
