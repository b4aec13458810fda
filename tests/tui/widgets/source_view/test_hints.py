"""The values of expressions below the lines that hold them, and what stays hidden."""

from sample_source import deployment_with, rows_of, texts_of

STEP = {"type": "Shell", "name": "setup"}


def hint_at(data: bytes, text: str) -> str:
    """The value behind the line that holds a text, else the one below it."""
    shown = texts_of(rows_of(data, cells=200))
    at = next(index for index, one in enumerate(shown) if text in one)
    behind = shown[at].partition("┄")[2]
    return (behind or shown[at + 1].partition("┄")[2]).strip()


def with_script(expression: str, **sections: object) -> bytes:
    step = STEP | {"scriptUri": expression}
    return deployment_with({"customize": [step]}, **sections)


def test_a_value_stands_below_its_expression():
    data = with_script(
        "[concat(variables('base'), '/setup.sh')]",
        variables={"base": "https://example.com"},
    )
    shown = texts_of(rows_of(data, cells=200))
    at = next(index for index, one in enumerate(shown) if '"[concat' in one)

    assert shown[at + 1].strip() == "┄ = https://example.com/setup.sh"
    assert shown[at + 1].index("┄") == shown[at].index('"[concat')


def test_a_value_that_is_only_chosen_is_told_too():
    data = with_script("[variables('all')]", variables={"all": "https://example.com/a"})

    assert hint_at(data, '"scriptUri"') == "= https://example.com/a"


def test_what_only_azure_knows_is_said_to_be_unknown():
    data = with_script("[reference('x').outputs.uri]")

    assert hint_at(data, '"scriptUri"') == "not known offline"


def test_values_of_other_kinds_are_told_in_brief():
    data = deployment_with(
        {
            "buildTimeoutInMinutes": "[add(60, 30)]",
            "customize": "[createArray(1, 2)]",
            "vmProfile": "[createObject('vmSize', 'x')]",
        },
        variables={},
    )

    assert hint_at(data, '"buildTimeout') == "= 90"
    assert hint_at(data, '"customize"') == "= 2 items"
    assert hint_at(data, '"vmProfile"') == "= 1 property"


def test_an_escaped_bracket_is_no_expression():
    shown = texts_of(rows_of(with_script("[[not one]"), cells=200))

    assert not [one for one in shown if "┄" in one]


def test_the_value_of_a_secure_parameter_is_not_shown_by_whatever_way_it_comes():
    data = with_script(
        "[concat('https://example.com/', variables('inner'))]",
        parameters={"key": {"type": "secureString", "defaultValue": "tiger9000"}},
        variables={"inner": "[concat('a', parameters('key'))]"},
    )
    shown = texts_of(rows_of(data, cells=200))

    assert hint_at(data, '"scriptUri"') == "= a secret, from a secure parameter"
    assert not [one for one in shown if "┄" in one and "tiger9000" in one]


def test_a_signature_in_a_value_is_hidden():
    data = with_script(
        "[concat('https://x.example.com/a?sig=', variables('s'))]",
        variables={"s": "Zm9vYmFyYmF6cXV4MDEy"},
    )

    assert hint_at(data, '"scriptUri"') == "= https://x.example.com/a?sig=" + "*" * 20


def test_a_value_named_like_a_secret_is_hidden():
    data = with_script(
        "[variables('adminPassword')]", variables={"adminPassword": "Sw0rdfish1!"}
    )

    assert "Sw0rdfish1" not in hint_at(data, '"scriptUri"')


def test_a_value_cannot_reach_the_terminal_raw():
    data = with_script("[concat('a', '\x1b[2J\u202e')]", variables={})

    assert hint_at(data, '"scriptUri"') == "= a␛[2J<U+202E>"
