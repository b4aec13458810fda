"""What is not known in an expression, and what is known of it all the same."""

import pytest
from evaluating import UNKNOWN, node_of, plain, resolved, scope_of, value

from integrity.template.expressions.evaluation import resolve
from integrity.template.expressions.values import is_many
from integrity.template.nodes import ArrayNode, Reason, UnknownNode


def test_an_unknown_value_carries_its_expression():
    node = resolve(node_of("[toLower(parameters('wanted'))]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.reason is Reason.EXPRESSION
    assert node.text == "[toLower(parameters('wanted'))]"


@pytest.mark.parametrize(
    ("expression", "says_something"),
    [
        ("concat(reference('x').host, '/setup.sh')", True),
        ("concat(reference('x').host, reference('y'))", False),
        ("concat(concat('https://', utcNow()), utcNow())", True),
        ("format('{0}/{1}', utcNow(), 'a')", True),
        ("format('{0}{1}', utcNow(), '')", False),
        ("replace('run NAME', 'NAME', utcNow())", True),
        ("replace('NAME', 'NAME', utcNow())", False),
        ("uri(parameters('wanted'), 'scripts/setup.sh')", True),
        ("if(equals(utcNow(), 'x'), 'https://a', 'https://b')", True),
        ("if(equals(utcNow(), 'x'), 'https://a', '')", False),
        ("parameters('wanted')", False),
    ],
)
def test_of_an_unknown_text_it_may_be_known_that_something_is_in_it(
    expression, says_something
):
    node = resolve(node_of(f"[{expression}]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.nonempty is says_something


def test_what_is_not_found_is_replaced_by_nothing_unknown():
    assert value("replace('run', 'NAME', utcNow())") == "run"


def test_an_unknown_member_leaves_its_neighbours_known():
    expression = "createObject('a', reference('x'), 'b', createArray(1, utcNow()))"
    assert value(expression) == {"a": UNKNOWN, "b": [1, UNKNOWN]}


@pytest.mark.parametrize(
    "expression",
    [
        "resourceId('Microsoft.Compute/images', parameters('wanted'))",
        "resourceId(parameters('wanted'), 'Microsoft.Compute/images/', 'x')",
        "resourceId(subscription().subscriptionId, 'rg', 'Microsoft.Compute/images', 'x')",
    ],
)
def test_of_an_id_its_kind_is_known_where_nothing_else_is(expression):
    node = resolve(node_of(f"[{expression}]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.resource_kind == "Microsoft.Compute/images"


def test_a_loop_of_unknown_length_makes_an_unknown_member():
    text = """{"copy": [{"name": "steps", "count": "[length(parameters('wanted'))]",
        "input": "x"}]}"""
    assert resolved(text, scope_of()) == {"steps": UNKNOWN}


STAND_IN = [1, UNKNOWN, 2]


@pytest.mark.parametrize(
    "call",
    [
        "concat(createArray(1), parameters('wanted'), createArray(2))",
        "union(createArray(1), parameters('wanted'), createArray(2, 1))",
        "flatten(createArray(createArray(1), parameters('wanted'), createArray(2)))",
        "union(createArray(1), if(parameters('wanted'), 1, 2), createArray(2))",
    ],
)
def test_what_is_not_known_of_a_joined_array_leaves_the_rest_known(call):
    node = resolve(node_of(f"[{call}]"), scope_of())

    assert plain(node) == STAND_IN
    assert isinstance(node, ArrayNode)
    assert is_many(node.items[1])


@pytest.mark.parametrize(
    "call",
    [
        "length({0})",
        "{0}[0]",
        "first({0})",
        "skip({0}, 1)",
        "contains({0}, 2)",
        "join({0}, ',')",
        "string({0})",
        "map({0}, lambda('x', lambdaVariables('x')))",
        "empty(concat(createArray(), parameters('wanted')))",
        "concat(createArray(1), 'text')",
    ],
)
def test_no_item_has_a_place_where_some_of_an_array_is_not_known(call):
    joined = "concat(createArray(1), parameters('wanted'))"

    assert value(call.format(joined), scope_of()) == UNKNOWN


def test_an_array_that_has_something_is_not_empty():
    call = "empty(concat(createArray(1), parameters('wanted')))"

    assert value(call, scope_of()) is False


def test_items_with_something_unknown_in_them_are_taken_for_different_ones():
    item = "createObject('name', 'one', 'uri', parameters('wanted'))"
    union = value(f"union(createArray({item}), createArray({item}, 1, 1))", scope_of())

    one = {"name": "one", "uri": UNKNOWN}
    assert union == [one, one, 1]
