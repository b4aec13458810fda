"""Without a sign-in, without a network: one message each, and what mends it."""

import json

import pytest

from tui.cli.exit_codes import ExitCode


@pytest.mark.usefixtures("nobody")
def test_without_a_sign_in_the_command_to_sign_in_is_named(bakeferry, capsys):
    code = bakeferry("templates", "list")

    told = capsys.readouterr().err
    assert code == ExitCode.PERMISSION
    assert "not signed in to Azure" in told
    assert "`az login`" in told


@pytest.mark.usefixtures("nobody")
def test_the_account_tells_what_was_tried(bakeferry, capsys):
    code = bakeferry("account", "show", "-o", "json")

    document = json.loads(capsys.readouterr().out)
    assert code == ExitCode.PERMISSION
    assert document["signedIn"] is False
    assert document["tried"][0]["way"] == "az login"
    assert "not found" in document["tried"][0]["why"]
    assert "az login" in document["remedy"]
    origins = {one["what"]: one["origin"] for one in document["items"]}
    assert origins["subscription"] == "AZURE_SUBSCRIPTION_ID"


@pytest.mark.usefixtures("nobody")
def test_without_a_subscription_the_ways_to_name_one_are_told(
    bakeferry, capsys, monkeypatch
):
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID")

    code = bakeferry("templates", "list")

    assert code == ExitCode.USAGE
    assert "--subscription" in capsys.readouterr().err


@pytest.mark.usefixtures("nobody")
def test_what_was_guessed_is_said_with_who_said_it(bakeferry, capsys, tmp_path):
    folder = tmp_path / "azure"
    folder.mkdir()
    (folder / "config").write_text("[defaults]\ngroup = rg-default\n")

    bakeferry("templates", "list")

    told = capsys.readouterr().err
    assert "resource group rg-default, from az's defaults.group" in told
    assert "from AZURE_SUBSCRIPTION_ID" in told


def test_without_a_network_the_network_is_named(
    bakeferry, capsys, monkeypatch, free_port
):
    monkeypatch.setenv("BAKEFERRY_SIMULATOR", f"http://127.0.0.1:{free_port}")

    code = bakeferry("templates", "list")

    told = capsys.readouterr().err
    assert code == ExitCode.REMOTE
    assert "is there a network?" in told


def test_a_simulator_elsewhere_gets_no_token(bakeferry, capsys, monkeypatch):
    monkeypatch.setenv("BAKEFERRY_SIMULATOR", "https://azure.example.com")

    code = bakeferry("templates", "list")

    assert code == ExitCode.USAGE
    assert "on this machine only" in capsys.readouterr().err


def test_an_unknown_cloud_names_those_that_are_known(bakeferry, capsys):
    code = bakeferry("templates", "list", "--cloud", "AzureMoon")

    assert code == ExitCode.USAGE
    assert "AzureUSGovernment" in capsys.readouterr().err
