"""Disks come home from the command line: fast, proven, resumable, and without a secret."""

import hashlib
import json
import re
import signal
import sqlite3
import subprocess
import time
from urllib.parse import quote

import pytest
from command import BAKEFERRY, environment
from pretended_azure import Told
from small_disks import DATA, MIB, SIZE, container, signed, small_vhd
from strict_schemas import errors
from virtual_disks import QEMU

from transfer.simulator.demo import demo_scenario
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.faults import refuse
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

SIGNATURE = "c2VjcmV0LXNpZ25hdHVyZS1vZi1hLXNhcw%3D%3D"
needs_qemu = pytest.mark.skipif(QEMU is None, reason="qemu-img is not installed")


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    """A journal of its own for each test."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def told(bakeferry, capsys):
    """Run the command without any Azure."""

    def run(*arguments):
        capsys.readouterr()
        code = bakeferry(*arguments)
        return Told(code, *capsys.readouterr())

    return run


@pytest.fixture
def disk(tmp_path):
    """A fixed VHD of 8 MiB, 2 of them data, without any other program."""
    whole = fixed_vhd(Disk(size=8 * MIB, data=2 * MIB, stretches=4, seed=3))
    path = tmp_path / "disk.vhd"
    path.write_bytes(whole.read(0, whole.size))
    return path


def sha256_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copies(told):
    """The items of a copies document, which keeps to its schema."""
    return told.document("copies")["items"]


def events(told):
    """The lines of -o jsonl, each of which keeps to the schema."""
    found = [json.loads(line) for line in told.lines]
    assert [error for one in found for error in errors("live-events", one)] == []
    return found


# To and from Azurite


@needs_qemu
def test_a_disk_goes_up_across_and_home_and_is_the_same(azurite, told, tmp_path, home):
    path = small_vhd(tmp_path / "golden.vhd")
    digest = subprocess.run(
        ["sha256sum", path], check=True, capture_output=True, text=True
    ).stdout[:64]
    one = signed(container(azurite, "bakeferryone", "vhds"), "bakeferryone")
    two = signed(container(azurite, "bakeferrytwo", "vhds"), "bakeferrytwo")
    first, second = (each.replace("?", "/golden.vhd?") for each in (one, two))
    reach = ("--allow-private", "127.0.0.1", "-o", "json")

    up = told("copy", path, one, *reach)
    across = told("copy", first, two, *reach)
    down = told("rescue", second, "--to", home, *reach)

    assert [up.code, across.code, down.code] == [0, 0, 0]
    went = [item for each in (up, across, down) for item in copies(each)]
    assert [item["strategy"] for item in went] == ["upload", "streamed", "download"]
    assert sha256_of(home / "golden.vhd") == digest
    assert went[-1]["sha256"] == digest
    assert went[-1]["level"] == "verified"
    for item in went:
        assert item["size"] == SIZE
        assert item["movedBytes"] <= (DATA + 512) * 1.01


def test_an_expired_signature_is_told_as_one(azurite, told, home):
    address = container(azurite, "bakeferryone", "vhds")
    expired = signed(f"{address}/gone.vhd", "bakeferryone", hours=-24)

    found = told("rescue", expired, "--to", home, "--allow-private", "127.0.0.1")

    assert found.code is ExitCode.PERMISSION
    assert "signature" in found.err
    assert list(home.iterdir()) == []


def test_a_blob_that_is_not_there_is_not_found(azurite, told, home):
    address = container(azurite, "bakeferryone", "vhds")
    gone = signed(f"{address}/never.vhd", "bakeferryone")

    found = told("rescue", gone, "--to", home, "--allow-private", "127.0.0.1")

    assert found.code is ExitCode.REMOTE
    assert "never.vhd" in found.err


# In Azure, as the simulator has it


def test_the_service_rescues_an_output_to_another_account(azure):
    bakeferry = azure()

    rescued = bakeferry(
        "rescue", "rhel9-base", "--to", "contosoimages/images", "-o", "json"
    )

    (item,) = copies(rescued)
    assert rescued.code == 0
    assert item["strategy"] == "server-side"
    assert item["level"] == "transfer-checked"
    assert "Put Page From URL" in {
        heard.operation for heard in bakeferry.simulator.heard
    }


def test_outputs_and_delete_know_what_was_rescued(azure):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", "contosoimages/images")

    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    deleted = bakeferry("delete", "rhel9-base", "-y")

    (output,) = listed.document("outputs")["items"]
    assert output["status"] == "rescued"
    assert "/contosoimages/images/rhel9-base-vhd_" in output["place"]
    assert deleted.code == 0


def test_a_copy_that_is_gone_from_the_disk_rescues_nothing(azure, home):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", home)
    (copy,) = home.glob("*.vhd")
    copy.unlink()

    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    refused = bakeferry("delete", "rhel9-base", "-y")

    assert listed.document("outputs")["items"][0]["status"] == "atRisk"
    assert refused.code is ExitCode.REFUSED


def test_a_copy_in_the_staging_account_is_refused(azure):
    bakeferry = azure()
    shown = bakeferry("outputs", "show", "rhel9-base", "-o", "json")
    address = shown.document("outputs")["items"][0]["address"]

    refused = bakeferry("rescue", "rhel9-base", "--to", f"{address}.copy")

    assert refused.code is ExitCode.REFUSED
    assert "dies with the template" in refused.err


def test_everything_at_risk_is_shown_and_asked_for_once(azure, home):
    bakeferry = azure()

    refused = bakeferry("rescue", "--at-risk", "--to", home)

    assert refused.code is ExitCode.REFUSED
    assert "Rescue 3 VHDs" in refused.err
    assert "-y says yes" in refused.err
    assert "rhel9-base/rhel9-base-vhd" in refused.err
    assert "128.0 MiB, 20.0 MiB of data" in refused.err
    assert list(home.iterdir()) == []


def test_everything_at_risk_comes_home_with_a_receipt_each(azure, home):
    bakeferry = azure()

    rescued = bakeferry("rescue", "--all", "-y", "-q", "--to", home, "-o", "json")
    again = bakeferry("rescue", "--at-risk", "-y", "--to", home, "-o", "json")

    items = copies(rescued)
    assert [item["name"] for item in items] == [
        "ubuntu-golden/ubuntu-golden-vhd",
        "win11-avd/win11-avd-vhd",
        "rhel9-base/rhel9-base-vhd",
    ]
    for item in items:
        assert (
            sha256_of(home / item["destination"].rpartition("/")[2]) == item["sha256"]
        )
    assert rescued.err == ""
    assert (again.code, copies(again)) == (0, [])


def test_what_has_no_vhd_in_staging_says_why(azure, home):
    bakeferry = azure()

    built = bakeferry("rescue", "legacy-2019", "--to", home)
    delivered = bakeferry("rescue", "edge-iot/edge-iot-vhd", "--to", home)
    unknown = bakeferry("rescue", "rhel9-base/other", "--to", home)

    assert {built.code, delivered.code, unknown.code} == {ExitCode.REMOTE}
    assert "no build has brought it forth" in built.err
    assert "nothing of it is in staging" in delivered.err
    assert "no such run output" in unknown.err


def test_whoever_may_not_read_blobs_gets_them_by_a_short_signature(azure, home):
    bakeferry = azure(rights=Rights(blobs=DataRole.NONE))

    rescued = bakeferry("rescue", "rhel9-base", "--to", home, "-o", "json")

    assert rescued.code == 0
    assert "Storage Blob Data Reader" in rescued.err
    assert "sig=" not in rescued.err.replace("sig=…", "")


def test_a_run_output_is_named_by_its_id_too(azure, home):
    bakeferry = azure()
    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    own_id = listed.document("outputs")["items"][0]["id"]

    assert bakeferry("rescue", own_id, "--to", home, "--dry-run").code == 0


# What broke off


def test_a_copy_that_broke_off_is_taken_up_by_its_job(azure, home):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6, times=10**6)

    broken = bakeferry("rescue", "rhel9-base", "--to", home, "--streams", 1)
    listed = bakeferry("jobs", "list", "--resumable", "-o", "json")
    bakeferry.simulator.faults.clear()
    (job,) = listed.document("jobs")["items"]
    resumed = bakeferry("jobs", "resume", job["id"][:8], "-o", "json")

    assert broken.code is ExitCode.PERMISSION
    assert f"bakeferry jobs resume {job['id'][:8]}" in broken.err
    assert job["arrivedBytes"] > 0
    (item,) = copies(resumed)
    assert 0 < item["movedBytes"] < item["dataBytes"]
    (path,) = home.glob("*.vhd")
    assert sha256_of(path) == item["sha256"]


def test_a_job_is_resumed_with_a_fresh_signature(
    azurite, told, home, monkeypatch, disk
):
    one = signed(container(azurite, "bakeferryone", "fresh"), "bakeferryone")
    reach = ("--allow-private", "127.0.0.1")
    told("copy", disk, one, *reach)
    address = one.replace("?", "/disk.vhd?")
    _break_off(told, address, home, reach)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines

    bare = told("jobs", "resume", job[:8], *reach)
    monkeypatch.setenv("FRESH", address)
    fresh = told("jobs", "resume", job[:8], "--address", "env:FRESH", *reach)

    assert bare.code in (ExitCode.PERMISSION, ExitCode.REMOTE)
    assert fresh.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def _break_off(told, address, home, reach):
    """Begin a copy, and have something else appear where it has to go."""
    command = [*BAKEFERRY, "rescue", address, "--to", home, "--limit-rate", "64KiB"]
    process = subprocess.Popen(
        [*command, *reach],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _wait_until(lambda: list(home.glob("*.part")), process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def _wait_until(seen, process):
    until = time.monotonic() + 60
    while not seen():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def test_ctrl_c_leaves_a_job_and_says_how_to_go_on(told, disk, home, state):
    process = subprocess.Popen(
        [*BAKEFERRY, "copy", disk, home, "--limit-rate", "64KiB"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _wait_until(lambda: list(home.glob("*.part")), process)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    (number,) = re.findall(rb"bakeferry jobs resume ([0-9a-f]{8})", err)
    resumed = told("jobs", "resume", number.decode())
    assert (process.returncode, out) == (ExitCode.INTERRUPTED, b"")
    assert not list(home.glob("*.part"))
    assert resumed.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_an_interrupted_stream_of_events_has_an_end(disk, home):
    process = subprocess.Popen(
        [*BAKEFERRY, "copy", disk, home, "--limit-rate", "64KiB", "-o", "jsonl"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _wait_until(lambda: list(home.glob("*.part")), process)

    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)

    last = json.loads(out.splitlines()[-1])
    assert (last["event"], last["exitCode"]) == ("end", ExitCode.INTERRUPTED)


def _abandoned(told, disk, home):
    """A job that was given up, and what it left."""
    _break_off(told, disk, home, ())
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines
    return job[:8]


def test_a_job_that_was_given_up_is_cleaned_away(told, disk, home):
    job = _abandoned(told, disk, home)

    cancelled = told("jobs", "cancel", job, "-o", "json")
    asked = told("jobs", "clean")
    kept = list(home.glob("*.part"))
    cleaned = told("jobs", "clean", "-y")
    after = told("jobs", "list", "-o", "json")

    assert cancelled.document("jobs")["items"][0]["state"] == "given up"
    assert asked.code is ExitCode.REFUSED
    assert kept
    assert cleaned.code == 0
    assert list(home.iterdir()) == []
    assert after.document("jobs")["items"] == []


def test_a_given_up_blob_goes_with_its_lease(azure, disk):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Put Page", denied, after=1, times=10**6)
    to = ("--to", "contosoimages/images", "--streams", 1)
    bakeferry("rescue", disk, *to)
    bakeferry.simulator.faults.clear()
    (job,) = bakeferry("jobs", "list", "-o", "tsv").lines

    bakeferry("jobs", "cancel", job[:8])
    cleaned = bakeferry("jobs", "clean", "-y")
    again = bakeferry("rescue", disk, *to)

    assert "its part was removed" in cleaned.err
    assert (cleaned.code, again.code) == (0, 0)


def test_a_job_that_is_done_can_only_be_forgotten(told, disk, home):
    told("copy", disk, home)
    (job,) = told("jobs", "list", "-o", "tsv").lines

    assert told("jobs", "cancel", job[:8]).code is ExitCode.REFUSED
    assert told("jobs", "resume", job[:8]).code is ExitCode.REFUSED
    assert told("jobs", "remove", job[:8]).code == 0
    assert (home / "disk.vhd").exists()
    assert told("jobs", "show", job[:8]).code is ExitCode.REMOTE


# What is refused, and what is told


def test_what_is_there_is_kept_unless_told_otherwise(told, disk, home):
    (home / "disk.vhd").write_bytes(b"mine")

    refused = told("copy", disk, home)
    kept = (home / "disk.vhd").read_bytes()
    done = told("copy", disk, home, "--overwrite")

    assert refused.code is ExitCode.REFUSED
    assert "--overwrite" in refused.err
    assert kept == b"mine"
    assert done.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_what_is_no_vhd_is_refused_unless_told_otherwise(told, tmp_path, home):
    wrong = tmp_path / "notes.vhd"
    wrong.write_bytes(b"not a disk" * 1000)

    refused = told("rescue", wrong, "--to", home)
    done = told("rescue", wrong, "--to", home, "--any-file")

    assert refused.code is ExitCode.REFUSED
    assert "conectix" in refused.err
    assert done.code == 0


def test_a_file_that_is_not_there_is_not_found(told, home):
    found = told("copy", "nothing.vhd", home)

    assert found.code is ExitCode.REMOTE
    assert "staging" not in found.err


def test_one_that_fails_stops_no_other(told, disk, home):
    found = told("copy", "gone.vhd", disk, home, "-o", "json")

    assert found.code is ExitCode.REMOTE
    assert [item["outcome"] for item in copies(found)] == ["failed", "copied"]
    assert (home / "disk.vhd").exists()


def test_two_that_would_get_one_name_are_refused(told, disk, home, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    twin = other / "disk.vhd"
    twin.write_bytes(disk.read_bytes())

    refused = told("copy", disk, twin, home)

    assert refused.code is ExitCode.REFUSED
    assert list(home.iterdir()) == []


def test_looking_copies_nothing(told, disk, home):
    looked = told("copy", disk, home, "--dry-run", "-o", "json")

    (item,) = copies(looked)
    assert item["outcome"] == "planned"
    assert item["strategy"] == "local"
    assert list(home.iterdir()) == []


def test_the_events_tell_how_far_it_has_come(told, disk, home):
    found = events(told("copy", disk, home, "-o", "jsonl"))

    kinds = [one["event"] for one in found]
    assert kinds[0] == "start"
    assert "progress" in kinds
    assert kinds[-2:] == ["item", "end"]


def test_a_strategy_that_leads_nowhere_is_a_slip(told, disk, home):
    assert told("copy", disk, home, "--only", "server-side").code == ExitCode.USAGE


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_the_exit_code_never_depends_on_the_form(told, disk, home, form):
    assert told("copy", "gone.vhd", home, "-o", form).code is ExitCode.REMOTE


# Names and secrets


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


# The journal


def test_a_journal_of_a_newer_version_is_left_alone(told, disk, home, state):
    told("copy", disk, home)
    with sqlite3.connect(state / "transfers.sqlite") as connection:
        connection.execute("PRAGMA user_version = 999")

    found = told("jobs", "list")

    assert found.code == ExitCode.USAGE
    assert "newer version" in found.err
