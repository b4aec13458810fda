"""Functions of expressions: each gives what Resource Manager would, or nothing known."""

import pytest
from evaluating import UNKNOWN, value

from integrity.template.expressions.table import manual


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("concat('a', 'b', 3)", "ab3"),
        ("CONCAT('a')", "a"),
        ("concat(createArray(1), createArray(2, 'x'))", [1, 2, "x"]),
        ("'it''s'", "it's"),
        ("format('{0}-{1}/{0}', 'a', 7)", "a-7/a"),
        ("format('{0:D3}', 7)", "007"),
        ("format('{{1}}')", "{1}"),
        ("toLower('AbC')", "abc"),
        ("toUpper('AbC')", "ABC"),
        ("trim('  x ')", "x"),
        ("replace('-..-', '.', '+')", "-++-"),
        ("split('a/b/c', '/')", ["a", "b", "c"]),
        ("split('a;b,c', createArray(';', ','))", ["a", "b", "c"]),
        ("join(createArray('a', 'b'), ', ')", "a, b"),
        ("substring('one two', 4, 3)", "two"),
        ("substring('one two', 4)", "two"),
        ("padLeft('7', 3, '0')", "007"),
        ("padLeft(7, 3)", "  7"),
        ("startsWith('abcdef', 'AB')", True),
        ("endsWith('abcdef', 'EF')", True),
        ("contains('OneTwo', 'Two')", True),
        ("contains('OneTwo', 'two')", False),
        ("contains(createArray('a'), 'a')", True),
        ("contains(createObject('One', 1), 'one')", True),
        ("indexOf('test', 'T')", 0),
        ("lastIndexOf('test', 'T')", 3),
        ("indexOf(createArray('a', 'b'), 'b')", 1),
        ("lastIndexOf(createArray('a', 'b', 'a'), 'a')", 2),
        ("indexFromEnd(createArray('a', 'b', 'c'), 1)", "c"),
        ("indexFromEnd(createArray('a', 'b', 'c'), 3)", "a"),
        ("tryIndexFromEnd(createArray('a', 'b'), 2)", "a"),
        ("tryIndexFromEnd(createArray('a', 'b'), 3)", None),
        ("tryIndexFromEnd(null(), 1)", None),
        ("uri('https://contoso.org/firstpath', 'my.sh')", "https://contoso.org/my.sh"),
        (
            "uri('https://contoso.org/first/', 'my.sh')",
            "https://contoso.org/first/my.sh",
        ),
        ("uri('https://contoso.org/', '/my.sh')", "https://contoso.org/my.sh"),
        ("uriComponent('http://x/a b')", "http%3A%2F%2Fx%2Fa%20b"),
        ("uriComponentToString('a%20b')", "a b"),
        ("base64('one, two')", "b25lLCB0d28="),
        ("base64ToString('b25lLCB0d28=')", "one, two"),
        ("base64ToJson('eyJhIjogMX0=')", {"a": 1}),
        ("dataUriToString(dataUri('Hello'))", "Hello"),
        ("string(createObject('a', 10))", '{"a":10}'),
        ("string(5)", "5"),
        ("int('42')", 42),
        ("float('1.5')", 1.5),
        ("bool('True')", True),
        ("bool('0')", False),
        ("json('{\"a\": [1, null]}')", {"a": [1, None]}),
        ("json('null')", None),
        ("null()", None),
        ("true()", True),
        ("not(false())", True),
        ("if(true(), 1, 2)", 1),
        ("if(false(), reference('x'), 2)", 2),
        ("if(equals(utcNow(), 'x'), 1, 1)", 1),
        ("and(false(), reference('x'))", False),
        ("or(true(), reference('x'))", True),
        ("or(reference('x'), true())", True),
        ("and(true(), true())", True),
        ("equals('a', 'A')", False),
        ("equals(createArray(1, 2), createArray(1, 2))", True),
        ("equals(null(), null())", True),
        ("less(1, 2)", True),
        ("lessOrEquals(2, 2)", True),
        ("greater('b', 'a')", True),
        ("greaterOrEquals(1, 2)", False),
        ("coalesce(null(), 'x', 'y')", "x"),
        ("empty('')", True),
        ("empty(null())", True),
        ("empty(createArray(1))", False),
        ("length('three')", 5),
        ("length(createObject('a', 1))", 1),
        ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
        (
            "union(createObject('a', createObject('x', 1)),"
            " createObject('A', createObject('y', 2)))",
            {"A": {"x": 1, "y": 2}},
        ),
        ("intersection(createArray(1, 2), createArray(2, 3))", [2]),
        (
            "intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))",
            {"a": 1},
        ),
        ("array('a')", ["a"]),
        ("array(createArray('a'))", ["a"]),
        ("first(createArray('a', 'b'))", "a"),
        ("last('abc')", "c"),
        ("last(createArray())", None),
        ("skip(createArray(1, 2, 3), 1)", [2, 3]),
        ("take('abc', 2)", "ab"),
        ("take(createArray(1), 5)", [1]),
        ("range(5, 3)", [5, 6, 7]),
        ("min(createArray(3, 1))", 1),
        ("max(3, 1)", 3),
        ("add(1, sub(5, mul(2, 3)))", 0),
        ("div(-7, 2)", -3),
        ("mod(-7, 3)", -1),
        ("flatten(createArray(createArray(1), createArray(2)))", [1, 2]),
        ("items(createObject('b', 2, 'a', 1))[0].key", "a"),
        ("objectKeys(createObject('a', 1, 'b', 2))", ["a", "b"]),
        (
            "shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))",
            {"a": 2},
        ),
        ("tryGet(createObject('a', createArray(1, 2)), 'a', 1)", 2),
        ("tryGet(createObject('a', 1), 'b')", None),
        ("tryGet(null(), 'b')", None),
        ("createObject('a', 1).A", 1),
        ("createObject('a', createArray(1, 2))['a'][1]", 2),
        ("createObject().?a", None),
        ("createArray(1)[?3]", None),
        ("filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", [3, 4]),
        ("map(createArray('a'), lambda('x', toUpper(lambdaVariables('x'))))", ["A"]),
        (
            "map(createArray('a', 'b'),"
            " lambda('x', 'i', format('{0}{1}', lambdaVariables('i'), lambdaVariables('x'))))",
            ["0a", "1b"],
        ),
        (
            "reduce(createArray(1, 2, 3), 10,"
            " lambda('c', 'n', add(lambdaVariables('c'), lambdaVariables('n'))))",
            16,
        ),
        (
            "sort(createArray(3, 1, 2),"
            " lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
            [1, 2, 3],
        ),
        (
            "toObject(createArray('a'), lambda('k', lambdaVariables('k')),"
            " lambda('k', createObject()))",
            {"a": {}},
        ),
        (
            "groupBy(createArray('foo', 'bar', 'baz'),"
            " lambda('x', substring(lambdaVariables('x'), 0, 1)))",
            {"f": ["foo"], "b": ["bar", "baz"]},
        ),
        (
            "mapValues(createObject('a', 'x'), lambda('v', toUpper(lambdaVariables('v'))))",
            {"a": "X"},
        ),
        (
            "resourceId('sub', 'rg', 'Microsoft.Compute/galleries/images', 'g', 'i')",
            "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute"
            "/galleries/g/images/i",
        ),
        (
            "subscriptionResourceId('sub', 'Microsoft.Authorization/roleDefinitions', 'x')",
            "/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/x",
        ),
        (
            "subscriptionResourceId('sub', 'Microsoft.Resources/resourceGroups', 'x')",
            "/subscriptions/sub/resourceGroups/x",
        ),
        (
            "resourceId('sub', 'rg', 'Microsoft.Compute/images/', 'x')",
            "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute/images/x",
        ),
        (
            "tenantResourceId('Microsoft.Management/managementGroups', 'x')",
            "/providers/Microsoft.Management/managementGroups/x",
        ),
        (
            "extensionResourceId('/subscriptions/s', 'Microsoft.Authorization/locks', 'x')",
            "/subscriptions/s/providers/Microsoft.Authorization/locks/x",
        ),
    ],
)
def test_a_function_gives_what_resource_manager_would(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "reference('x').outputs.y",
        "listKeys('x', '2020-01-01').keys[0].value",
        "uniqueString('a')",
        "guid('a')",
        "newGuid()",
        "utcNow()",
        "deployment().name",
        "environment().suffixes.storage",
        "resourceGroup().location",
        "subscription().subscriptionId",
        "resourceId('Microsoft.Compute/images', 'x')",
        "concat('a', reference('x'))",
        "format('{0}', utcNow())",
        "if(equals(utcNow(), 'x'), 1, 2)",
        "and(true(), reference('x'))",
        "union(createObject('a', 1), reference('x'))",
        "parameters('wanted')",
        "toLower(parameters('wanted'))",
        "someFunctionOfTomorrow('x')",
        "uri('https://contoso.org/first/', '/my.sh')",
        "uri('https://contoso.org/first/', 'in\\\\my.sh')",
        "uri('https://[none]/', 'my.sh')",
        "uri('https://contoso.org/', '//[none]/my.sh')",
        "substring('abc', 2, 5)",
        "createArray(1)[3]",
        "indexFromEnd(createArray(1), 0)",
        "tryIndexFromEnd(utcNow(), 1)",
        "int(1.5)",
        "createObject('a', 1).b",
        "add('a', 1)",
        "concat()()",
        "div(1, 0)",
        "if(true())",
        "toLower()",
        "split('a', '')",
        "json('{')",
        "base64ToString('été')",
        "base64ToString('YQ')",
        "equals(parameters('place'), 'eastus')",
        "startsWith(parameters('place'), '<')",
        "coalesce(reference('x'), 'a')",
        "copyIndex()",
        "lambdaVariables('x')",
        "map('abc', lambda('x', 1))",
        "map(range(0, 2), 'x')",
        "our.unknown('x')",
        "our.greet()",
        "less('a', 'B')",
        "less('z', 'é')",
        "less('é', 'z')",
        "objectKeys(createObject('b', 1, 'a', 2))",
    ],
)
def test_what_cannot_be_known_is_unknown(expression):
    assert value(expression) == UNKNOWN


def test_the_manual_has_a_line_for_every_function():
    pages = dict(manual())
    assert pages["concat"].startswith("Strings")
    assert pages["utcNow"] == "Not known: the time of the deployment."
    assert all(pages.values())
