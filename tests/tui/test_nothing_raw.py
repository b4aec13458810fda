"""What is shown goes through `Safe` text: nothing else can reach a widget or a toast."""

import ast
from pathlib import Path

import pytest

TUI = Path(__file__).parents[2] / "tui"
DRAWN = (
    *sorted((TUI / "screens").rglob("*.py")),
    *sorted((TUI / "widgets").rglob("*.py")),
    TUI / "app.py",
)

MARKUP = frozenset(("Static", "Label", "Markdown", "RichLog", "Log", "DataTable", "Tree",
                    "OptionList", "Collapsible", "TextArea", "Pretty"))  # fmt: skip
"""Widgets that take bare text, or parse markup in it."""

TAKES_CONTENT = frozenset(("Button", "DiscoveryHit"))


def _calls(path):
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(call):
    function = call.func
    return (
        function.attr
        if isinstance(function, ast.Attribute)
        else getattr(function, "id", "")
    )


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_no_widget_that_parses_markup_is_made(path):
    assert not [call.lineno for call in _calls(path) if _name(call) in MARKUP]


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_toast_never_parses_markup(path):
    for call in _calls(path):
        if _name(call) == "notify":
            markup = [one.value for one in call.keywords if one.arg == "markup"]
            assert [getattr(one, "value", None) for one in markup] == [False], (
                call.lineno
            )


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_widget_of_textuals_own_gets_content(path):
    for call in _calls(path):
        if _name(call) in TAKES_CONTENT:
            assert isinstance(call.args[0], ast.Call), call.lineno
            assert _name(call.args[0]) == "Content", call.lineno


def test_the_check_sees_a_planted_slip(tmp_path):
    slip = tmp_path / "slip.py"
    slip.write_text(
        "def f(app, name):\n    app.notify(name)\n    return Static(name)\n"
    )

    assert [_name(call) for call in _calls(slip)] == ["notify", "Static"]
    with pytest.raises(AssertionError):
        test_a_toast_never_parses_markup(slip)
    with pytest.raises(AssertionError):
        test_no_widget_that_parses_markup_is_made(slip)
