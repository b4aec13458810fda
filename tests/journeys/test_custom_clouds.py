"""A cloud of somebody's own: by its endpoint, by a file, by az, by the settings."""

import json

import pytest
from pretended_azure import pretended
from submissions import template_file

from transfer.simulator.tokens import MANAGEMENT
from tui.azure_session import SIMULATED_SUBSCRIPTION
from tui.cli.exit_codes import ExitCode

TOKEN = "canary-of-a-custom-cloud"
WHERE = ("--subscription", SIMULATED_SUBSCRIPTION)


@pytest.fixture
def stack(az):
    """A cloud that is no simulator to the command, and az that is signed in to it."""
    with pretended() as (simulator, origin):
        simulator.tokens.admit(TOKEN, MANAGEMENT)
        az(TOKEN)
        yield simulator, origin


def document(origin, **more):
    return {
        "name": "Stack",
        "endpoints": {
            "resourceManager": origin,
            "activeDirectory": "https://login.stack.example/adfs",
            "activeDirectoryResourceId": "https://management.stack.example/guid",
        },
        "suffixes": {"storageEndpoint": "stack.example"},
        **more,
    }


def test_a_cloud_is_found_by_its_endpoint(stack, told, tmp_path):
    _, origin = stack

    found = told("templates", "list", "--cloud", origin, *WHERE, "-o", "json")

    assert found.code == 0
    assert len(found.document("templates")["items"]) == 7
    asked = (tmp_path / "asked-of-az").read_text()
    assert f"--resource {origin}" in asked
    assert TOKEN not in found.out + found.err


def test_a_cloud_is_found_by_a_file_as_az_prints_it(stack, told, tmp_path):
    _, origin = stack
    file = tmp_path / "stack.json"
    file.write_text(json.dumps(document(origin)))

    shown = told("account", "show", "--cloud", file, *WHERE, "-o", "json")

    assert shown.code == 0
    facts = {one["what"]: one for one in shown.document("account")["items"]}
    assert facts["cloud"]["value"] == "Stack"
    asked = (tmp_path / "asked-of-az").read_text()
    assert "--resource https://management.stack.example/guid" in asked


def test_a_cloud_is_found_where_az_has_registered_it(stack, told, tmp_path):
    _, origin = stack
    folder = tmp_path / "azure"
    folder.mkdir()
    (folder / "config").write_text("[cloud]\nname = Stack\n")
    (folder / "clouds.config").write_text(
        "[Stack]\n"
        f"endpoint_resource_manager = {origin}\n"
        "endpoint_active_directory = https://login.stack.example/\n"
        "endpoint_active_directory_resource_id = https://management.stack.example/g\n"
        "suffix_storage_endpoint = stack.example\n"
    )

    found = told("templates", "list", *WHERE, "-o", "tsv")

    assert found.code == 0
    assert "cloud Stack, from az's cloud.name" in found.err


def test_a_cloud_is_found_in_a_persons_own_settings(stack, told, tmp_path, monkeypatch):
    _, origin = stack
    settings = tmp_path / "config.toml"
    settings.write_text(f'cloud = "{origin}"\n')
    monkeypatch.setenv("BAKEFERRY_CONFIG", str(settings))

    found = told("templates", "list", *WHERE, "-o", "tsv")

    assert found.code == 0
    assert "cloud Simulated, from your settings" in found.err


def test_blobs_of_a_cloud_without_tokens_for_them_are_read_by_key(stack, told):
    _, origin = stack

    found = told("logs", "ubuntu-golden", "--cloud", origin, *WHERE)

    assert found.code == 0
    assert '── customize 1 "harden" (shell)' in found.lines
    assert "az role assignment" not in found.err  # no role would help there


def test_a_project_cannot_choose_the_cloud(told, nobody, tmp_path):
    (tmp_path / "bakeferry.toml").write_text('cloud = "https://evil.example"\n')
    (tmp_path / "a.json").write_text("{}")

    found = told("lint", "a.json")

    assert found.code == ExitCode.USAGE
    assert "cloud" in found.err


@pytest.mark.usefixtures("nobody")
def test_an_endpoint_that_is_none_is_a_slip(told):
    found = told("templates", "list", "--cloud", "http://stack.example", *WHERE)

    assert found.code == ExitCode.USAGE
    assert "http is for this machine's own loopback only" in found.err


@pytest.mark.usefixtures("nobody")
def test_an_endpoint_that_does_not_answer_is_told(told, free_port):
    cloud = f"http://127.0.0.1:{free_port}"

    found = told("templates", "list", "--cloud", cloud, *WHERE)

    assert found.code is ExitCode.REMOTE
    assert f"read the endpoints of {cloud}" in found.err


def test_no_token_of_microsofts_cloud_goes_to_another(stack, told, tmp_path):
    simulator, origin = stack
    body = document(origin)
    body["endpoints"]["activeDirectoryResourceId"] = "https://management.azure.com/"
    file = tmp_path / "evil.json"
    file.write_text(json.dumps(body))

    found = told("templates", "list", "--cloud", file, *WHERE)

    assert found.code == ExitCode.USAGE
    assert "asks for tokens of management.azure.com" in found.err
    assert not (tmp_path / "asked-of-az").exists()
    assert simulator.heard == []


def test_the_managers_own_host_is_no_place_for_artifacts(stack, told, tmp_path):
    simulator, origin = stack
    inner = origin.replace("http:", "https:")
    step = {"type": "Shell", "scriptUri": f"{inner}/steal.sh"}
    file = template_file(tmp_path, customize=[step])

    found = told("submit", file, "-g", "rg-golden", "--cloud", origin, *WHERE)

    assert found.code == ExitCode.REFUSED
    assert "allow it with --allow-private 127.0.0.1" in found.err
    assert not [one for one in simulator.heard if "steal" in str(one)]


def test_ad_fs_needs_no_tenant_of_a_persons(stack, told, tmp_path):
    _, origin = stack
    file = tmp_path / "stack.json"
    file.write_text(json.dumps(document(origin)))

    shown = told("account", "show", "--cloud", file, *WHERE, "-o", "json")

    facts = {one["what"]: one for one in shown.document("account")["items"]}
    assert (facts["tenant"]["value"], facts["tenant"]["origin"]) == (
        "adfs",
        "the cloud",
    )
