"""Linting from the command line: forms of input, settings, fixes, exit codes."""

import io
import json
import sys

import pytest
from short_room import room_for
from workspace import SETUP_SHA256, template_text

CLEAN = template_text(SETUP_SHA256)


def test_a_clean_template_is_nothing_to_report(workspace, bakeferry, capsys):
    workspace.write(CLEAN)

    assert bakeferry("lint", workspace.template) == 0
    assert "Found nothing wrong in 1 file" in capsys.readouterr().out


def test_an_error_is_told_with_its_place(workspace, bakeferry, capsys):
    workspace.write(CLEAN.replace('"type": "Shell"', '"type": "Bash"'))

    assert bakeferry("lint", workspace.template) == 1
    assert "template.json:22:17 AIB300 error" in capsys.readouterr().out


def test_warnings_fail_only_when_strict(workspace, bakeferry):
    workspace.write(template_text())

    assert bakeferry("lint", workspace.template) == 0
    assert bakeferry("lint", "--strict", workspace.template) == 1


def test_exit_zero_turns_findings_into_success_and_nothing_else(workspace, bakeferry):
    workspace.write(CLEAN.replace('"Shell"', '"Bash"'))

    assert bakeferry("lint", "--exit-zero", workspace.template) == 0
    assert bakeferry("lint", "--exit-zero", "gone.json") == 7


def test_a_file_without_a_template_is_told_so(workspace, bakeferry, capsys):
    workspace.write(
        '{"Name": "r", "IsCustom": true, "Actions": [], "AssignableScopes": []}'
    )

    assert bakeferry("lint", workspace.template) == 1
    assert "role definition" in capsys.readouterr().out


def test_the_same_file_met_in_a_folder_is_no_failure(workspace, bakeferry, capsys):
    workspace.write(
        '{"Name": "r", "IsCustom": true, "Actions": [], "AssignableScopes": []}'
    )

    assert bakeferry("lint", workspace.folder) == 0
    assert "role definition" in capsys.readouterr().out


def test_folders_and_patterns_find_the_same_files(workspace, bakeferry, capsys):
    workspace.write(template_text("0"))
    for name in (".", "*.json", "template.json"):
        assert bakeferry("lint", "-o", "json", name) == 1
        told = json.loads(capsys.readouterr().out)
        assert [item["path"] for item in told["items"]] == ["template.json"]


def test_standard_input_is_judged(workspace, bakeferry, monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(template_text("0").encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert bakeferry("lint", "-") == 1
    assert "-:25:27 AIB311 error" in capsys.readouterr().out


def test_selected_rules_alone_count(workspace, bakeferry):
    workspace.write(template_text("0"))

    assert bakeferry("lint", "--select", "AIB4", workspace.template) == 0
    assert bakeferry("lint", "--ignore", "AIB311", workspace.template) == 0


def test_a_rule_that_does_not_exist_is_a_slip(workspace, bakeferry, capsys):
    workspace.write(CLEAN)

    assert bakeferry("lint", "--ignore", "AIB999", workspace.template) == 2
    assert "AIB999" in capsys.readouterr().err


def test_a_project_decides_in_its_settings(workspace, bakeferry):
    workspace.write(template_text("0"))
    settings = workspace.folder / "bakeferry.toml"
    settings.write_text('ignore = ["AIB311"]\n')
    assert bakeferry("lint", workspace.template) == 0

    settings.write_text('ignore = ["AIB311"]\nallow-private = ["localhost"]\n')
    assert bakeferry("lint", workspace.template) == 2


def test_fix_mends_and_keeps_every_other_byte(workspace, bakeferry):
    broken = CLEAN.replace('"ManagedImage"', '"managedImage"').replace(
        SETUP_SHA256, SETUP_SHA256.upper()
    )
    workspace.write(broken.replace("\n", "\r\n"))

    assert bakeferry("lint", "--fix", workspace.template) == 0
    assert workspace.template.read_bytes() == CLEAN.replace("\n", "\r\n").encode()


def test_diff_shows_the_fixes_and_writes_nothing(workspace, bakeferry, capsys):
    old = workspace.write(CLEAN.replace('"ManagedImage"', '"managedImage"'))

    bakeferry("lint", "--diff", workspace.template)

    assert '+        "type": "ManagedImage",' in capsys.readouterr().out
    assert workspace.template.read_bytes() == old


def test_a_diff_stands_alone_on_standard_output(workspace, bakeferry, capsys):
    workspace.write(CLEAN.replace('"ManagedImage"', '"managedImage"'))

    bakeferry("lint", "--diff", "-o", "json", workspace.template)

    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert {line[0] for line in lines} == set("-+@ ")
    assert json.loads(told.err)["exitCode"] == 0


def test_one_finding_that_was_mended_is_one(workspace, bakeferry, capsys):
    workspace.write(CLEAN.replace('"ManagedImage"', '"managedImage"'))

    bakeferry("lint", "--fix", workspace.template)

    assert "mended 1 finding\n" in capsys.readouterr().err


def test_standard_input_that_cannot_be_mended_is_judged_as_it_is(
    bakeferry, monkeypatch, capsys
):
    wrong = CLEAN.replace('"ManagedImage"', '"managedImage"')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(wrong.encode())))

    assert bakeferry("lint", "--fix", "-") == 1
    assert "--fix cannot write to standard input" in capsys.readouterr().err


