"""What a person prefers, in their own settings file, and what they did last.

The settings file is theirs and only read; what the application remembers (view, sort,
folders) lies in the state directory, never in a project.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from integrity.dataclass import dataclass
from tui.settings import SettingsError, parsed, text_of
from tui.small_files import json_of, put

THEMES = ("auto", "bakeferry-dark", "bakeferry-light", "high-contrast", "mono")
GLYPHS = ("auto", "unicode", "ascii")

_STATE_FILE = "state-1.json"
"""The number is that of its form: another one is another file."""

_MOST_FOLDERS = 50


@dataclass(frozen=True, slots=True)
class Preferences:
    """How one person wants the application to look and behave."""

    theme: str = "auto"
    glyphs: str = "auto"

    motion: bool = False
    """Animations; off by default, because they cost and annoy."""

    bell: bool = False
    """Ring the terminal when a copy has ended."""

    mouse: bool = True

    coach: bool = True
    """A line of help over the demo."""

    read_only: bool = False
    """Nothing changes a file or Azure."""

    cloud: str = ""
    """The cloud, as --cloud takes it; empty: what the environment or az says."""

    keys: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Keys of an action by its name, in place of its own; several are allowed."""


_KEYS = {one.name.replace("_", "-"): one for one in fields(Preferences)}
_CHOICES = {"theme": THEMES, "glyphs": GLYPHS}


def preferences_path() -> Path:
    """Where the settings file is: BAKEFERRY_CONFIG, else the user's configuration."""
    if own := os.environ.get("BAKEFERRY_CONFIG"):
        return Path(own)
    from platformdirs import user_config_path  # loads tempfile and all of shutil

    return user_config_path("bakeferry") / "config.toml"


STATE_DIR = "BAKEFERRY_STATE_DIR"
"""Names another directory than the user's state."""


def state_directory() -> Path:
    """Where state is kept: BAKEFERRY_STATE_DIR, else the user's state."""
    if own := os.environ.get(STATE_DIR):
        return Path(own)
    from platformdirs import user_state_path  # as above

    return user_state_path("bakeferry")


def demo_state_directory() -> Path:
    """Where the demo's state is kept, never among what is the user's."""
    return state_directory() / "demo"


def read_preferences(path: Path, actions: frozenset[str]) -> Preferences:
    """What the settings file says; the defaults when there is none.

    Args:
        actions: The names that `[keys]` may have.

    Raises:
        SettingsError: The file cannot be used; the message says how to mend it.
    """
    values: dict[str, Any] = {}
    for key, value in _table(path).items():
        if key not in _KEYS:
            raise SettingsError(
                path, f"unknown key '{key}'; known are {', '.join(_KEYS)}"
            )
        values[_KEYS[key].name] = _checked(path, key, value, actions)
    return Preferences(**values)


def preferred_cloud(path: Path) -> str | None:
    """The cloud of the settings file; None where it names none.

    Raises:
        SettingsError: The file cannot be used.
    """
    value = _table(path).get("cloud", "")
    return str(_checked(path, "cloud", value, frozenset())) or None


def _table(path: Path) -> dict[str, Any]:
    """What the settings file holds; nothing when there is none."""
    try:
        text = text_of(path)
    except FileNotFoundError:
        return {}
    return parsed(path, text)


def _checked(path: Path, key: str, value: object, actions: frozenset[str]) -> object:
    if key == "keys":
        return _checked_keys(path, value, actions)
    wanted = type(getattr(Preferences(), _KEYS[key].name))
    if not isinstance(value, wanted):
        raise SettingsError(path, f"'{key}' has a value of the wrong type")
    if key in _CHOICES and value not in _CHOICES[key]:
        raise SettingsError(path, f"'{key}' is one of {', '.join(_CHOICES[key])}")
    return value


def _checked_keys(
    path: Path, value: object, actions: frozenset[str]
) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise SettingsError(path, "'keys' is a table: [keys]")
    keys: dict[str, tuple[str, ...]] = {}
    for action, given in value.items():
        if action not in actions:
            raise SettingsError(path, f"no action is called '{action}'")
        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not all(
            isinstance(one, str) for one in names
        ):
            raise SettingsError(path, f"'keys.{action}' is a key or a list of keys")
        if not names:
            raise SettingsError(path, f"'keys.{action}' names no key")
        from tui.key_names import is_key  # few people change a key

        for name in names:
            if not is_key(name):
                why = f"no key is called '{name}'; there are v, V, f9, ctrl+v, comma"
                raise SettingsError(path, f"'keys.{action}': {why} and the like")
        keys[action] = tuple(names)
    return MappingProxyType(keys)


@dataclass(frozen=True, slots=True)
class LastTime:
    """How a folder was left."""

    view: str = "templates"
    sort: str = "name"
    template: str | None = None
    """The row that the cursor was on."""


@dataclass(slots=True)
class Memory:
    """What the application remembers from one time to the next, by folder.

    A hint, never an authority: what cannot be read or written is not remembered.
    """

    directory: Path | None
    """None remembers nothing."""

    def last_time(self, folder: Path) -> LastTime:
        """How a folder was left; the defaults for one never seen."""
        found = self._folders().get(str(folder.absolute()))
        if not isinstance(found, dict):
            return LastTime()
        known = {one.name for one in fields(LastTime)}
        return LastTime(
            **{k: v for k, v in found.items() if k in known and isinstance(v, str)}
        )

    def remember(self, folder: Path, last: LastTime) -> None:
        """Keep how a folder is left, and forget the one left longest ago."""
        if self.directory is None:
            return
        folders = self._folders()
        folders.pop(str(folder.absolute()), None)
        folders[str(folder.absolute())] = asdict(last)
        kept = dict(list(folders.items())[-_MOST_FOLDERS:])
        with suppress(OSError):
            put(self.directory / _STATE_FILE, json.dumps({"folders": kept}, indent=2))

    def _folders(self) -> dict[str, Any]:
        if self.directory is None:
            return {}
        content = json_of(self.directory / _STATE_FILE)
        folders = content.get("folders") if isinstance(content, dict) else None
        return folders if isinstance(folders, dict) else {}
