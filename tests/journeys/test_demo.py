"""The built-in workspace: what was put into it is found, and nothing else is needed."""

from pathlib import Path

import pytest
from short_room import room_for

from tui.files.demo_workspace import Planted, planted


def test_all_planted_problems_are_found(bakeferry, capsys):
    assert bakeferry("demo", "--check", "--quiet") == 0

    assert (
        f"All {len(planted())} planted problems were found." in capsys.readouterr().out
    )


def test_a_problem_that_nobody_found_is_a_miss():
    assert not Planted("clean.json", "AIB312", "a changed script").found_in([])


def test_the_clean_template_is_clean(bakeferry, capsys):
    bakeferry("demo", "--check", "--quiet")

    assert "ubuntu-golden.json:" not in capsys.readouterr().out


def test_a_kept_workspace_can_be_verified_by_hand(bakeferry, capsys):
    assert bakeferry("demo", "--keep", "try-it") == 0

    code = bakeferry(
        "verify",
        "try-it/templates",
        "--params=try-it/templates/sles15-sap.parameters.json",
        "--map=https://artifacts.example.com=try-it/artifacts",
    )

    out = capsys.readouterr().out
    assert code == 4
    assert "Verified 12 artifacts: 8 match, 1 differs" in out


def test_a_workspace_is_never_written_over(bakeferry, capsys):
    bakeferry("demo", "--keep", "try-it")

    assert bakeferry("demo", "--keep", "try-it") == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--check"], ["--port", "8080"]])
def test_what_could_not_be_done_too_is_refused_and_not_passed_over(
    bakeferry, capsys, words
):
    assert bakeferry("demo", "--keep", "try-it", *words) == 2
    assert not Path("try-it").exists()


def test_a_workspace_without_room_is_one_clear_line_and_gone(
    bakeferry, tmp_path, capsys
):
    with room_for(100):
        code = bakeferry("demo", "--keep", "try-it")

    assert code == 5
    assert capsys.readouterr().err == "bakeferry: try-it: File too large\n"
    assert not (tmp_path / "try-it").exists()
