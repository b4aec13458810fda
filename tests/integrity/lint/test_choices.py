"""Whatever an expression may choose is judged, where it is not known what it will."""

import json

import pytest
from choosing import COMPUTE, PLATFORM, SO, STEP, WINDOWS, deployment, judged, rules

from integrity.lint.choices import where_chosen
from integrity.template.loader import load


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
