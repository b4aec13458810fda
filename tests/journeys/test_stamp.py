"""Stamping: the digests go in, every other byte stays."""

import re

import pytest
from short_room import room_for
from workspace import SETUP, SETUP_SHA256, template_text

import tui.cli.work.stamp as stamp_work

WRONG = "0" * 64

STYLES = {
    "as it is usually written": template_text(""),
    "with Windows line ends": template_text("").replace("\n", "\r\n"),
    "with tabs": template_text("").replace("  ", "\t"),
    "with comments": template_text("").replace(
        '"customize"', '// the order matters\n    "customize"'
    ),
    "without a final line end": template_text("").rstrip("\n"),
    "with an empty checksum": template_text(""),
    "with a wrong checksum": template_text(WRONG),
    "on one line": re.sub(r"\n\s*", " ", template_text("")),
    "minified": re.sub(r"\n\s*", "", template_text("")).replace('": ', '":'),
    "with a byte order mark": "\ufeff" + template_text(""),
    "with null for a checksum": template_text("").replace(
        '"sha256Checksum": ""', '"sha256Checksum": null'
    ),
    "with a placeholder": template_text("<sha256 checksum>"),
}

KEYLESS = {
    "indented": template_text(),
    "with Windows line ends": template_text().replace("\n", "\r\n"),
    "with tabs": template_text().replace("  ", "\t"),
    "on one line": re.sub(r"\n\s*", " ", template_text()),
    "minified": re.sub(r"\n\s*", "", template_text()).replace('": ', '":'),
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_only_the_digest_changes(text, workspace, bakeferry):
    old = workspace.write(text)

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 0

    new = workspace.template.read_bytes()
    assert new == re.sub(
        rb'(sha256Checksum":\s*)("[^"]*"|null)',
        rb'\1"' + SETUP_SHA256.encode() + b'"',
        old,
    )


@pytest.mark.parametrize("text", KEYLESS.values(), ids=KEYLESS.keys())
def test_a_missing_key_is_added_in_the_style_of_the_file(text, workspace, bakeferry):
    old = workspace.write(text)

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 0

    new = workspace.template.read_bytes()
    added = re.search(
        rb',(\s*)"sha256Checksum"(:\s?)"' + SETUP_SHA256.encode() + b'"', new
    )
    before = re.search(rb'[,{](\s*)"scriptUri"(:\s?)"', old)
    assert added is not None
    assert before is not None
    assert added.groups() == before.groups()
    assert new.replace(added.group(), b"") == old


def test_after_stamp_verify_passes(workspace, bakeferry):
    workspace.write(template_text(WRONG))

    assert bakeferry("verify", workspace.template, workspace.mapped) == 4
    assert bakeferry("stamp", workspace.template, workspace.mapped) == 0
    assert bakeferry("verify", workspace.template, workspace.mapped) == 0


def test_stamping_twice_changes_nothing(workspace, bakeferry, capsys):
    workspace.write(template_text())
    bakeferry("stamp", workspace.template, workspace.mapped)
    stamped = workspace.template.read_bytes()
    written = workspace.template.stat().st_mtime_ns

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 0
    assert workspace.template.read_bytes() == stamped
    assert workspace.template.stat().st_mtime_ns == written
    assert "Nothing to stamp" in capsys.readouterr().out


def test_check_tells_and_writes_nothing(workspace, bakeferry, capsys):
    old = workspace.write(template_text())

    assert bakeferry("stamp", "--check", workspace.template, workspace.mapped) == 1
    assert workspace.template.read_bytes() == old
    assert SETUP_SHA256 in capsys.readouterr().out


def test_check_of_a_stamped_file_is_content(workspace, bakeferry):
    workspace.write(template_text(SETUP_SHA256))

    assert bakeferry("stamp", "--check", workspace.template, workspace.mapped) == 0


def test_diff_prints_one_changed_line_and_writes_nothing(workspace, bakeferry, capsys):
    old = workspace.write(template_text(WRONG))

    assert bakeferry("stamp", "--diff", workspace.template, workspace.mapped) == 1

    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert [line for line in lines if line.startswith("+ ")] == [
        f'+        "sha256Checksum": "{SETUP_SHA256}"'
    ]
    assert {line[:1] for line in lines} == set("+-@ "), "nothing but the diff"
    assert "Would stamp 1 checksum" in told.err
    assert workspace.template.read_bytes() == old


def test_only_missing_leaves_a_wrong_checksum(workspace, bakeferry):
    old = workspace.write(template_text(WRONG))

    bakeferry("stamp", "--only-missing", workspace.template, workspace.mapped)

    assert workspace.template.read_bytes() == old


def test_a_web_page_is_never_stamped(workspace, bakeferry, capsys):
    old = workspace.write(template_text())
    workspace.script.write_bytes(b"<!DOCTYPE html><title>Sign in</title>")

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 5
    assert workspace.template.read_bytes() == old
    assert "web page" in capsys.readouterr().out


def test_a_missing_artifact_stops_only_its_own_stamp(workspace, bakeferry):
    second = '"scriptUri": "https://artifacts.example.com/gone.sh"'
    first = '"scriptUri": "https://artifacts.example.com/setup.sh"'
    text = template_text().replace(
        first + "\n      }",
        first
        + '\n      },\n      {\n        "type": "Shell",\n        '
        + second
        + "\n      }",
    )
    workspace.write(text)

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 7
    assert workspace.template.read_text().count(SETUP_SHA256) == 1


def test_the_mode_of_the_file_stays(workspace, bakeferry):
    workspace.write(template_text())
    workspace.template.chmod(0o640)

    bakeferry("stamp", workspace.template, workspace.mapped)

    assert workspace.template.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def locked(workspace):
    """A workspace whose files may be read, and none made."""
    workspace.write(template_text())
    workspace.folder.chmod(0o555)
    return workspace


def test_a_folder_that_may_not_be_written_names_the_file(
    locked, unprivileged, bakeferry, capsys
):
    assert bakeferry("stamp", locked.template, locked.mapped, "--no-cache") == 6
    assert "not stamped: cannot be replaced in its folder" in capsys.readouterr().out


def test_a_full_disk_names_the_file_and_leaves_it(workspace, bakeferry, capsys):
    workspace.write(template_text("0" * 64))
    before = workspace.template.read_bytes()
    with room_for(len(before) - 1):
        code = bakeferry("stamp", "--no-cache", workspace.template, workspace.mapped)

    assert code == 5
    out = capsys.readouterr().out
    assert "not stamped: cannot be replaced: File too large" in out
    assert workspace.template.read_bytes() == before
    assert list(workspace.folder.glob(".*")) == []


def test_a_file_that_cannot_be_written_stops_no_other(workspace, bakeferry, capsys):
    text = template_text(WRONG)
    large = workspace.template.with_name("large.json")
    large.write_text(text + " " * 1000)
    workspace.write(text)
    with room_for(len(text)):
        code = bakeferry(
            "stamp", "--no-cache", large, workspace.template, workspace.mapped
        )

    assert code == 5
    assert SETUP_SHA256 in workspace.template.read_text()
    out = capsys.readouterr().out
    assert "Stamped 1 checksum in 1 file; 1 checksum could not be written" in out


def test_a_checksum_that_is_a_number_is_told_as_no_string(workspace, bakeferry, capsys):
    workspace.write(
        template_text("").replace('"sha256Checksum": ""', '"sha256Checksum": 12')
    )

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 5
    assert "no string: write the digest there" in capsys.readouterr().out


def test_no_part_file_is_left_behind(workspace, bakeferry):
    workspace.write(template_text())

    bakeferry("stamp", workspace.template, workspace.mapped)

    names = {path.name for path in workspace.folder.iterdir()}
    assert names == {"template.json", "artifacts", "cache"}


def test_the_stamped_digest_is_that_of_the_bytes(workspace, bakeferry):
    workspace.script.write_bytes(SETUP + b"one more line\n")
    workspace.write(template_text(SETUP_SHA256))

    bakeferry("stamp", workspace.template, workspace.mapped)

    assert SETUP_SHA256 not in workspace.template.read_text()


def test_of_a_file_that_cannot_be_read_nobody_says_that_it_is_right(bakeferry, capsys):
    assert bakeferry("stamp", "missing.json") == 7
    assert capsys.readouterr().out == "Nothing to stamp: no image template was read\n"


def test_a_template_that_is_gone_when_it_is_written_is_not_found(
    workspace, bakeferry, capsys, monkeypatch
):
    workspace.write(template_text(WRONG))
    kept = workspace.template.with_name("kept.json")
    kept.write_text(template_text(WRONG))
    read = stamp_work.open_files

    def read_and_take_away(*given):
        opened = read(*given)
        workspace.template.unlink()
        return opened

    monkeypatch.setattr(stamp_work, "open_files", read_and_take_away)
    code = bakeferry("stamp", "--no-cache", workspace.template, kept, workspace.mapped)

    assert code == 7
    assert SETUP_SHA256 in kept.read_text()
    assert "not stamped: No such file or directory" in capsys.readouterr().out
