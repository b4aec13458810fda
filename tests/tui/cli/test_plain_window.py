"""`bakeferry tui` with words that are often used: what click makes of them, without it."""

import subprocess
import sys

import pytest
from terminal import Terminal
from workspace import template_text

from tui.cli.plain_window import plain_options
from tui.cli.tui import tui

OPEN = "from tui.door import main; main()"
MAP = "https://files.contoso.com/a=b=."

PLAIN = [
    [],
    ["templates"],
    ["a", "b c", "", "\udcff"],
    ["--no-cache", "a", "--cache", "--no-mouse"],
    ["--read-only", "--azure", "--fresh", "--azure"],
    ["a", "--map", MAP, "--no-cache", "b"],
    ["--subscription", "s", "-g", "rg", "--location", "", "--tenant", "-t"],
    ["--resource-group", "--azure"],
]


@pytest.mark.parametrize("words", PLAIN)
def test_plain_words_come_to_what_click_makes_of_them(words):
    with tui.make_context("tui", list(words)) as context:
        assert plain_options(words) == context.params


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["-h"],
        ["-"],
        ["--", "a"],
        ["--params", "a"],
        ["--map"],
        ["--map", "a=b"],
        ["--map", "https://files.contoso.com=missing"],
        ["--map", MAP, "--map", MAP],
        [f"--map={MAP}"],
        ["--subscription", "s", "--subscription", "t"],
        ["-g", "rg", "--resource-group", "other"],
        ["-grg"],
        ["--theme", "mono"],
        ["-j", "2"],
    ],
)
def test_all_else_is_left_to_click(words):
    assert plain_options(words) is None


def test_settings_that_cannot_be_used_are_told_of_by_click(tmp_path):
    (tmp_path / "template.json").write_text(template_text("0" * 64))
    (tmp_path / "bakeferry.toml").write_text("stict = true")
    with Terminal(
        [sys.executable, "-c", OPEN, "tui"],
        env={"XDG_STATE_HOME": str(tmp_path)},
        cwd=tmp_path,
    ) as terminal:
        code = terminal.wait_for_end()
    told = terminal.data.decode()
    assert code == 2
    assert "Usage: bakeferry tui" in told
    assert "unknown key 'stict'" in told


def test_the_window_is_prepared_without_click():
    script = """
import sys
import tui.cli.application, tui.cli.plain_window
print("click" in sys.modules)
"""
    told = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert told == "False\n"
