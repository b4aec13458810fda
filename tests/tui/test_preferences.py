"""What a person prefers, and how a folder was left the last time."""

from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from still_workspace import settled

from tui.actions import Place
from tui.cli.application import _preferences
from tui.preferences import (
    LastTime,
    Memory,
    Preferences,
    demo_state_directory,
    preferences_path,
    preferred_cloud,
    read_preferences,
    state_directory,
)
from tui.screens.templates.view import TemplatesView
from tui.settings import SettingsError

ACTIONS = frozenset(("verify", "help"))

ALL_OF_IT = """
theme = "mono"
glyphs = "ascii"
read-only = true
mouse = false
motion = true
bell = true
coach = false
cloud = "AzureChinaCloud"

[keys]
verify = ["v", "f9"]
help = "f1"
"""

SLIPS = {
    "read_only = true": "unknown key 'read_only'; known are theme, glyphs, motion, ",
    "mouse = 1": "'mouse' has a value of the wrong type",
    "theme = true": "'theme' has a value of the wrong type",
    'theme = "dark"': "'theme' is one of auto, bakeferry-dark, ",
    'glyphs = "emoji"': "'glyphs' is one of auto, unicode, ascii",
    'keys = "v"': "'keys' is a table: [keys]",
    'keys.verfy = "v"': "no action is called 'verfy'",
    "keys.verify = 9": "'keys.verify' is a key or a list of keys",
    'keys.verify = ["v", 9]': "'keys.verify' is a key or a list of keys",
    'keys.verify = "Ctrl+T"': "'keys.verify': no key is called 'Ctrl+T'; there are v, ",
    'keys.verify = "ctrl+nonsense"': "'keys.verify': no key is called 'ctrl+nonsense'",
    'keys.verify = "shift+v"': "'keys.verify': no key is called 'shift+v'",
    'keys.verify = "shift+ctrl+v"': "'keys.verify': no key is called 'shift+ctrl+v'",
    'keys.verify = "v,f9"': "'keys.verify': no key is called 'v,f9'",
    'keys.verify = ","': "'keys.verify': no key is called ','; there are v, ",
    'keys.verify = "<any>"': "'keys.verify': no key is called '<any>'",
    r'keys.verify = "\u001b"': "'keys.verify': no key is called '\x1b'",
    r'keys.verify = "\u001b]0;mine\u0007"': "'keys.verify': no key is called '\x1b]0",
    'keys.verify = ["v", ""]': "'keys.verify': no key is called ''; there are v, ",
    "keys.verify = []": "'keys.verify' names no key",
    "bell = ": "cannot be read: ",
}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The file of a person's own settings, not there yet."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("BAKEFERRY_CONFIG", str(path))
    return path


def test_all_that_a_settings_file_says_is_taken(settings):
    settings.write_text(ALL_OF_IT)

    chosen = read_preferences(settings, ACTIONS)

    assert chosen == Preferences(
        theme="mono",
        glyphs="ascii",
        motion=True,
        bell=True,
        mouse=False,
        coach=False,
        read_only=True,
        cloud="AzureChinaCloud",
        keys={"verify": ("v", "f9"), "help": ("f1",)},
    )
    assert preferred_cloud(settings) == "AzureChinaCloud"


def test_without_a_settings_file_all_is_as_usual(settings):
    usual = read_preferences(settings, ACTIONS)

    assert (usual.theme, usual.glyphs, usual.cloud) == ("auto", "auto", "")
    assert (usual.mouse, usual.coach) == (True, True)
    assert (usual.motion, usual.bell, usual.read_only) == (False, False, False)
    assert not usual.keys
    assert preferred_cloud(settings) is None


