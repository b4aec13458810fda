"""Settings of a project: `bakeferry.toml`, or `[tool.bakeferry]` in pyproject.toml.

A project's file may come with an untrusted change, so it can only choose what is
judged and how strictly. What is read from where, and which hosts are allowed, is said
on the command line alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from integrity.dataclass import dataclass


class SettingsError(Exception):
    """The settings file cannot be used; the message says where and how to mend it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project has decided for all its templates."""

    select: tuple[str, ...] = ()
    """Rules that count, by number, beginning of a number, or name."""

    ignore: tuple[str, ...] = ()
    """Rules that do not count."""

    strict: bool = False
    """Warnings fail."""

    notes: bool = False
    """Show notes in the text report."""

    require_hashes: bool = False
    """An artifact without a checksum is an error."""

    api_version: str | None = None
    """Judge as if under this version."""

    profile: str = "current"
    """`current`, or `seed` for the reference of March 2020."""

    params: tuple[str, ...] = ()
    """Deployment parameters files, relative to the settings file."""

    set: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Placeholders and what to put in their place."""

    path: Path = Path("bakeferry.toml")
    """The settings file."""


_KEYS = {
    one.name.replace("_", "-"): one for one in fields(Settings) if one.name != "path"
}

_OUR_TABLE = re.compile(
    r"""^[ \t]*\[?[ \t]*["']?tool["']?[ \t]*(?:[\]=]|\.[ \t]*["']?bakeferry\b)""",
    re.MULTILINE,
)
"""A text without it has no table of ours, however `tool.bakeferry` may be written."""

_WANTED = {
    bool: "true or false",
    str: "a text",
    tuple: "a list of texts",
    dict: "a table of texts",
}


def find_settings(start: Path) -> Settings:
    """The settings that hold in a folder: of the nearest one upwards that has any.

    Raises:
        SettingsError: A file is there and cannot be used.
    """
    for folder in (start, *start.parents):
        own = folder / "bakeferry.toml"
        if own.is_file():
            return _settings(own, parsed(own, text_of(own)))
        project = folder / "pyproject.toml"
        if project.is_file() and _OUR_TABLE.search(text := text_of(project)):
            tools = parsed(project, text).get("tool")
            table = tools.get("bakeferry") if isinstance(tools, dict) else None
            if table is not None:
                return _settings(project, table)
    return Settings()


def text_of(path: Path) -> str:
    """What a file of settings holds.

    Raises:
        FileNotFoundError: There is none.
        SettingsError: It cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        raise SettingsError(path, "is no UTF-8; save it as such") from error
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error


def parsed(path: Path, text: str) -> dict[str, Any]:
    """What the text of a settings file says.

    Raises:
        SettingsError: It is no TOML.
    """
    import tomllib  # most runs have no settings to read

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, f"cannot be read: {error}") from error
    except (ValueError, RecursionError) as error:  # thousands of digits, or brackets
        why = "cannot be read: a value in it is too long, or nested too deeply"
        raise SettingsError(path, why) from error


def _settings(path: Path, table: object) -> Settings:
    if not isinstance(table, dict):
        raise SettingsError(path, "'bakeferry' is a table: [tool.bakeferry]")
    values: dict[str, Any] = {"path": path}
    for key, value in table.items():
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise SettingsError(path, f"unknown key '{key}'; known are {known}")
        values[_KEYS[key].name] = _checked(path, key, value)
    return Settings(**values)


def _checked(path: Path, key: str, value: object) -> object:
    """A value of the type that its key wants."""
    kind = _kind(key)
    if kind is tuple and isinstance(value, list) and _are_texts(value):
        if any("\0" in text for text in value):
            raise SettingsError(path, f"'{key}' has a NUL in it, which no name has")
        return tuple(value)
    if kind is dict and isinstance(value, dict) and _are_texts(value.values()):
        return value
    if kind in (bool, str) and isinstance(value, kind):
        return value
    raise SettingsError(path, f"'{key}' is {_WANTED[kind]}")


def _kind(key: str) -> type:
    """What a key's value is; a text where no text is said."""
    default = _KEYS[key].default
    if default is MISSING:
        return dict
    return str if default is None else type(default)


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
