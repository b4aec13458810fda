"""Stamping: the digests go in, every other byte stays."""

import io
import os
import re
import sys

import pytest
from workspace import ADDRESS, SETUP, SETUP_SHA256, template_text

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

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("+ ")] == [
        f'+        "sha256Checksum": "{SETUP_SHA256}"'
    ]
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
    assert "template.json: cannot be replaced" in capsys.readouterr().err


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


DEPLOYMENT = """{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "setupChecksum": { "type": "string", "defaultValue": "" } },
  "resources": [
    RESOURCE
  ]
}
"""
PARAMETERS = """{
  "contentVersion": "1.0.0.0",
  "parameters": {
    "setupChecksum": { "value": "" }
  }
}
"""


@pytest.fixture
def deployment(workspace):
    resource = template_text("[parameters('setupChecksum')]").replace(
        '"apiVersion"', '"name": "image",\n  "apiVersion"'
    )
    workspace.write(DEPLOYMENT.replace("RESOURCE", resource))
    parameters = workspace.folder / "prod.parameters.json"
    parameters.write_text(PARAMETERS)
    return workspace


def test_where_the_checksum_is_a_parameter_its_file_is_stamped(deployment, bakeferry):
    template = deployment.template.read_bytes()
    parameters = deployment.folder / "prod.parameters.json"

    code = bakeferry(
        "stamp", deployment.template, deployment.mapped, "--params", parameters
    )

    assert code == 0
    assert deployment.template.read_bytes() == template
    assert parameters.read_text() == PARAMETERS.replace('""', f'"{SETUP_SHA256}"')


def test_without_a_parameters_file_the_default_value_is_stamped(deployment, bakeferry):
    assert bakeferry("stamp", deployment.template, deployment.mapped) == 0
    assert f'"defaultValue": "{SETUP_SHA256}"' in deployment.template.read_text()


def test_standard_input_comes_out_stamped(
    workspace, bakeferry, monkeypatch, capfdbinary
):
    stdin = io.TextIOWrapper(io.BytesIO(template_text("").encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert bakeferry("stamp", "-", workspace.mapped) == 0
    out = capfdbinary.readouterr().out
    assert out.decode() == template_text(SETUP_SHA256)


def test_the_stamped_digest_is_that_of_the_bytes(workspace, bakeferry):
    workspace.script.write_bytes(SETUP + b"one more line\n")
    workspace.write(template_text(SETUP_SHA256))

    bakeferry("stamp", workspace.template, workspace.mapped)

    assert SETUP_SHA256 not in workspace.template.read_text()


def test_of_a_file_that_cannot_be_read_nobody_says_that_it_is_right(bakeferry, capsys):
    assert bakeferry("stamp", "missing.json") == 7
    assert capsys.readouterr().out == "Nothing to stamp: no image template was read\n"


@pytest.mark.parametrize("text", [template_text(SETUP_SHA256), "{}"])
def test_standard_input_with_nothing_to_stamp_comes_out_as_it_was(
    bakeferry, workspace, monkeypatch, capfdbinary, text
):
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert bakeferry("stamp", "-", workspace.mapped) == 0
    assert capfdbinary.readouterr().out.decode() == text


def test_parameters_from_a_pipe_cannot_be_stamped(deployment, bakeferry, capsys):
    before = deployment.template.read_bytes()
    reader, writer = os.pipe()
    os.write(writer, PARAMETERS.encode())
    os.close(writer)
    pipe = f"/dev/fd/{reader}"

    code = bakeferry("stamp", deployment.template, deployment.mapped, "--params", pipe)

    assert code == 2
    assert f"{pipe}: is no file" in capsys.readouterr().err
    assert deployment.template.read_bytes() == before
    os.close(reader)


CHOSEN = """{{
  "parameters": {{"dev": {{"type": "bool"}}}},
  "variables": {{"of setup": "", "of other": "{wrong}"}},
  "resources": [{{
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "properties": {{"customize": [{{
      "type": "Shell",
      "scriptUri": "[if(parameters('dev'), '{url}', parameters('dev'))]"{checksum}
    }}]}}
  }}]
}}
"""


def chosen(checksum=""):
    url = re.search(r'"scriptUri": "([^"]*)"', template_text())[1]
    return CHOSEN.format(url=url, checksum=checksum, wrong=WRONG)


def test_a_checksum_that_is_chosen_with_its_address_is_stamped(workspace, bakeferry):
    choice = "[if(parameters('dev'), variables('of setup'), variables('of other'))]"
    workspace.write(chosen(f', "sha256Checksum": "{choice}"'))

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 0

    assert f'"of setup": "{SETUP_SHA256}"' in workspace.template.read_text()


def test_one_of_several_addresses_is_left_alone_and_told(workspace, bakeferry, capsys):
    old = workspace.write(chosen())

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 5

    assert workspace.template.read_bytes() == old
    assert f"let the same condition choose the checksum: {SETUP_SHA256}" in (
        capsys.readouterr().out
    )


SHARED = """{
  "variables": {"sha": ""},
  "resources": [{
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "properties": {"customize": [
      {"type": "Shell", "scriptUri": "URL/setup.sh", "sha256Checksum": "SHA"},
      {"type": "Shell", "scriptUri": "URL/other.sh", "sha256Checksum": "SHA"}
    ]}
  }]
}
"""


def test_a_value_that_two_artifacts_share_is_left_alone(workspace, bakeferry, capsys):
    workspace.script.with_name("other.sh").write_bytes(b"other")
    text = SHARED.replace("URL", ADDRESS).replace("SHA", "[variables('sha')]")
    old = workspace.write(text)

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 5

    assert workspace.template.read_bytes() == old
    assert capsys.readouterr().out.count("which differs") == 2
