"""Values between which an expression chooses, where it is not known how."""

import json

import pytest

from integrity.template.expressions.choices import MAX_CHOICES
from integrity.template.loader import load
from integrity.template.references import declared_artifacts, unknown_artifacts

STEPS = {
    "one": {"type": "Shell", "name": "one", "scriptUri": "https://a.example/1.sh"},
    "two": {"type": "Shell", "name": "two", "scriptUri": "https://a.example/2.sh"},
    "none": [],
    "file": "[if(parameters('dev'), '1.sh', '2.sh')]",
    "places": {"dev": "https://a.example/1.sh", "live": "https://a.example/2.sh"},
}
BOTH = ["https://a.example/1.sh", "https://a.example/2.sh"]
CHOICE = "if(parameters('dev'), 'https://a.example/1.sh', 'https://a.example/2.sh')"


def template(**properties):
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {"source": {"type": "PlatformImage"}, **properties},
    }
    deployment = {
        "parameters": {"dev": {"type": "bool"}, "host": {"type": "string"}},
        "variables": STEPS,
        "resources": [resource],
    }
    (found,) = load("azuredeploy.json", json.dumps(deployment).encode()).templates
    return found


def of_address(expression):
    step = {"type": "Shell", "scriptUri": f"[{expression}]"}
    return template(customize=[step])


def addresses(found):
    return [artifact.url for artifact in declared_artifacts(found)]


@pytest.mark.parametrize(
    "expression",
    [
        CHOICE,
        "concat('https://a.example/', if(parameters('dev'), '1.sh', '2.sh'))",
        "concat('https://a.example/', variables('file'))",
        "uri('https://a.example/', variables('file'))",
        "format('https://a.example/{0}', variables('file'))",
        "variables('places')[if(parameters('dev'), 'dev', 'live')]",
        "if(parameters('dev'), variables('one'), variables('two')).scriptUri",
        "if(equals(if(parameters('dev'), 'x', 'y'), parameters('host')),"
        " 'https://a.example/1.sh', 'https://a.example/2.sh')",
    ],
)
def test_both_addresses_that_an_expression_may_choose_are_artifacts(expression):
    found = of_address(expression)

    assert addresses(found) == BOTH
    assert unknown_artifacts(found) == 0


def test_what_hangs_twice_on_one_condition_is_chosen_together():
    found = of_address(
        "concat(if(parameters('dev'), 'https://a.example/', 'https://b.example/'),"
        " variables('file'))"
    )
    assert addresses(found) == ["https://a.example/1.sh", "https://b.example/2.sh"]


def test_of_two_addresses_the_one_that_is_known_is_an_artifact():
    found = of_address(
        "if(parameters('dev'), 'https://a.example/1.sh', parameters('host'))"
    )
    assert addresses(found) == BOTH[:1]
    assert unknown_artifacts(found) == 1


def test_too_many_addresses_are_none():
    choice = "'https://a.example/last.sh'"
    for number in range(MAX_CHOICES):
        test = f"equals(parameters('host'), '{number}')"
        choice = f"if({test}, 'https://a.example/{number}.sh', {choice})"
    found = of_address(choice)

    assert addresses(found) == []
    assert unknown_artifacts(found) == 1


@pytest.mark.parametrize(
    ("customize", "urls"),
    [
        ("[if(parameters('dev'), createArray(variables('one')),"
         " createArray(variables('two')))]", BOTH),
        (["[if(parameters('dev'), variables('one'), variables('two'))]"], BOTH),
        ("[concat(createArray(variables('two')),"
         " if(parameters('dev'), createArray(variables('one')), variables('none')))]",
         BOTH[::-1]),
    ],
    ids=["all steps", "one step", "some more steps"],
)  # fmt: skip
def test_artifacts_of_steps_that_may_be_chosen_are_read_but_not_counted_on(
    customize, urls
):
    found = template(customize=customize)

    assert addresses(found) == urls
    assert len(found.customizers) == len(urls) - len(found.possible_steps)
