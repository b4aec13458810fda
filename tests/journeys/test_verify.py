"""Verifying: every artifact is read once, and told apart from what was declared."""

import hashlib
import json

import pytest
from workspace import ADDRESS, SETUP, SETUP_SHA256, template_text


def verified(bakeferry, capsys, *arguments):
    """Run `verify -o json`; returns the exit code and the document."""
    code = bakeferry("verify", "-o", "json", *arguments)
    return code, json.loads(capsys.readouterr().out)


def test_a_clean_template_passes(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))

    code, told = verified(bakeferry, capsys, workspace.template, workspace.mapped)

    assert code == 0
    assert told["ok"] is True
    assert told["exitCode"] == 0


def test_the_digest_is_that_of_the_bytes(workspace, bakeferry, capsys):
    body = bytes(range(256)) * 9000
    workspace.script.write_bytes(body)
    workspace.write(template_text())

    _, told = verified(bakeferry, capsys, workspace.template, workspace.mapped)

    assert told["items"][0]["size"] == len(body)
    assert told["items"][0]["digests"] == {"sha256": hashlib.sha256(body).hexdigest()}


def test_one_changed_byte_is_an_integrity_failure(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))
    changed = SETUP.replace(b"up", b"uP")
    workspace.script.write_bytes(changed)

    code = bakeferry("verify", workspace.template, workspace.mapped)

    out = capsys.readouterr().out
    assert code == 4
    assert SETUP_SHA256 in out
    assert hashlib.sha256(changed).hexdigest() in out


def test_a_missing_artifact_is_not_found(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))
    workspace.script.unlink()

    assert bakeferry("verify", workspace.template, workspace.mapped) == 7
    assert "AIB307" in capsys.readouterr().out


def test_a_private_address_is_refused(workspace, bakeferry, capsys):
    text = template_text(SETUP_SHA256)
    workspace.write(text.replace("artifacts.example.com", "127.0.0.1"))

    assert bakeferry("verify", workspace.template) == 3


def test_an_unpinned_artifact_is_a_warning(workspace, bakeferry):
    workspace.write(template_text())

    assert bakeferry("verify", workspace.template, workspace.mapped) == 0


@pytest.mark.parametrize("how", ["--require-hashes", "--strict"])
def test_an_unpinned_artifact_fails_where_hashes_are_required(
    how, workspace, bakeferry
):
    workspace.write(template_text())

    assert bakeferry("verify", how, workspace.template, workspace.mapped) == 1


def test_in_ci_hashes_are_required(workspace, bakeferry, monkeypatch):
    monkeypatch.setenv("CI", "true")
    workspace.write(template_text())

    verify = ("verify", workspace.template, workspace.mapped)
    assert bakeferry(*verify) == 1
    assert bakeferry(*verify, "--no-require-hashes") == 0


def test_an_artifact_of_two_templates_is_read_once(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))
    twin = workspace.folder / "twin.json"
    twin.write_text(template_text("0" * 64))

    code, told = verified(bakeferry, capsys, workspace.template, twin, workspace.mapped)

    assert code == 4
    assert len(told["items"]) == 1
    assert len(told["items"][0]["declarations"]) == 2


def test_a_file_over_the_limit_is_an_error(workspace, bakeferry, capsys):
    text = (
        template_text()
        .replace('"Shell"', '"File"')
        .replace('"scriptUri"', '"destination": "/tmp/setup.sh",\n        "sourceUri"')
    )
    workspace.write(text)
    with workspace.script.open("wb") as file:
        file.truncate(20 * 2**20)

    code, told = verified(bakeferry, capsys, workspace.template, workspace.mapped)

    assert code == 1
    assert ("AIB365", "error") in [
        (finding["rule"], finding["severity"]) for finding in told["findings"]
    ]


def test_a_template_in_a_folder_reads_artifacts_beside_it(workspace, bakeferry):
    text = template_text(SETUP_SHA256)
    workspace.write(text.replace("https://artifacts.example.com", "artifacts"))

    assert bakeferry("verify", "--ignore", "AIB325", workspace.template) == 0


def test_nothing_above_the_template_is_read(workspace, bakeferry):
    inner = workspace.folder / "inner"
    inner.mkdir()
    template = inner / "template.json"
    text = template_text(SETUP_SHA256)
    template.write_text(text.replace("https://artifacts.example.com", "../artifacts"))

    assert bakeferry("verify", template) == 3


def test_a_name_that_stands_for_nothing_is_not_found(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))

    code = bakeferry("verify", workspace.template, "gone.json", workspace.mapped)

    assert code == 7
    assert "gone.json: no such file" in capsys.readouterr().err


