"""What a window is opened with, and hands on to the processes that it begins."""

from pathlib import Path

from tui.live.late_live import _options
from tui.opening import AzureWishes

PASSWORD = "pa55"
WISHES = AzureWishes(
    tenant="contoso.test",
    cloud="AzureUSGovernment",
    allow_private=frozenset(("b.contoso.test", "a.contoso.test")),
    ca_file=Path("/etc/own.pem"),
    proxy=f"http://me:{PASSWORD}@proxy.contoso.test:3128",
)


def test_a_process_is_told_all_by_which_the_window_reaches_azure():
    assert WISHES.reach() == [
        "--tenant", "contoso.test", "--cloud", "AzureUSGovernment",
        "--allow-private", "a.contoso.test", "--allow-private", "b.contoso.test",
        "--ca-file", "/etc/own.pem", "--proxy", WISHES.proxy,
    ]  # fmt: skip


def test_what_is_shown_of_it_holds_no_password():
    assert PASSWORD not in " ".join(WISHES.shown_reach())
    assert PASSWORD not in repr(WISHES)


def test_the_window_itself_goes_the_same_way():
    options = _options(WISHES)

    assert options.allow_private == WISHES.allow_private
    assert (options.ca_file, options.proxy) == (WISHES.ca_file, WISHES.proxy)


def test_a_file_of_certificates_is_meant_wherever_the_process_runs(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    assert AzureWishes(ca_file=Path("own.pem")).reach() == [
        "--ca-file", str(tmp_path / "own.pem"),
    ]  # fmt: skip


def test_a_simulator_is_asked_for_no_tenant_and_no_cloud():
    assert AzureWishes(simulator="http://127.0.0.1:1", tenant="t").reach() == []
