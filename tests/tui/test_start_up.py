"""What is loaded when the first list is painted: nothing that judges, reads or asks."""

import subprocess
import sys

import pytest
from terminal import Terminal
from workspace import template_text

_TELL = """
import sys
import tui.cli.application as application

read, styled, made = [], [], []

def look_on():
    import textual._compositor as compositor
    import textual.css.stylesheet as stylesheet
    import tui.app

    parse, apply = stylesheet.parse, stylesheet.Stylesheet.apply
    paint = compositor.Compositor.render_full_update

    def noted(scope, css, read_from, **more):
        read.append(read_from[0].rpartition("/")[2])
        return parse(scope, css, read_from, **more)

    def looked_up(self, node, **more):
        styled.append(node)
        return apply(self, node, **more)

    def painted(self, *args, **more):
        made.append(1)
        return paint(self, *args, **more)

    stylesheet.parse = noted
    stylesheet.Stylesheet.apply = looked_up
    compositor.Compositor.render_full_update = painted
    tui.app.BakeferryApp.begin = begin  # called when the first list is painted

def begin(self):
    widgets = len(list(self.screen.walk_children()))
    counts = len(self.screen_stack), widgets, len(made), len(styled)
    print(*counts, file=open({told!r} + "-made", "w"))
    print("\\n".join(sys.modules), file=open({told!r}, "w"))
    print("\\n".join(read), file=open({told!r} + "-styles", "w"))
    self.exit()

def logging_to(directory, log=application.logging_to):
    look_on()  # the application is loaded by then, and not made yet
    return log(directory)

application.logging_to = logging_to
sys.argv = ["bakeferry", "tui", {folder!r}, "--no-cache"]
from tui.cli.main import main
main()
"""

LATE = {
    "httpx", "aiohttp", "blake3", "xxhash", "msgspec", "email.message",
    "importlib.metadata", "tomllib", "integrity.lint.linter", "integrity.lint.rules",
    "integrity.template.loader", "integrity.template.model", "integrity.template.syntax",
    "integrity.template.expressions", "integrity.survey", "integrity.artifacts.opener",
    "sqlite3", "integrity.lint.secrets", "tui.workspace.memory",
    "tui.session", "tui.workspace.workspace", "tui.workspace.judged_file",
    "tui.screens.template", "tui.screens.account.view", "tui.screens.digests.view",
    "tui.screens.transfers.view", "tui.screens.everywhere",
    "tui.jobs.entry", "integrity.template.edit",
    "integrity.facts", "integrity.lint.finding", "integrity.template.position",
    "transfer.errors", "tui.workspace.judged", "tui.workspace.proposal",
    "integrity.artifacts.policy", "tui.screens.changes", "tui.screens.explaining", "tui.widgets.source_view.view",
    "tui.screens.command_palette", "tui.screens.prompt_line", "tui.screens.copying", "tui.screens.dialogs.choice",
    "click",
    "tui.screens.dock", "tui.screens.trouble", "tui.screens.too_small", "tui.screens.templates.empty",
}  # fmt: skip
MOST = 490
"""Modules; 482 when this was written, 646 before. More is a reason to look, not a fault."""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Where it stands what was done when the first list is painted."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "template.json").write_text(template_text("0" * 64))
    told = folder / "told"
    script = _TELL.format(told=str(told), folder=str(folder))
    with Terminal(
        [sys.executable, "-c", script], env={"XDG_STATE_HOME": str(folder)}
    ) as terminal:
        assert terminal.wait_for_end() == 0  # it may end as soon as it is painted
        assert "template" in terminal.data.decode()
    return told


@pytest.fixture(scope="module")
def painted(told):
    """The modules that are loaded by then."""
    return frozenset(told.read_text().split())


def test_the_first_list_is_painted_before_anything_dear_is_loaded(painted):
    assert painted & LATE == set()


def test_no_more_is_loaded_for_the_first_list_than_was(painted):
    assert len(painted) <= MOST


def test_styles_are_read_once_and_once_more_by_textual_for_its_theme(told):
    read = told.with_name("told-styles").read_text().split()
    assert read.count("styles.tcss") <= 2


def test_one_screen_of_few_widgets_is_painted_once_for_the_first_list(told):
    screens, widgets, paintings, _ = counts_of(told)
    assert screens == 1
    assert widgets <= 12
    assert paintings == 1


def test_styles_are_looked_up_as_widgets_are_made_and_when_one_gets_the_keyboard(told):
    _, widgets, _, look_ups = counts_of(told)
    assert look_ups < 2 * widgets


def counts_of(told):
    return map(int, told.with_name("told-made").read_text().split())


def test_no_garbage_is_looked_for_while_a_command_is_loaded():
    script = """
import gc, os, sys
from tui.door import main
before = [one["collections"] for one in gc.get_stats()]
os._exit = lambda code: print([one["collections"] for one in gc.get_stats()] == before)
sys.argv = ["bakeferry", "tui", "--help"]
main()
"""
    told = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert told.splitlines()[-1] == "True"


@pytest.mark.parametrize(("wanted", "frames"), [({}, 120), ({"TEXTUAL_FPS": "30"}, 30)])
def test_a_frame_comes_soon_after_another_unless_somebody_wants_fewer(
    tmp_path, wanted, frames
):
    (tmp_path / "template.json").write_text(template_text("0" * 64))
    told = tmp_path / "told"
    script = f"""
import os, pathlib, sys
from tui.cli.main import main

def ended(code):
    from textual import constants
    pathlib.Path({str(told)!r}).write_text(str(constants.MAX_FPS))

os._exit = ended
sys.argv = ["bakeferry", "tui", {str(tmp_path)!r}, "--no-cache"]
main()
"""
    with Terminal(
        [sys.executable, "-c", script], env={"XDG_STATE_HOME": str(tmp_path), **wanted}
    ) as terminal:
        terminal.wait_for("template")
        terminal.type("q")
        terminal.wait_for_end()
    assert int(told.read_text()) == frames
