"""Linting with what is said beside a template: parameters and placeholders."""

import json
import os
from threading import Timer

import pytest
from workspace import SETUP_SHA256, template_text

from tui.files import waiting

CLEAN = template_text(SETUP_SHA256)


def deployment_of_a_region() -> str:
    resource = CLEAN.replace('"westeurope"', "\"[parameters('region')]\"", 1)
    resource = resource.replace('"apiVersion"', '"name": "i", "apiVersion"')
    return (
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/'
        'deploymentTemplate.json#", "contentVersion": "1.0.0.0", '
        '"parameters": {"region": {"type": "string"}}, '
        f'"resources": [{resource}]}}'
    )


def test_parameters_make_the_unknown_known(workspace, bakeferry, capsys):
    workspace.write(deployment_of_a_region())
    lint = ("lint", "-o", "json", "--select", "AIB111", workspace.template)

    bakeferry(*lint)
    unknown = json.loads(capsys.readouterr().out)
    bakeferry(*lint, "--params", "region=atlantis")
    known = json.loads(capsys.readouterr().out)

    assert unknown["findings"] == []
    assert unknown["items"][0]["skippedJudgements"] == 1
    assert [one["rule"] for one in known["findings"]] == ["AIB111"]
    assert known["items"][0]["skippedJudgements"] == 0


def test_a_value_may_be_longer_than_any_name_of_a_file(workspace, bakeferry, capsys):
    workspace.write(deployment_of_a_region())
    lint = ("lint", "-o", "json", "--select", "AIB111", workspace.template)

    bakeferry(*lint, "--params", f"region={'x' * 5000}")

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [one["rule"] for one in findings] == ["AIB111"]


def test_of_a_file_that_is_not_there_is_told_how_a_value_is_given(
    workspace, bakeferry, capsys
):
    workspace.write(CLEAN)

    assert bakeferry("lint", "--params", "gone.json", workspace.template) == 2
    assert (
        "--params gone.json: No such file or directory; a value is given as NAME=VALUE"
        in capsys.readouterr().err
    )


def parameters_of(folder, **values):
    path = folder / "parameters.json"
    entries = {name: {"value": value} for name, value in values.items()}
    path.write_text(json.dumps({"parameters": entries}, indent=2))
    return path


def undeclared(capsys) -> list[tuple[str, int, int, str]]:
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [
        (one["severity"], one["line"], one["column"], one["message"])
        for one in findings
        if one["rule"] == "AIB006"
    ]


@pytest.mark.parametrize("command", [("lint",), ("verify", "--no-require-hashes")])
def test_a_parameter_that_no_template_declares_is_told_once(
    command, workspace, bakeferry, capsys
):
    workspace.write(deployment_of_a_region())
    given = parameters_of(workspace.folder, Region="westeurope", regions=1, tags={})

    bakeferry(
        *command, "-o", "json", "--params", given, "--params", "tags=1",
        workspace.template,
    )  # fmt: skip

    assert undeclared(capsys) == [
        ("warning", 6, 5, "parameter 'regions' is not declared by the template;"
         " did you mean 'region'?"),
        ("warning", 9, 5, "parameter 'tags' is not declared by the template"),
    ]  # fmt: skip


def test_a_parameter_may_be_for_another_template_of_the_run(
    workspace, bakeferry, capsys
):
    other = workspace.folder / "other.json"
    workspace.write(deployment_of_a_region())
    other.write_text(deployment_of_a_region().replace("region", "place"))
    given = ("--params", "region=westeurope", "--params", "place=westeurope")

    bakeferry("lint", "-o", "json", *given, workspace.template, other)

    assert undeclared(capsys) == []


def test_a_template_without_a_deployment_declares_no_parameters(
    workspace, bakeferry, capsys
):
    workspace.write(CLEAN)

    bakeferry("lint", "-o", "json", "--params", "region=x", workspace.template)

    assert undeclared(capsys) == []


def test_parameters_of_the_project_are_for_all_its_templates(
    workspace, bakeferry, capsys, monkeypatch
):
    monkeypatch.chdir(workspace.folder)
    workspace.write(deployment_of_a_region())
    parameters_of(workspace.folder, region="westeurope", elsewhere=1)
    settings = workspace.folder / "bakeferry.toml"
    settings.write_text('params = ["parameters.json"]\n')

    bakeferry("lint", "-o", "json", "--params", "region=northeurope", "template.json")

    assert undeclared(capsys) == []


def test_placeholders_are_filled(workspace, bakeferry, capsys):
    workspace.write(CLEAN.replace('"westeurope"', '"<region>"', 1))

    bakeferry("lint", "--set", "region=atlantis", workspace.template)

    assert "AIB111" in capsys.readouterr().out


def test_the_parameters_that_are_missing_are_named(workspace, bakeferry, capsys):
    resource = CLEAN.replace('"westeurope"', "\"[parameters('region')]\"", 1)
    workspace.write(
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/'
        'deploymentTemplate.json#", "contentVersion": "1.0.0.0", '
        '"parameters": {"region": {"type": "string"}}, '
        f'"resources": [{resource}]}}'
    )

    bakeferry("lint", workspace.template)

    assert "not known offline (give --params region)" in capsys.readouterr().out


def test_parameters_from_a_pipe_that_nobody_writes_to_are_not_waited_for(
    workspace, bakeferry, monkeypatch, capsys
):
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    workspace.write(CLEAN)
    os.mkfifo("parameters")

    assert bakeferry("lint", workspace.template, "--params", "parameters") == 2
    told = capsys.readouterr().err
    assert "--params parameters: is a pipe, and nobody writes to it" in told


@pytest.mark.parametrize(
    "given", [("--set", "region"), ("--set", "=eu"), ("--params", "=eu")]
)
def test_a_value_without_its_name_is_told_with_its_option(
    bakeferry, capsys, workspace, given
):
    assert bakeferry("lint", workspace.template, *given) == 2

    assert (
        f"{' '.join(given)}: is not of the form NAME=VALUE" in capsys.readouterr().err
    )


def test_parameters_come_from_a_pipe_however_late(workspace, bakeferry, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    workspace.write(CLEAN)
    reader, writer = os.pipe()
    late = Timer(
        0.05, lambda: os.write(writer, b'{"parameters": {}}') and os.close(writer)
    )
    late.start()

    assert bakeferry("lint", workspace.template, "--params", f"/dev/fd/{reader}") == 0
    late.join()
    os.close(reader)


@pytest.mark.parametrize("command", ["lint", "verify", "stamp"])
def test_a_name_that_nothing_has_is_told_where_it_was_to_be_filled(
    workspace, bakeferry, capsys, command
):
    workspace.write(CLEAN.replace('"westeurope"', '"<My Region>"'))
    given = ("--set", "my region=westus2", "--set", "regoin=westus2")

    bakeferry(command, *given, workspace.template)

    told = capsys.readouterr().err
    assert "--set regoin: no placeholder has this name" in told
    assert "--set my region" not in told


def test_a_file_of_parameters_may_be_named_as_az_has_it(workspace, bakeferry, capsys):
    workspace.write(deployment_of_a_region())
    file = workspace.folder / "prod.json"
    file.write_text('{"region": "atlantis", "none": 1}')

    bakeferry("lint", "-o", "json", "--params", f"@{file}", workspace.template)

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {"AIB006", "AIB111"} <= {one["rule"] for one in findings}