def test_the_exit_code_never_depends_on_the_form(workspace, bakeferry):
    workspace.write(template_text("0" * 64))
    forms = ("text", "json", "jsonl", "sarif", "github", "azure", "junit")

    codes = {
        bakeferry("verify", "-o", form, workspace.template, workspace.mapped)
        for form in forms
    }

    assert codes == {4}


@pytest.fixture
def large_file(workspace):
    """A template with a File step that is too large for one; its text."""
    with workspace.script.open("wb") as file:
        file.truncate(20 * 2**20)
    return workspace.write(
        template_text()
        .replace('"Shell"', '"File"')
        .replace('"scriptUri"', '"destination": "/tmp/setup.sh",\n        "sourceUri"')
    )


@pytest.mark.usefixtures("large_file")
def test_a_step_that_was_rewritten_is_not_offered_to_stamp(
    workspace, bakeferry, capsys
):
    assert bakeferry("verify", "--fix", workspace.template, workspace.mapped) == 0

    told = capsys.readouterr().out
    assert "1 undeclared" in told
    assert "can be stamped" not in told


def test_a_step_that_stays_as_it_is_is_offered_to_stamp(workspace, bakeferry, capsys):
    workspace.write(template_text())

    assert bakeferry("verify", "--fix", workspace.template, workspace.mapped) == 0

    assert "1 can be stamped" in capsys.readouterr().out


@pytest.mark.usefixtures("large_file")
def test_fix_turns_a_large_file_into_a_download_that_checks_itself(
    workspace, bakeferry
):
    digest = hashlib.sha256(workspace.script.read_bytes()).hexdigest()

    assert bakeferry("verify", "--fix", workspace.template, workspace.mapped) == 0

    step = json.loads(workspace.template.read_text())["properties"]["customize"][0]
    assert step["type"] == "Shell"
    assert digest in "\n".join(step["inline"])


def test_diff_shows_the_download_and_writes_nothing(
    workspace, bakeferry, capsys, large_file
):
    assert bakeferry("verify", "--diff", workspace.template, workspace.mapped) == 0

    assert '+        "type": "Shell",\n' in capsys.readouterr().out
    assert workspace.template.read_bytes() == large_file


def test_what_a_command_downloads_is_read_where_that_is_asked_for(
    workspace, bakeferry, capsys
):
    workspace.script.with_name("more.sh").write_bytes(SETUP)
    step = f'{{"type": "Shell", "inline": ["curl -O {ADDRESS}/more.sh"]}},'
    workspace.write(
        template_text(SETUP_SHA256).replace('"customize": [', f'"customize": [{step}')
    )

    assert bakeferry("verify", workspace.template, workspace.mapped) == 0
    assert "Verified 1 artifact" in capsys.readouterr().out
    assert bakeferry("verify", "--inline", workspace.template, workspace.mapped) == 0
    assert "Verified 2 artifacts" in capsys.readouterr().out


def test_a_download_whose_address_only_the_build_knows_is_not_read(
    workspace, bakeferry, capsys
):
    commands = (
        f"curl -fsSLO {ADDRESS}/$VERSION/a.sh; curl -O {ADDRESS}/$(arch)/b.sh; "
        f"curl -O {ADDRESS}/%V%/c.sh; curl -O {ADDRESS}/setup.sh"
    )
    step = f'{{"type": "Shell", "inline": ["{commands}"]}},'
    workspace.write(
        template_text(SETUP_SHA256).replace('"customize": [', f'"customize": [{step}')
    )

    assert bakeferry("verify", "--inline", workspace.template, workspace.mapped) == 0
    assert "Verified 1 artifact" in capsys.readouterr().out


@pytest.mark.parametrize("prefix", ["https://host:port", "https://[host"])
def test_a_map_of_what_is_no_address_is_a_slip(workspace, bakeferry, capsys, prefix):
    workspace.write(template_text(SETUP_SHA256))

    assert bakeferry("verify", workspace.template, "--map", f"{prefix}=.") == 2
    assert "is no address" in capsys.readouterr().err


def test_one_address_is_mapped_to_one_folder(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))
    other = workspace.folder / "other"
    other.mkdir()
    again = f"--map=HTTPS://artifacts.example.com:443/={other}"

    assert bakeferry("verify", workspace.template, workspace.mapped, again) == 2
    told = capsys.readouterr().err
    assert f"two folders, '{workspace.folder}" in told
    assert f"and '{other}'" in told


def test_the_same_map_twice_is_one(workspace, bakeferry):
    workspace.write(template_text(SETUP_SHA256))

    assert bakeferry("verify", workspace.template, *2 * [workspace.mapped]) == 0
