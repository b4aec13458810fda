"""Stamping where the checksum stands elsewhere: a parameter, a variable, a pipe."""

import io
import os
import re
import sys

import pytest
from workspace import ADDRESS, SETUP_SHA256, template_text

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
    return CHOSEN.format(url=url, checksum=checksum, wrong="0" * 64)


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
    told = capsys.readouterr().out
    others = re.findall(r"is the checksum of \S+/(\w+\.sh), which differs", told)
    assert others == ["other.sh", "setup.sh"]


def test_a_shared_value_that_is_right_for_one_artifact_is_left_for_the_other(
    workspace, bakeferry, capsys
):
    workspace.script.with_name("other.sh").write_bytes(b"other")
    text = SHARED.replace("URL", ADDRESS).replace("SHA", "[variables('sha')]")
    old = workspace.write(text.replace('"sha": ""', f'"sha": "{SETUP_SHA256}"'))

    assert bakeferry("stamp", workspace.template, workspace.mapped) == 5

    assert workspace.template.read_bytes() == old
    assert capsys.readouterr().out.count("which differs") == 1