def test_settings_and_state_are_where_the_system_has_them_or_where_one_says(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: tmp_path / name)
    monkeypatch.setattr("platformdirs.user_state_path", lambda name: tmp_path / name)
    for name in ("BAKEFERRY_CONFIG", "BAKEFERRY_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert preferences_path() == tmp_path / "bakeferry" / "config.toml"
    assert state_directory() == tmp_path / "bakeferry"

    monkeypatch.setenv("BAKEFERRY_CONFIG", "/mine.toml")
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", "/state")
    assert preferences_path() == Path("/mine.toml")
    assert state_directory() == Path("/state")
    assert demo_state_directory() == Path("/state/demo")


@pytest.mark.parametrize(("text", "told"), SLIPS.items(), ids=SLIPS)
def test_a_slip_is_told_with_its_file(settings, text, told):
    settings.write_text(text)

    with pytest.raises(SettingsError) as slip:
        read_preferences(settings, ACTIONS)

    assert str(slip.value).startswith(f"{settings}: {told}")


KEYS = ("v", "V", "7", "+", "é", "f9", "space", "comma", "ctrl+t", "shift+f5")
KEYS += ("ctrl+shift+left", "alt+x", "less_than_sign", "ctrl+at", "pageup", "tab")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_called_as_the_window_knows_it(settings, key):
    settings.write_text(f'keys.verify = "{key}"')

    assert read_preferences(settings, ACTIONS).keys == {"verify": (key,)}


NOTHING_SAID = {"theme": None, "glyphs": None, "read_only": False, "no_mouse": False}


def test_what_a_command_does_not_say_is_as_the_settings_say(settings):
    settings.write_text('theme = "mono"\nglyphs = "ascii"\nmouse = false\n')

    chosen = _preferences(NOTHING_SAID)

    assert (chosen.theme, chosen.glyphs) == ("mono", "ascii")
    assert (chosen.mouse, chosen.read_only) == (False, False)


def test_what_a_command_says_goes_before_the_settings(settings):
    settings.write_text('theme = "mono"\nglyphs = "ascii"\n')
    said = {"theme": "auto", "glyphs": "unicode", "read_only": True, "no_mouse": True}

    chosen = _preferences(said)

    assert (chosen.theme, chosen.glyphs) == ("auto", "unicode")
    assert (chosen.mouse, chosen.read_only) == (False, True)


def test_no_command_takes_back_that_nothing_is_changed(settings):
    settings.write_text("read-only = true")

    assert _preferences(NOTHING_SAID).read_only


LEFT = LastTime(view="digests", sort="state", template="a.json")


def test_each_folder_is_remembered_as_it_was_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = Memory(tmp_path / "state")
    memory.remember(Path("images"), LEFT)

    assert memory.last_time(tmp_path / "images") == LEFT
    assert memory.last_time(tmp_path) == LastTime()


def test_folders_that_were_left_longest_ago_are_forgotten(tmp_path):
    memory = Memory(tmp_path)
    for number in range(50):
        memory.remember(Path(f"/{number}"), LEFT)
    memory.remember(Path("/0"), LEFT)  # once more
    memory.remember(Path("/50"), LEFT)

    forgotten = [n for n in range(51) if memory.last_time(Path(f"/{n}")) != LEFT]
    assert forgotten == [1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", LastTime()),
        ("[" * 100_000, LastTime()),
        ("[]", LastTime()),
        ('{"folders": []}', LastTime()),
        ('{"folders": {"/": 3}}', LastTime()),
        ('{"folders": {"/": {"view": 3, "sort": "state", "more": "x"}}}',
         LastTime(sort="state")),
    ],
    ids=["empty", "deep", "a list", "no folders", "no folder", "of another version"],
)  # fmt: skip
def test_what_cannot_be_read_is_not_remembered_and_replaced(tmp_path, text, found):
    (tmp_path / "state-1.json").write_text(text)
    memory = Memory(tmp_path)

    assert memory.last_time(Path("/")) == found

    memory.remember(Path("/"), LEFT)
    assert memory.last_time(Path("/")) == LEFT


def test_what_cannot_be_kept_stops_nothing(tmp_path):
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file")
    memory.remember(Path("/"), LEFT)

    assert memory.last_time(Path("/")) == LastTime()


def test_who_begins_afresh_leaves_no_trace():
    memory = Memory(None)
    memory.remember(Path("/"), LEFT)

    assert memory.last_time(Path("/")) == LastTime()


async def test_a_folder_is_opened_as_it_was_left(in_demo, tmp_path):
    opening = opening_of((Path("templates"),), state=tmp_path / "state")
    async with running(opening) as (app, pilot):
        await settled(app, pilot)
        first = app.query_one(TemplatesView).current.key
        await pilot.press("s", "down", "down", "5", "q")
        chosen = app.query_one(TemplatesView).current.key

    async with running(opening) as (app, pilot):
        await settled(app, pilot)
        assert app.frame.place is Place.DIGESTS
        await pilot.press("1")
        await settled(app, pilot)
        assert "by state" in screen_of(app)
        assert app.query_one(TemplatesView).current.key == chosen != first
