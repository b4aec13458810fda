"""How the command looks: its widths, colours and signs, wherever it is shown."""

import re

import pytest
from command import bakeferry, environment, on_terminal
from workspace import template_text

from integrity.cells import width
from integrity.lint.reports.all_reports import REPORTS


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_tables_and_source_lines_keep_within_the_terminal(columns, workspace):
    long = "https://artifacts.example.com/" + "folder/" * 60 + "日本語.sh"
    text = template_text("0").replace("https://artifacts.example.com/setup.sh", long)
    workspace.write(text)

    shown = on_terminal(
        "verify", "--no-cache", workspace.template, workspace.mapped, columns=columns
    )

    drawn = [line for line in shown.lines if re.match(r" *\d* \| |  [!x✓✗]", line)]
    assert len(drawn) >= 3
    assert [line for line in drawn if width(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(
    "arguments", [["explain"], ["explain", "AIB365"]], ids=" ".join
)
def test_the_manual_keeps_within_the_terminal(arguments, columns):
    shown = on_terminal(*arguments, columns=columns)

    assert shown.code == 0
    assert [line for line in shown.lines if width(line) > columns] == []


@pytest.mark.parametrize(
    "arguments",
    [["lint", "--notes"], ["verify"], ["stamp", "--diff"], ["stamp", "--check"]],
    ids=" ".join,
)
def test_no_line_ends_in_blanks(arguments, workspace):
    workspace.write(template_text("0"))
    reading = [] if "lint" in arguments else [workspace.mapped]

    shown = on_terminal(*arguments, workspace.template, *reading)

    assert [line for line in shown.lines if line != line.rstrip()] == []


def test_a_terminal_gets_colours(workspace):
    workspace.write(template_text("0"))

    assert b"\x1b[1;31merror\x1b[0m" in on_terminal("lint", workspace.template).data


@pytest.mark.parametrize(
    "setting", [{"NO_COLOR": "1"}, {"NO_COLOR": ""}, {"TERM": "dumb"}], ids=str
)
def test_who_wants_no_colours_gets_no_escape(setting, workspace):
    workspace.write(template_text("0"))

    shown = on_terminal("verify", workspace.template, workspace.mapped, **setting)

    assert b"AIB311 error" in shown.data
    assert b"\x1b" not in shown.data


@pytest.mark.parametrize("form", REPORTS)
def test_a_pipe_gets_no_escape(form, workspace):
    workspace.write(template_text("0"))

    done = bakeferry("verify", "-o", form, workspace.template, workspace.mapped)

    assert b"\x1b" not in done.stdout + done.stderr


ASCII_ONLY = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1:strict"},
)


@pytest.mark.parametrize("setting", ASCII_ONLY, ids=str)
@pytest.mark.parametrize("form", REPORTS)
def test_where_only_ascii_can_be_shown_it_is_ascii(form, setting, workspace):
    workspace.write(template_text("0").replace('"setup"', '"größer 日本語 🚢"'))
    env = environment(**setting)

    done = bakeferry(
        "verify", "-o", form, workspace.template, workspace.mapped, env=env
    )

    assert (done.returncode, done.stderr) == (4, b"")
    assert done.stdout.isascii()


@pytest.mark.parametrize("setting", ASCII_ONLY, ids=str)
@pytest.mark.parametrize(
    "arguments",
    [["explain"], ["explain", "AIB365"], ["--help"], ["demo", "-q"]],
    ids=" ".join,
)
def test_our_own_words_need_no_more_than_ascii_either(arguments, setting):
    done = bakeferry(*arguments, env=environment(**setting))

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_a_utf8_locale_gets_the_signs_it_can_show(workspace):
    workspace.write(template_text("0").replace('"setup"', '"größer"'))

    done = bakeferry("verify", workspace.template, workspace.mapped)

    assert "größer" in done.stdout.decode()
