"""What a project's settings may say, and slips in them: told with their place."""

import pytest
from workspace import SETUP_SHA256, template_text

SLIPS = {
    'selct = ["AIB3"]': "unknown key 'selct'; known are select",
    'select = "AIB3"': "'select' is a list of texts",
    'ignore = ["AIB3", 3]': "'ignore' is a list of texts",
    "strict = 1": "'strict' is true or false",
    "api-version = 2024-02-01": "'api-version' is a text",
    'api-version = "2099-01-01"': "'api-version' is one of 2018-02-01-preview",
    'profile = "seeds"': "'profile' is one of current, seed",
    "set = { region = 3 }": "'set' is a table of texts",
    "set = 3": "'set' is a table of texts",
    'ignore = ["AIB999"]': "no rule answers to 'AIB999'",
    "strict = ": "cannot be read",
    'params = ["a.json", "a\\u0000b.json"]': "'params' has a NUL in it",
}


@pytest.mark.parametrize(("text", "told"), SLIPS.items(), ids=SLIPS)
def test_a_slip_is_told_with_its_file(workspace, bakeferry, capsys, text, told):
    workspace.write(template_text(SETUP_SHA256))
    settings = workspace.folder / "bakeferry.toml"
    settings.write_text(text)

    assert bakeferry("lint", workspace.template) == 2
    assert f"{settings}: {told}" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named_once(workspace, bakeferry, capsys):
    workspace.write(template_text(SETUP_SHA256))
    settings = workspace.folder / "bakeferry.toml"
    settings.write_bytes(b"strict = \xff")

    assert bakeferry("lint", workspace.template) == 2
    assert f"Error: {settings}: is no UTF-8; save it as such" in capsys.readouterr().err


@pytest.mark.parametrize(
    "value", ["9" * 5000, "[" * 3000 + "]" * 3000], ids=["digits", "brackets"]
)
@pytest.mark.parametrize("name", ["bakeferry.toml", "pyproject.toml"])
def test_what_no_parser_of_toml_can_take_is_no_traceback(
    workspace, bakeferry, capsys, name, value
):
    workspace.write(template_text(SETUP_SHA256))
    settings = workspace.folder / name
    settings.write_text(f"[tool.bakeferry]\nselect = {value}")

    assert bakeferry("lint", workspace.template) == 2
    assert f"{settings}: cannot be read: a value in it" in capsys.readouterr().err


@pytest.fixture
def closed(workspace):
    """Settings that nobody may read."""
    settings = workspace.folder / "bakeferry.toml"
    settings.touch(mode=0)
    return settings


def test_a_file_that_may_not_be_read_is_named_once(
    workspace, closed, unprivileged, bakeferry, capsys
):
    assert bakeferry("lint", workspace.template) == 2
    told = capsys.readouterr().err
    assert f"Error: {closed}: cannot be read: Permission denied\n" in told


@pytest.mark.parametrize("text", ["[tool]\nbakeferry = 1", "tool = 1"])
def test_what_is_no_table_in_pyproject_is_no_traceback(workspace, bakeferry, text):
    workspace.write(template_text(SETUP_SHA256))
    (workspace.folder / "pyproject.toml").write_text(text)

    assert bakeferry("lint", workspace.template) == 2 * ("bakeferry" in text)


@pytest.mark.parametrize(
    "text",
    [
        "[tool.bakeferry]\nstrict = 1", '[ tool . "bakeferry" ]\nstrict = 1',
        "[tool]\nbakeferry.strict = 1", "tool = { bakeferry = { strict = 1 } }",
        "name = 'x'\ntool.bakeferry.strict = 1", "['tool'.bakeferry]\nstrict = 1",
    ],
)  # fmt: skip
def test_our_table_in_pyproject_is_found_however_it_is_written(
    workspace, bakeferry, capsys, text
):
    workspace.write(template_text(SETUP_SHA256))
    (workspace.folder / "pyproject.toml").write_text(text)

    assert bakeferry("lint", workspace.template) == 2
    assert "pyproject.toml: 'strict' is true or false" in capsys.readouterr().err


def test_slips_in_the_tables_of_others_are_theirs(workspace, bakeferry):
    workspace.write(template_text(SETUP_SHA256))
    (workspace.folder / "pyproject.toml").write_text("[tool.black]\nline-length =\n")

    assert bakeferry("lint", workspace.template) == 0


def test_names_of_placeholders_are_read_as_on_the_command_line(workspace, bakeferry):
    open_region = template_text(SETUP_SHA256).replace("westeurope", "<Region Name>")
    workspace.write(open_region)
    (workspace.folder / "bakeferry.toml").write_text(
        'set = { "Region Name" = "westeurope" }\nstrict = true\n'
    )

    assert bakeferry("lint", workspace.template) == 0
