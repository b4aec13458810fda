"""How to judge, as options and settings come to it together. Nothing here needs click."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from integrity.errors import DocumentError
from integrity.lint.selection import Selection
from integrity.lint.severity import Severity
from integrity.safe_text import safe_text
from integrity.template.context import Context
from integrity.template.given import Fills, Inputs
from integrity.template.versions import VERSIONS
from tui.files.judging import Judging
from tui.files.waiting import read_beginning
from tui.settings import Settings, SettingsError, find_settings

if TYPE_CHECKING:
    from integrity.template.nodes import Node

Value = TypeVar("Value")


class Unusable(Exception):
    """What was said cannot be used; the message, fit for a terminal, says which and why."""


PROFILES: Mapping[str, Mapping[str, Severity]] = {
    "current": {},
    "seed": {"AIB302": Severity.ERROR},
}
"""Severities that a reading of the rules sets: `seed` is the reference of March 2020."""


def how_to_judge(
    options: Mapping[str, Any], severities: Mapping[str, Severity]
) -> Judging:
    """What the options, and below them the project's settings, come to.

    A command need not have all of them; one it lacks counts as not given.

    Args:
        severities: What the command itself sets.

    Raises:
        Unusable: A value, or the settings file.
    """
    settings = _settings()
    profile = options.get("profile") or settings.profile
    if settings.require_hashes:
        severities = {"AIB310": Severity.ERROR, **severities}
    selection = Selection(
        select=_split(options.get("select", ())) or settings.select,
        ignore=_split(options.get("ignore", ())) or settings.ignore,
        severities={**PROFILES[profile], **severities},
    )
    _check_selectors(selection)
    params = tuple(map(_as_named, options["params"]))
    files = _parameter_files(params, settings)
    return Judging(
        selection=selection,
        inputs=_inputs({**options, "params": params}, settings, files),
        parameter_files=files,
        api_version=options.get("api_version") or settings.api_version,
        strict=_either(options.get("strict"), settings.strict),
        notes=_either(options.get("notes"), settings.notes),
        given=frozenset(params),
        filled=tuple(text.partition("=")[0].strip() for text in options["fills"]),
    )


def _check_selectors(selection: Selection, where: str = "--select, --ignore: ") -> None:
    if not (selection.select or selection.ignore):
        return
    from integrity.lint.linter import unknown_selectors  # loads every rule

    if unknown := unknown_selectors(selection):
        raise Unusable(f"{where}no rule answers to '{safe_text(unknown[0])}'")


def _settings() -> Settings:
    try:
        settings = find_settings(Path.cwd())
    except SettingsError as error:
        raise Unusable(safe_text(str(error))) from error
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    """Refuse words that only the command line knows; it would refuse them too."""
    where = f"{safe_text(str(settings.path))}: "
    for key, value, known in (
        ("profile", settings.profile, PROFILES),
        ("api-version", settings.api_version, (None, *VERSIONS)),
    ):
        if value not in known:
            names = ", ".join(filter(None, known))
            raise Unusable(f"{where}'{key}' is one of {names}")
    _check_selectors(Selection(settings.select, settings.ignore), where)


def _either(flag: bool | None, setting: bool) -> bool:
    return setting if flag is None else flag


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        one.strip() for text in texts for one in text.split(",") if one.strip()
    )


def _read(name: str) -> bytes:
    from integrity.template.syntax import MAX_BYTES  # most windows read no such file

    try:
        return read_beginning(name, MAX_BYTES + 1)
    except OSError as error:
        hint = "" if "=" in name else "; a value is given as NAME=VALUE"
        why = f"--params {safe_text(name)}: {error.strerror}{hint}"
        raise Unusable(why) from error
    except DocumentError as error:
        raise Unusable(f"--params {safe_text(str(error))}") from error


def _parameter_files(given: Iterable[str], settings: Settings) -> dict[str, bytes]:
    """The deployment parameters files by name: the project's, then those given."""
    names = [str(settings.path.parent / name) for name in settings.params]
    names += [text for text in given if not _is_value(text)]
    return {name: _read(name) for name in names}


def _as_named(text: str) -> str:
    """What `--params` names; `az` has an @ before a file."""
    return text if os.path.exists(text) else text.removeprefix("@")  # noqa: PTH110 -- it takes any value


def _is_value(text: str) -> bool:
    """Say whether `--params` was given NAME=VALUE rather than a file."""
    return "=" in text and not os.path.exists(text)  # noqa: PTH110 -- it takes any value


def _inputs(
    options: Mapping[str, Any], settings: Settings, files: Mapping[str, bytes]
) -> Inputs:
    context = Context(
        subscription=options["subscription"],
        resource_group=options["resource_group"],
        location=options["location"],
        region=options["location"],
    )
    parameters = dict[str, "Node"]()
    fills = Fills()
    if not (files or options["params"] or options["fills"] or settings.set):
        return Inputs(parameters, fills, context)
    from integrity.template.inputs import (  # loads the parser and the functions
        read_fill,
        read_parameter,
        read_parameters,
    )
    from integrity.template.placeholders import fill_name

    try:
        for name, data in files.items():
            parameters |= read_parameters(name, data)
    except DocumentError as error:
        raise Unusable(safe_text(str(error))) from error
    values = filter(_is_value, options["params"])
    parameters |= _read_each("--params", read_parameter, values)
    fills.update({fill_name(name): value for name, value in settings.set.items()})
    fills.update(_read_each("--set", read_fill, options["fills"]))
    return Inputs(parameters, fills, context)


def _read_each(
    option: str, read: Callable[[str], tuple[str, Value]], texts: Iterable[str]
) -> Iterator[tuple[str, Value]]:
    for text in texts:
        try:
            yield read(text)
        except DocumentError as error:
            raise Unusable(f"{option} {safe_text(str(error))}") from error
