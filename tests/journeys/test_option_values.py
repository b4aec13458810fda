"""Values of options that are not of their form: which option, and how to write it."""

import pytest


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--set", "x", "--set x: is not of the form NAME=VALUE"),
        ("--set", "=x", "--set =x: is not of the form NAME=VALUE"),
        ("--params", "=x", "--params =x: is not of the form NAME=VALUE"),
        (
            "--params", "x",
            "--params x: No such file or directory; a value is given as NAME=VALUE",
        ),
        ("--select", "x", "--select, --ignore: no rule answers to 'x'"),
    ],
)  # fmt: skip
def test_a_value_of_another_form_is_told_with_its_option(
    bakeferry, capsys, option, value, told
):
    assert bakeferry("lint", "x.json", option, value) == 2
    assert f"Error: {told}\n" in capsys.readouterr().err
