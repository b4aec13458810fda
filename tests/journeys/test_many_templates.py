"""Folders of templates: how many of them are held at a time."""

import gc

import pytest
from many_templates import many_templates

from integrity.lint.linter import judge_file
from integrity.template.model import ImageTemplate
from tui.cli.work import lint


@pytest.fixture
def held(monkeypatch):
    """How many templates are in memory whenever one of them is judged."""
    gc.collect()
    gc.disable()  # only what nobody holds goes
    before, counts = _templates(), []

    def judge(*file, **how):
        counts.append(_templates() - before)
        return judge_file(*file, **how)

    monkeypatch.setattr(lint, "judge_file", judge)
    yield counts
    gc.enable()


def _templates() -> int:
    return sum(isinstance(one, ImageTemplate) for one in gc.get_objects())


def test_a_template_is_held_no_longer_than_it_is_judged(bakeferry, tmp_path, held):
    many_templates(tmp_path, templates=5)

    assert bakeferry("lint", tmp_path / "templates") == 0
    assert held == [1] * 5


def test_templates_to_mend_are_read_before_any_is_written(bakeferry, tmp_path, held):
    many_templates(tmp_path, templates=5)

    assert bakeferry("lint", "--fix", tmp_path / "templates") == 0
    assert held == [5] * 5
