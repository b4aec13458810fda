"""Neither a token nor a SAS is in anything that a command tells, also with --debug."""

from dataclasses import replace

import pytest
from submissions import artifacts, template_file

from transfer.simulator.demo import demo_scenario
from transfer.simulator.tokens import DataRole, Rights
from tui.azure_session import MANAGEMENT_TOKEN, STORAGE_TOKEN

SIGNATURE = "c2VjcmV0LXNpZ25hdHVyZS1vZi1hLXNhcw%3D%3D"
TOKENS = (MANAGEMENT_TOKEN, STORAGE_TOKEN)


@pytest.mark.parametrize(
    "arguments",
    [
        ("templates", "list"),
        ("templates", "show", "win11-avd"),
        ("templates", "pull", "win11-avd"),
        ("outputs", "list"),
        ("outputs", "show", "win11-avd"),
        ("account", "show"),
        ("account", "doctor"),
        ("triggers", "create", "win11-avd"),
        ("logs", "win11-avd", "-o", "json"),
        ("delete", "rhel9-base", "--rescue-first", "-y"),
        ("run", "ubuntu-golden"),
        ("watch", "sles15-sap"),
        ("logs", "win11-avd"),
        ("delete", "win11-avd"),
        ("delete", "edge-iot", "-y"),
        ("cancel", "sles15-sap"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("state")
def test_no_token_is_told_at_debug(azure, arguments):
    told = azure()(*arguments, "--debug")

    assert "answered 200" in told.err
    for token in TOKENS:
        assert token not in told.out + told.err


def test_debug_ends_with_the_command(azure):
    bakeferry = azure()
    bakeferry("account", "show", "--debug")

    assert "answered" not in bakeferry("templates", "list").err


@pytest.mark.parametrize(
    "rights",
    [Rights(wrong_tenant=True), Rights(blobs=DataRole.NONE)],
    ids=["refused", "by-key"],
)
def test_no_token_and_no_key_is_told_when_refused(azure, rights):
    bakeferry = azure(rights=rights)

    for arguments in (("templates", "list"), ("logs", "win11-avd")):
        told = bakeferry(*arguments, "--debug")
        keys = [
            key
            for account in bakeferry.simulator.world.accounts.values()
            for key in account.keys
        ]
        for secret in (*TOKENS, *keys, "sig=" + "A"):
            assert secret not in told.out + told.err


def test_no_token_is_told_in_a_submission(azure, tmp_path):
    told = azure()(
        "submit", template_file(tmp_path), "-g", "rg-golden", "--run", "--debug",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    for token in TOKENS:
        assert token not in told.out + told.err


@pytest.mark.usefixtures("state")
def test_no_token_is_told_when_a_template_is_submitted_anew(azure, tmp_path):
    told = azure()(
        "submit", template_file(tmp_path, "edge-iot"), "-g", "rg-edge", "--recreate",
        "--debug", "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    for token in TOKENS:
        assert token not in told.out + told.err


def with_a_sas():
    demo = demo_scenario()
    step = {
        "type": "Shell",
        "name": "secret",
        "scriptUri": f"https://files.example.com/a.sh?sv=2024-01-01&sig={SIGNATURE}",
    }
    seed = replace(
        demo.templates[0],
        properties={**demo.templates[0].properties, "customize": [step]},
    )
    return replace(demo, templates=(seed, *demo.templates[1:]))


@pytest.mark.parametrize(
    "arguments",
    [
        ("templates", "show", "ubuntu-golden"),
        ("templates", "show", "ubuntu-golden", "-o", "json"),
        ("templates", "pull", "ubuntu-golden"),
        ("logs", "ubuntu-golden"),
    ],
    ids=" ".join,
)
def test_a_sas_of_a_live_template_is_not_told(azure, arguments):
    told = azure(with_a_sas())(*arguments, "--debug")

    assert told.code == 0
    assert SIGNATURE not in told.out + told.err


def test_a_file_gets_the_sas_and_is_for_its_owner_only(azure, tmp_path):
    told = azure(with_a_sas())(
        "templates", "pull", "ubuntu-golden", "--out", "pulled.json"
    )

    file = tmp_path / "pulled.json"
    assert SIGNATURE in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert SIGNATURE not in told.out + told.err


def test_a_difference_in_a_sas_is_told_without_it(azure):
    bakeferry = azure(with_a_sas())
    bakeferry("templates", "pull", "ubuntu-golden", "--out", "pulled.json")

    told = bakeferry("templates", "diff", "pulled.json", "-n", "edge-iot", "--no-drift")

    assert told.code == 1
    assert "files.example.com/a.sh" in told.out
    assert SIGNATURE not in told.out + told.err


@pytest.mark.usefixtures("state")
def test_what_is_to_be_replaced_is_shown_without_its_sas(azure, tmp_path):
    told = azure(with_a_sas())(
        "submit", template_file(tmp_path, "ubuntu-golden"), "-g", "rg-golden",
        "--recreate", "--what-if", "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    assert "files.example.com/a.sh" in told.err
    assert SIGNATURE not in told.out + told.err


def test_a_pulled_file_is_never_written_over(azure, tmp_path):
    (tmp_path / "mine.json").write_text("mine")

    told = azure()("templates", "pull", "edge-iot", "--out", "mine.json")

    assert told.code == 2
    assert (tmp_path / "mine.json").read_text() == "mine"
