"""Expressions that Resource Manager would refuse, and those without an end."""

import time

import pytest
from evaluating import UNKNOWN, node_of, resolved, scope_of, value
from hypothesis import given, settings
from hypothesis import strategies as st

from integrity.template.expressions.evaluation import resolve
from integrity.template.nodes import Node


def test_a_parameter_that_was_asked_for_and_has_no_value_is_told():
    scope = scope_of()
    value("concat(parameters('wanted'), parameters('name'))", scope)
    assert list(scope.shared.missing) == ["wanted"]


def test_what_only_a_branch_not_taken_may_ask_for_is_not_missed():
    scope = scope_of()
    choice = "if(equals(utcNow(), 'x'), parameters('wanted'), parameters('name'))"

    assert value(choice, scope) == UNKNOWN
    assert not scope.shared.missing
    value("parameters('wanted')", scope)
    assert list(scope.shared.missing) == ["wanted"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[concat('a'", "an expression that is not closed: it lacks its ']'"),
        ("[concat('a']", "an expression that cannot be read: it ends too early"),
        (
            "[concat('a)]",
            "an expression that cannot be read: a string in it is not closed",
        ),
        ("[concat('a',)]", "an expression that cannot be read: unexpected ')'"),
        ("[name]", "an expression that cannot be read: 'name' is not a function call"),
        ("[]", "an expression that cannot be read: it ends too early"),
        ("['a' 'b']", "an expression that cannot be read: unexpected ''b''"),
        ("[ -f /etc/x ]", "an expression that cannot be read: unexpected '-f /etc/x '"),
        ("[parameters('none')]", "parameter 'none' is not declared"),
        ("[variables('none')]", "variable 'none' is not declared"),
        (
            "[resourceGroup().region]",
            "resourceGroup() has no region, only id, name, location, type, tags,"
            " managedBy, properties",
        ),
        ("[resourceGroup().?region]", None),
        ("[resourceGroup().Location]", None),
        ("[variables('circle')]", "'circle' is defined by itself"),
        (
            "[paramters('name')]",
            "there is no function 'paramters'; did you mean 'parameters'?",
        ),
        ("[parseUri('x').host]", None),
        ("[our.bow('x')]", "function 'our.bow' is not declared"),
        ("[our.greet()]", "our.greet takes 1 argument, not 0"),
        ("[toLower('a', 'b')]", "toLower takes 1 argument, not 2"),
        ("[substring('abc')]", "substring takes 2 to 3 arguments, not 1"),
        ("[format()]", "format takes at least 1 argument, not 0"),
        (
            "[resourceId(parameters('name'), 'Microsoft.Compute/galleries/images', 'g')]",
            "the id of 'Microsoft.Compute/galleries/images' takes 2 names, not 1",
        ),
        ("[resourceId(uniqueString('a'), uniqueString('b'))]", None),
        ("[utcNow()]", "utcNow may stand only in the default value of a parameter"),
        ("[newGuid()]", "newGuid may stand only in the default value of a parameter"),
        ("[copyIndex()]", "copyIndex may stand only in a copy loop"),
        ("[format('{0}-{1}', 'a')]", "format is given no value for {1}"),
        ("[format('{0:X} {x}', 'a')]", None),
        (
            "[substring(parameters('name'), 0, 24)]",
            "substring goes beyond a text of 6 characters",
        ),
        ("[substring(parameters('place'), 0, 24)]", None),
        ("[if(true(), 'a', toLower())]", None),
    ],
)
def test_what_resource_manager_would_refuse_is_a_fault_at_its_place(text, message):
    scope = scope_of()
    resolve(node_of(text), scope)
    faults = [words for _, words in scope.shared.faults.values()]
    assert faults == ([] if message is None else [message])


@pytest.mark.parametrize(
    "default", ["[utcNow('yyyy')]", "[concat('a-', newGuid())]", ""]
)
def test_what_a_deployment_may_replace_or_make_anew_is_no_fault_in_a_default(default):
    declaration = f'{{"type": "string", "defaultValue": "{default}"}}'
    scope = scope_of(f'{{"parameters": {{"a": {declaration}}}}}')
    resolve(node_of("[substring(parameters('a'), 0, 8)]"), scope)
    assert not scope.shared.faults


def test_an_expression_too_deep_is_unknown_but_no_fault():
    scope = scope_of()
    assert value("not(" * 80 + "true()" + ")" * 80, scope) == UNKNOWN
    assert not scope.shared.faults


@pytest.mark.parametrize(
    ("declaration", "taken"),
    [
        ('"defaultValue": "c", "allowedValues": ["a", "b"]', "a, b"),
        ('"defaultValue": "A", "allowedValues": ["a", "b"]', None),
        ('"defaultValue": "", "allowedValues": ["a", "b"], "minLength": 1', None),
        ('"defaultValue": "<name>", "maxLength": 3', None),
        ('"defaultValue": "[utcNow()]", "allowedValues": ["a"]', None),
        ('"defaultValue": "abcd", "maxLength": 3', "at most 3 characters"),
        ('"defaultValue": [1], "minLength": 2', "at least 2 items"),
        ('"defaultValue": 1000, "maxValue": 960', "at most 960"),
        ('"type": "int", "defaultValue": "abc"', "a whole number"),
        ('"type": "String", "defaultValue": 5', "a string"),
        ('"type": "object", "defaultValue": ["a"]', "an object"),
        ('"type": "bool", "defaultValue": "[true()]"', None),
        ('"type": "int", "defaultValue": ""', None),
        ('"type": "array", "defaultValue": "[json(string(utcNow()))]"', None),
        ('"defaultValue": 5, "minValue": 6, "maxValue": 960', "at least 6"),
        ('"defaultValue": 7, "allowedValues": [7, "[variables(\'x\')]"]', None),
        (
            '"defaultValue": 9, "allowedValues": [1, 2, 3, 4, 5, 6]',
            "1, 2, 3, 4, 5 and so on",
        ),
    ],
)
def test_a_parameter_takes_what_its_declaration_allows(declaration, taken):
    scope = scope_of('{"parameters": {"it": {' + declaration + "}}}")

    value("parameters('it')", scope)

    told = f"parameter 'it' does not take this value: it takes {taken}"
    faults = [words for _, words in scope.shared.faults.values()]
    assert faults == ([] if taken is None else [told])


def test_the_branch_not_taken_has_no_faults():
    scope = scope_of()
    assert value("if(true(), 'a', parameters('none'))", scope) == "a"
    assert not scope.shared.faults


def doubling(count: int, expression: str) -> str:
    variables = ", ".join(
        f'"v{turn}": "[{expression.format(before=turn - 1)}]"'
        for turn in range(1, count)
    )
    return f'{{"variables": {{"v0": "0123456789", {variables}}}}}'


HOSTILE = [
    (doubling(60, "concat(variables('v{before}'), variables('v{before}'))"), "v59"),
    (
        doubling(60, "createArray(variables('v{before}'), variables('v{before}'))"),
        "v59",
    ),
    (doubling(5000, "concat(variables('v{before}'), '')"), "v4999"),
    (doubling(3000, "createArray(variables('v{before}'))"), "v2999"),
]


@pytest.mark.parametrize(("text", "name"), HOSTILE)
def test_growth_without_end_is_cut_short(text, name):
    assert UNKNOWN in repr(value(f"variables('{name}')", scope_of(text)))


def nested_maps(depth: int) -> str:
    inner = "1"
    for turn in range(depth):
        inner = f"map(range(0, 10000), lambda('x{turn}', {inner}))"
    return inner


@pytest.mark.parametrize(
    "expression",
    [
        nested_maps(6),
        "reduce(range(0, 10000), createArray(),"
        " lambda('c', 'n', createArray(lambdaVariables('c'))))",
        "reduce(range(0, 10000), 'x',"
        " lambda('c', 'n', concat(lambdaVariables('c'), lambdaVariables('c'))))",
        "map(range(0, 10000), lambda('i', format('{0}{1}',"
        " padLeft('x', 130000), lambdaVariables('i'))))",
        "map(range(0, 10000), lambda('i', contains("
        "toObject(range(0, 9000), lambda('k', string(lambdaVariables('k')))), 'x')))",
        "range(0, 300)",
        "range(0, 100000)",
        "padLeft('x', 2000000000)",
        "concat('" + "x" * 30_000 + "')",
        "not(" * 100 + "true()" + ")" * 100,
    ],
)
def test_work_without_end_is_cut_short(expression):
    began = time.process_time()
    assert UNKNOWN in repr(value(expression))
    assert time.process_time() - began < 10


def test_a_reference_to_nothing_inside_a_loop_is_told_once():
    scope = scope_of()
    text = """{"copy": [{"name": "a", "count": 9, "input": "[parameters('none')]"}]}"""
    resolved(text, scope)
    assert len(scope.shared.faults) == 1


PIECES = st.sampled_from(
    [
        "concat(", "parameters('name')", "variables('image')", "variables('circle')", "(",
        ")", "[", "]", ",", "'a'", "''", "1", "-3", "createObject('a', 1)", ".a", ".?b",
        "[0]", "if(", "map(range(0, 3), lambda('x', ", "lambdaVariables('x')", " ", "range(",
        "union(", "json('[1]')", "format('{0}', ", "reference(", "tryGet(", "'", "items(",
        "split('a,b', ',')", "null()", "empty(", "take(", "substring(", "join(", "coalesce(",
        "resourceId(", "intersection(", "sort(", "toObject(", "our.greet(", "copyIndex(",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_in_brackets_gives_a_node(text):
    assert isinstance(resolve(node_of(f"[{text}]"), scope_of()), Node)
