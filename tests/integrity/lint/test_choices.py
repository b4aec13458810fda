"""Whatever an expression may choose is judged, where it is not known what it will."""

import json

import pytest
from judging import IDENTITY

from integrity.lint.choices import where_chosen
from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.template.loader import load

COMPUTE = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g"
PLATFORM = {
    "type": "PlatformImage",
    "publisher": "Canonical",
    "offer": "0001-com-ubuntu-server-jammy",
    "sku": "22_04-lts",
    "version": "22.04.202209200",
}
WINDOWS = {**PLATFORM, "publisher": "MicrosoftWindowsServer", "offer": "WindowsServer"}
STEP = {"type": "Shell", "name": "setup", "inline": ["true"]}
TARGET = {
    "type": "ManagedImage",
    "runOutputName": "image",
    "imageId": f"{COMPUTE}/providers/Microsoft.Compute/images/i",
    "location": "westus2",
}
SO = "where an expression chooses so: "


def deployment(variables=None, **properties):
    """One with the parameters `dev` and `os`."""
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": "golden",
        "location": "westus2",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {
            "vmProfile": {"vmSize": "Standard_D2s_v3"},
            "source": PLATFORM,
            "customize": [STEP],
            "distribute": [TARGET],
            **properties,
        },
    }
    return {
        "parameters": {"dev": {"type": "bool"}, "os": {"type": "string"}},
        "variables": variables or {},
        "resources": [resource],
    }


def worse_than_notes(document):
    findings = judge_file(load("d.json", json.dumps(document).encode())).findings
    return [one for one in findings if one.severity is not Severity.NOTE]


def judged(variables=None, **properties):
    """What is worse than a note in a deployment with the parameters `dev` and `os`."""
    return worse_than_notes(deployment(variables, **properties))


def rules(found):
    return {one.rule for one in found}


@pytest.mark.parametrize(
    ("properties", "rule", "message"),
    [
        (
            {"buildTimeoutInMinutes": "[if(parameters('dev'), 60, 1000)]"},
            "AIB241",
            "960 minutes (16 hours) is the maximum",
        ),
        (
            {"vmProfile": {"vmSize": "[if(parameters('dev'), 'Standard_D2s_v3', 7)]"}},
            "AIB106",
            "vmProfile.vmSize must be a string, not a number",
        ),
        (
            {
                "customize": [
                    {**STEP, "type": "[if(parameters('dev'), 'shell', 'Shell')]"}
                ]
            },
            "AIB105",
            "spelled 'shell', the service wants 'Shell'",
        ),
    ],
)
def test_each_value_is_judged(properties, rule, message):
    (finding,) = judged(**properties)

    assert (finding.rule, finding.message) == (rule, SO + message)
    assert finding.fix is None  # what stands in an expression is not rewritten


def test_a_value_is_told_of_and_mended_where_it_is_written():
    steps = [{"type": "Shell", "name": "more", "inline": "true"}]

    (finding,) = judged(
        {"good": [STEP], "more": steps},
        customize="[if(parameters('dev'), variables('good'), variables('more'))]",
    )

    assert finding.message == f"{SO}inline must be an array of strings"
    assert finding.pointer == "/variables/more/0/inline"
    assert finding.fix is not None


def test_steps_that_may_be_added_are_judged_among_the_others():
    (finding,) = judged(
        {"more": [{**STEP, "inline": ["false"]}]},
        customize="[concat(createArray(createObject('type', 'Shell', 'name', 'setup',"
        " 'inline', createArray('true'))),"
        " if(parameters('dev'), variables('more'), createArray()))]",
    )

    assert finding.rule == "AIB302"


def test_what_hangs_on_one_condition_is_judged_together():
    chosen = {
        "source": "[if(parameters('dev'), variables('windows'), variables('linux'))]",
        "buildTimeoutInMinutes": "[if(parameters('dev'), 100, 30)]",
        "customize": "[if(parameters('dev'), variables('powershell'), variables('sh'))]",
    }
    variables = {
        "windows": WINDOWS,
        "linux": PLATFORM,
        "powershell": [{**STEP, "type": "PowerShell"}],
        "sh": [STEP],
    }
    swapped = {**variables, "powershell": [STEP], "sh": variables["powershell"]}

    assert judged(variables, **chosen) == []
    assert rules(judged(swapped, **chosen)) == {"AIB320", "AIB350"}


