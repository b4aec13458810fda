"""What no condition can choose, or none in this place, is not judged."""

import pytest
from choosing import (
    PLATFORM,
    STEP,
    TARGET,
    WINDOWS,
    deployment,
    judged,
    rules,
    worse_than_notes,
)

OS = {"type": "string", "allowedValues": ["windows", "linux"]}


def test_each_turn_of_a_loop_decides_for_itself():
    name = "variables('names')[copyIndex('distribute')]"
    chosen = f"[if(equals({name}, parameters('os')), 'primary', {name})]"
    properties = deployment({"names": ["one", "two"]})
    resource = properties["resources"][0]["properties"]
    del resource["distribute"]
    target = {**TARGET, "runOutputName": chosen}
    resource["copy"] = [{"name": "distribute", "count": 2, "input": target}]

    assert worse_than_notes(properties) == []


def test_each_item_of_a_lambda_decides_for_itself():
    steps = "createObject('type', 'Shell', 'inline', createArray('true'), 'name', {})"
    chosen = "if(equals(lambdaVariables('n'), parameters('os')), 'first', {})"
    named = steps.format(chosen.format("lambdaVariables('n')"))

    found = judged(customize=f"[map(createArray('one', 'two'), lambda('n', {named}))]")

    assert found == []


def test_each_call_of_a_function_decides_for_itself():
    member = {
        "parameters": [{"name": "os", "type": "string"}],
        "output": {
            "type": "string",
            "value": "[if(equals(parameters('os'), 'windows'), 'PowerShell', 'Shell')]",
        },
    }
    document = deployment(
        {"windows": WINDOWS, "linux": PLATFORM},
        source="[if(equals(parameters('os'), 'windows'), variables('windows'),"
        " variables('linux'))]",
        customize=[{**STEP, "type": "[own.step(if(parameters('dev'), 'linux', ''))]"}],
    )
    document["functions"] = [{"namespace": "own", "members": {"step": member}}]

    assert worse_than_notes(document) == []


def test_a_parameter_of_a_nested_deployment_is_not_the_one_outside():
    chosen = "[if(parameters('dev'), variables('{}'), variables('{}'))]"
    inner = deployment(
        {"windows": WINDOWS, "linux": PLATFORM},
        source=chosen.format("windows", "linux"),
        customize="[parameters('steps')]",
    )
    inner["parameters"]["steps"] = {"type": "array"}
    outer = deployment({"sh": [STEP], "ps": [{**STEP, "type": "PowerShell"}]})
    outer["resources"][0] = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2022-09-01",
        "name": "nested",
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
            "parameters": {
                "dev": {"value": "[not(parameters('dev'))]"},
                "steps": {"value": chosen.format("sh", "ps")},
            },
            "template": inner,
        },
    }

    assert worse_than_notes(outer) == []


@pytest.mark.parametrize(
    ("declared", "chosen"),
    [
        (OS, "if({windows}, 'Shell', if({linux}, 'Shell', 'Nothing'))"),
        (OS, "if({windows}, 'Shell', if(not({windows}), 'Shell', 'Nothing'))"),
        (
            OS,
            "if({windows}, 'Shell', if(variables('is_linux'), 'Shell', 'Nothing'))",
        ),
        (OS, "if(contains(parameters('os'), 'i'), 'Shell', 'Nothing')"),
        ({**OS, "allowedValues": ["linux"]}, "if({windows}, 'Nothing', 'Shell')"),
        (
            {"type": "bool"},
            "if(parameters('os'), 'Shell',"
            " if(equals(parameters('os'), true()), 'Nothing', 'Shell'))",
        ),
    ],
)
def test_what_no_allowed_value_chooses_is_not_judged(declared, chosen):
    words = {one: f"equals(parameters('os'), '{one}')" for one in ("windows", "linux")}
    document = deployment(
        {"is_linux": f"[{words['linux']}]"},
        customize=[{**STEP, "type": f"[{chosen.format(**words)}]"}],
    )
    document["parameters"]["os"] = declared

    assert worse_than_notes(document) == []


@pytest.mark.parametrize(
    "declared",
    [
        OS,
        {**OS, "nullable": True},
        {"type": "array", "allowedValues": ["windows"]},
        {"type": "string", "allowedValues": [f"a{i}" for i in range(20)]},
    ],
)
def test_what_an_allowed_value_may_choose_is_judged(declared):
    chosen = "[if(equals(parameters('os'), 'windows'), 'Shell', 'Nothing')]"
    document = deployment(customize=[{**STEP, "type": chosen}])
    document["parameters"]["os"] = {**declared, "defaultValue": "[parameters('dev')]"}

    assert rules(worse_than_notes(document)) == {"AIB300"}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("parameters('dev')", set()),
        ("not(not(parameters('dev')))", set()),
        ("not(parameters('dev'))", {"AIB320"}),
        ("equals(parameters('os'), 'windows')", {"AIB320"}),
        ("not()", {"AIB320"}),
    ],
)
def test_what_is_chosen_only_where_nothing_is_deployed_is_not_judged(condition, found):
    document = deployment(
        {"ps": [{**STEP, "type": "PowerShell"}], "sh": [STEP]},
        source=WINDOWS,
        customize="[if(parameters('dev'), variables('ps'), variables('sh'))]",
    )
    document["resources"][0]["condition"] = f"[{condition}]"

    assert rules(worse_than_notes(document)) - {"AIB006"} == found