def test_a_comment_is_never_taken_away(workspace, bakeferry):
    commented = CLEAN.replace('"customize"', '// why\n    "customize"')
    old = workspace.write(commented)

    bakeferry("lint", "--fix", workspace.template)

    assert workspace.template.read_bytes() == old


def test_a_move_that_brings_nothing_says_no_more_than_that(
    workspace, bakeferry, capsys
):
    workspace.write(CLEAN)

    bakeferry("lint", "--migrate-to", "2025-10-01", workspace.template)

    assert "Nothing breaks in 1 file with 2025-10-01" in capsys.readouterr().out


def test_a_move_of_a_file_without_a_template_does_not_go_well(
    workspace, bakeferry, capsys
):
    workspace.write('{"parameters": {"region": {"value": "westeurope"}}}')
    move = ("lint", "--migrate-to", "2025-10-01")

    assert bakeferry(*move, workspace.template) == 1
    assert "AIB100 error: no image template in this" in capsys.readouterr().out
    assert bakeferry(*move, workspace.folder) == 0


def test_migration_tells_only_what_is_new(workspace, bakeferry, capsys):
    workspace.write(
        template_text("0")
        .replace("2024-02-01", "2022-07-01")
        .replace('"PlatformImage"', '"platformImage"')
    )

    bakeferry("lint", "-o", "json", "--migrate-to", "2024-02-01", workspace.template)

    told = json.loads(capsys.readouterr().out)
    assert "AIB105" in {one["rule"] for one in told["findings"]}
    assert "AIB311" not in {one["rule"] for one in told["findings"]}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b'{"a": "\xff"}', "not UTF-8"),
        ("{}".encode("utf-16"), "UTF-16"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a": ' + b"9" * 5000 + b"}", "digits"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": NaN}', "without quotes"),
        (b"\x00", "unexpected character"),
        (b" " * (4 * 2**20 + 1), "more than the 4 MiB"),
    ],
)
def test_what_is_not_json_is_one_clear_error(data, why, workspace, bakeferry, capsys):
    workspace.template.write_bytes(data)

    assert bakeferry("lint", workspace.template) == 1
    out = capsys.readouterr().out
    assert out.count("AIB001 error") == 1
    assert why in out


def test_nothing_is_missed_in_a_fragment(workspace, bakeferry, capsys):
    workspace.write('"customize": [\n  { "type": "Shell", "inline": ["ls"] }\n],\n')

    assert bakeferry("lint", workspace.template) == 0
    assert "AIB002 warning: a fragment" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["lint", "verify"])
def test_a_file_that_fix_cannot_write_stops_no_other_and_is_told(
    workspace, bakeferry, capsys, command
):
    options = ["--no-cache", workspace.mapped] if command == "verify" else []
    wrong = CLEAN.replace('"ManagedImage"', '"managedImage"')
    workspace.write(wrong)
    large = workspace.folder / "a.json"
    large.write_text(wrong + " " * 1000)

    with room_for(len(wrong)):
        code = bakeferry(
            command, "--fix", "-o", "json", large, workspace.template, *options
        )

    assert code == 5
    assert workspace.template.read_text() == CLEAN
    told = capsys.readouterr()
    assert "template.json: mended 1 finding\n" in told.err
    assert "a.json: cannot be replaced: File too large" in told.err
    (unread,) = json.loads(told.out)["unread"]
    assert unread["path"] == str(large)
    assert "cannot be replaced: File too large" in unread["why"]