def test_what_hangs_on_another_condition_is_not_held_against_it():
    found = judged(
        {"windows": WINDOWS, "linux": PLATFORM},
        source="[if(equals(parameters('os'), 'windows'), variables('windows'),"
        " variables('linux'))]",
        buildTimeoutInMinutes="[if(equals(parameters('os'), 'linux'), 30, 100)]",
        customize="[if(equals(parameters('os'), 'linux'), createArray(), null())]",
    )

    assert found == []


@pytest.mark.parametrize("blank", ["''", "null()"])
def test_nothing_to_choose_is_not_held_to_be_missing(blank):
    source = {**PLATFORM, "sku": f"[if(parameters('dev'), '22_04-lts', {blank})]"}

    assert judged(source=source) == []


def test_what_may_be_null_is_no_property_of_another_kind_of_source():
    market, gallery = "equals(parameters('os'), 'market')", "parameters('dev')"
    image = f"{COMPUTE}/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0"
    source = {
        key: f"[if({market}, '{value}', null())]"
        for key, value in PLATFORM.items()
        if key != "type"
    }
    source["type"] = f"[if({market}, 'PlatformImage', 'SharedImageVersion')]"
    source["imageVersionId"] = f"[if({gallery}, '{image}', null())]"

    assert judged(source=source) == []


def test_a_mistake_that_is_there_whatever_is_chosen_is_told_once():
    size = "[if(parameters('dev'), 'Standard_D2s_v3', 'Standard_D4s_v3')]"

    (finding,) = judged(vmProfile={"vmSize": size, "osDiskSizeGB": -1})

    assert finding.message == "osDiskSizeGB must be an integer, 0 or more"


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


def test_what_two_conditions_never_choose_is_not_judged():
    never = "variables('never')"
    chosen = f"if(parameters('dev'), {never}, variables('sh'))"
    found = judged(
        {"sh": [STEP], "never": [{**STEP, "type": "Nothing"}]},
        customize=f"[if(not(parameters('dev')), {chosen}, variables('sh'))]",
    )

    assert found == []


def test_a_condition_that_is_none_chooses_nothing():
    found = judged(buildTimeoutInMinutes="[if(not(), 60, 1000)]")

    assert rules(found) == {"AIB006", "AIB241"}


def test_what_is_chosen_in_other_words_is_judged_together():
    found = judged(
        {"windows": WINDOWS, "linux": PLATFORM},
        source="[if(parameters('dev'), variables('windows'), variables('linux'))]",
        customize=[
            {**STEP, "type": "[if(not(parameters('dev')), 'PowerShell', 'Shell')]"}
        ],
    )

    assert rules(found) == {"AIB320", "AIB350"}


def test_what_hangs_on_many_conditions_is_not_judged_for_each():
    steps = [
        f"[if(equals(parameters('os'), '{name}'), variables('sh'), createArray())]"
        for name in "abcdef"
    ]
    document = deployment({"sh": [STEP]}, customize=steps)
    (template,) = load("d.json", json.dumps(document).encode()).templates
    judgements = []

    told = where_chosen(template, (), lambda one: judgements.append(one) or ())

    assert list(told) == []
    assert len(judgements) == 2  # where all hold, and where none does


def test_what_each_of_many_conditions_chooses_is_told():
    size = "[if(equals(parameters('os'), 'a'), 'Standard_D2s_v3', 7)]"

    found = judged(
        vmProfile={"vmSize": size},
        buildTimeoutInMinutes="[if(equals(parameters('os'), 'b'), 60, 1000)]",
        customize=[{**STEP, "type": "[if(parameters('dev'), 'Shell', 'shell')]"}],
    )

    assert rules(found) == {"AIB106", "AIB241", "AIB105"}


OS = {"type": "string", "allowedValues": ["windows", "linux"]}


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
