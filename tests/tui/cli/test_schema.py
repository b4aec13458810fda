import json

import pytest
from click.testing import CliRunner
from jsonschema_rs import meta

from tui.cli.commands import bakeferry
from tui.cli.schema import ALL_SCHEMAS


def schema(*arguments):
    return CliRunner().invoke(bakeferry, ["schema", *arguments])


def test_without_a_name_all_names_are_listed():
    assert schema().output.split() == list(ALL_SCHEMAS)


@pytest.mark.parametrize("name", ALL_SCHEMAS)
def test_every_name_has_a_schema(name):
    printed = json.loads(schema(name).output)

    meta.validate(printed)
    assert printed["title"] == f"bakeferry.{name}/1"


def test_another_name_is_a_slip_of_the_pen():
    result = schema("verfy")

    assert result.exit_code == 2
    assert "'verfy' is not one of" in result.output
