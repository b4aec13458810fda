"""Loops of resources and properties: each turn is looked at, as far as it tells."""

import pytest
from template_forms import (
    PROPERTIES,
    RAW,
    TYPE,
    deployment,
    find,
    nested,
    properties_of,
)

from integrity.template.deployments import MAX_TURNS
from integrity.template.nodes import ArrayNode, UnknownNode, to_json


def looped(count: object, name: str) -> dict[str, object]:
    loop = {"name": "loop", "count": count}
    return {"type": TYPE, "copy": loop, "name": name, "properties": PROPERTIES}


def names(value: object) -> list[object]:
    return [to_json(one.resource)["name"] for one in find(value).templates]


def test_each_turn_of_a_resource_loop_is_a_template():
    resource = looped(2, "[concat('t', copyIndex('loop'), copyIndex(), copyIndex(5))]")

    found = find(deployment(resource))

    assert names(deployment(resource)) == ["t005", "t116"]
    assert all(one.resource.get("copy") is None for one in found.templates)


def test_one_turn_stands_for_all_that_are_like_it_and_for_a_count_not_known():
    numbers = {"numbers": {"type": "array"}}
    by_number = "[concat('t', copyIndex())]"

    assert names(deployment(looped(3, "same"))) == ["same"]
    assert names(deployment(looped(0, by_number))) == ["t0"]
    unknown = looped("[length(parameters('numbers'))]", by_number)
    assert names(deployment(unknown, parameters=numbers)) == ["t0"]


def test_no_more_turns_are_looked_at_than_anybody_reads():
    assert len(names(deployment(looped(800, "[string(copyIndex())]")))) == MAX_TURNS


def test_loops_within_loops_repeat_no_more_than_one():
    inner = nested(deployment(looped(800, "[string(copyIndex())]")))
    outer = {**inner, "copy": {"name": "outer", "count": 800}}

    assert len(names(deployment(outer))) <= 2 * MAX_TURNS + 10


@pytest.mark.parametrize("scope", ["outer", "inner"])
def test_a_loop_of_nested_deployments_has_its_turns_inside(scope):
    name = {"outer": "[string(copyIndex('loop'))]", "inner": "[parameters('n')]"}[scope]
    inner = nested(
        deployment({**RAW, "name": name}, parameters={"n": {"type": "string"}}),
        expressionEvaluationOptions={"scope": scope},
        parameters={"n": {"value": "[string(copyIndex())]"}},
    )
    loop = {"name": "loop", "count": 2}

    assert names(deployment({**inner, "copy": loop})) == ["0", "1"]


def test_a_property_loop_makes_the_distributors():
    regions = {"regions": {"type": "array", "defaultValue": ["eastus", "westus"]}}
    loop = {
        "name": "distribute",
        "count": "[length(parameters('regions'))]",
        "input": "[union(createObject('type', 'ManagedImage'), createObject('location', "
        "parameters('regions')[copyIndex('distribute')], 'imageId', utcNow()))]",
    }
    resource = {"type": TYPE, "properties": {"copy": [loop]}}
    found = find(deployment(resource, parameters=regions))
    distribute = properties_of(found).get("distribute")
    assert isinstance(distribute, ArrayNode)
    assert [item.get("location").value for item in distribute.items] == [
        "eastus",
        "westus",
    ]
    assert isinstance(distribute.items[0].get("imageId"), UnknownNode)
