import json

import pytest
from click.testing import CliRunner
from strict_schemas import errors

from integrity.lint.rules.all_rules import ALL_RULES
from tui.cli.commands import bakeferry

TEMPLATE = """{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "apiVersion": "2024-02-01",
  "properties": {
    "customize": [
      {
        "type": "File",
        "name": "fonts",
        "sourceUri": "https://files.example/fonts.zip",
        "destination": "/tmp/fonts.zip",
        "sha256Checksum": "%s"
      }
    ]
  }
}
"""


def explain(*arguments):
    return CliRunner().invoke(bakeferry, ["explain", *map(str, arguments)])


@pytest.fixture
def template(tmp_path):
    """Writes a template whose File step declares a checksum."""

    def written(checksum):
        path = tmp_path / "win11.json"
        path.write_text(TEMPLATE % checksum, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.id)
def test_every_rule_answers_to_its_number_and_its_name(one):
    by_number, by_name = explain(one.id.lower()), explain(one.name.upper())

    assert by_number.exit_code == by_name.exit_code == 0
    assert by_number.output == by_name.output
    assert by_number.output.startswith(f"{one.id} {one.name}\n{one.severity}; ")


def test_without_a_rule_all_are_listed_with_their_severity():
    lines = explain().output.splitlines()

    assert [line.split()[:2] for line in lines] == [
        [one.id, one.severity] for one in ALL_RULES
    ]
    assert lines[0].endswith(ALL_RULES[0].summary)


@pytest.mark.parametrize(
    ("word", "meant"), [("file-to-large", "AIB365"), ("aib3655", "AIB365")]
)
def test_a_slip_of_the_pen_is_told(word, meant):
    result = explain(word)

    assert result.exit_code == 2
    assert f"no rule answers to '{word}'. Did you mean {meant}" in result.output


@pytest.mark.parametrize("word", ["AIB9999", "foo", ""])
def test_for_what_is_like_no_rule_none_is_proposed(word):
    assert f"no rule answers to '{word}'; `bakeferry explain` lists all" in (
        explain(word).output
    )


def test_a_word_from_outside_is_told_harmlessly():
    assert "\x1b" not in explain("\x1b[2J").output


def test_machines_get_every_rule_by_schema():
    told = json.loads(explain("-o", "json").output)

    assert errors("explain", told) == []
    assert len(told["items"]) == len(ALL_RULES)


def test_machines_get_one_rule():
    told = json.loads(explain("AIB365", "-o", "json").output)

    assert [item["name"] for item in told["items"]] == ["file-too-large"]


def test_a_file_step_is_shown_as_a_script_step(template):
    path = template("E3B4" * 16)
    first, *step = explain("AIB365", path).output.splitlines()

    assert first == f"{path}:6:7 customize[0] 'fonts':"
    assert json.loads("\n".join(step)) == {
        "type": "Shell",
        "name": "fonts",
        "inline": [
            "curl -fsSL --retry 5 -o /tmp/fonts.zip https://files.example/fonts.zip",
            f"echo '{'e3b4' * 16}  /tmp/fonts.zip' | sha256sum -c -",
        ],
    }


def test_a_step_without_a_digest_leaves_a_place_for_it(template):
    assert "<sha256>" in explain("AIB365", template("")).output


def test_a_template_without_a_file_step_is_told_as_that(tmp_path):
    path = tmp_path / "win11.json"
    path.write_text(TEMPLATE.replace('"File"', '"Shell"') % "")

    result = explain("AIB365", path)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "there is no File step in it" in result.stderr


def test_a_template_that_is_not_there_is_not_found(tmp_path):
    result = explain("AIB365", tmp_path / "gone.json")

    assert result.exit_code == 7
    assert result.stderr.endswith("gone.json: no such file\n")


def test_steps_are_told_in_no_form_but_text(template):
    result = explain("AIB365", template(""), "-o", "json")

    assert result.exit_code == 2
    assert "-o json is for rules alone" in result.output


def test_only_one_rule_rewrites_a_template(template):
    result = explain("AIB310", template(""))

    assert result.exit_code == 2
    assert "only AIB365 rewrites a template" in result.output


def test_a_rule_that_nothing_could_judge_says_so():
    told = explain("AIB202")

    assert told.exit_code == 0
    assert "explained, never judged" in told.output
    assert "nothing that a program can ask would tell" in told.output
