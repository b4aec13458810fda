"""What is given beside the templates: read anew when it is saved, strangers told."""

import json
from dataclasses import replace

import pytest
from open_workspace import JUDGING, all_judged, opened, saved
from workspace import ADDRESS, template_text

from integrity.lint.selection import EVERYTHING
from integrity.template.given import Fills, Inputs
from integrity.template.inputs import read_parameters
from tui.files.judging import Judging


@pytest.fixture
def parametrised(tmp_path):
    """A deployment template whose script's address comes from a parameters file."""
    template = json.loads(template_text())
    template["name"] = "image"
    [step] = template["properties"]["customize"]
    step["scriptUri"] = "[parameters('script')]"
    deployment = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"script": {"type": "string"}},
        "resources": [template],
    }
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "main.json").write_text(json.dumps(deployment))
    path = tmp_path / "main.parameters.json"
    path.write_text(parameters_text("one.sh"))
    return path


def parameters_text(name):
    return json.dumps({"parameters": {"script": {"value": f"{ADDRESS}/{name}"}}})


def judging_by(path):
    data = path.read_bytes()
    inputs = Inputs(dict(read_parameters(str(path), data)))
    return Judging(EVERYTHING, inputs, {str(path): data}, None, False, True)


def test_a_saved_parameters_file_changes_what_templates_name(parametrised):
    folder = parametrised.parent / "templates"
    with opened(folder, judging=judging_by(parametrised)) as workspace:
        before = workspace.wait(all_judged)
        saved(parametrised, parameters_text("two.sh"))
        after = workspace.wait(lambda now: now.entries[0].artifacts[0].name == "two.sh")

    assert before.entries[0].artifacts[0].name == "one.sh"
    assert after.messages == ()


def test_a_broken_parameters_file_is_told_and_the_old_values_stay(parametrised):
    folder = parametrised.parent / "templates"
    with opened(folder, judging=judging_by(parametrised)) as workspace:
        workspace.wait(all_judged)
        saved(parametrised, "[]")
        after = workspace.wait(lambda now: now.messages)

    assert "main.parameters.json" in after.messages[0]
    assert after.told == 1
    assert after.entries[0].artifacts[0].name == "one.sh"


def given_in(path):
    return replace(judging_by(path), given=frozenset((str(path),)))


def misspelt(text):
    return text.replace('"script"', '"scirpt"')


def test_a_parameter_that_no_template_declares_is_told_once_all_are_judged(
    parametrised,
):
    parametrised.write_text(misspelt(parameters_text("one.sh")))
    folder = parametrised.parent / "templates"

    with opened(folder, judging=given_in(parametrised)) as workspace:
        told = workspace.wait(lambda now: now.messages)
        saved(folder / "main.json", (folder / "main.json").read_text() + " ")
        after = workspace.wait(lambda now: now.number > told.number and all_judged(now))

    assert told.messages == after.messages
    assert told.messages == (
        f"{parametrised}:1:17 AIB006: parameter 'scirpt' is not declared by the"
        " template; did you mean 'script'?",
    )


def test_a_parameters_file_that_is_saved_again_is_looked_through_again(parametrised):
    folder = parametrised.parent / "templates"

    with opened(folder, judging=given_in(parametrised)) as workspace:
        before = workspace.wait(all_judged)
        saved(parametrised, misspelt(parameters_text("two.sh")))
        told = workspace.wait(lambda now: now.messages)

    assert before.messages == ()
    assert told.messages[0].startswith(f"{parametrised}:1:17 AIB006:")
    assert told.told == 1


def test_a_strange_parameter_that_stays_in_a_saved_file_is_not_told_again(parametrised):
    parametrised.write_text(misspelt(parameters_text("one.sh")))
    folder = parametrised.parent / "templates"

    with opened(folder, judging=given_in(parametrised)) as workspace:
        workspace.wait(lambda now: now.messages)
        saved(
            parametrised,
            misspelt(parameters_text("one.sh")).rstrip("}") + ',"b":{"value":1}}}',
        )
        after = workspace.wait(lambda now: now.told > 1)

    assert ["scirpt" in message for message in after.messages] == [True, False]


def test_a_name_that_no_placeholder_has_is_told_once_all_are_judged(tmp_path):
    (tmp_path / "a.json").write_text(template_text().replace("setup.sh", "<name>.sh"))
    fills = Fills()
    fills.update(name="setup", nmae="setup")
    by = replace(JUDGING, inputs=Inputs(fills=fills), filled=("name", "nmae"))

    with opened(tmp_path, judging=by) as workspace:
        told = workspace.wait(lambda now: now.messages)

    assert told.messages == (
        "--set nmae: no placeholder has this name, and nothing is filled",
    )


def test_nothing_is_told_of_a_parameter_that_one_template_declares(parametrised):
    folder = parametrised.parent / "templates"

    with opened(folder, judging=given_in(parametrised)) as workspace:
        assert workspace.wait(all_judged).messages == ()
