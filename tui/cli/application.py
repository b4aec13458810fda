"""What opens the full-screen application and runs it to its end: the only way in."""

import gc
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from integrity.safe_text import safe_text
from tui.actions import BY_ID
from tui.cli.exit_codes import ExitCode
from tui.cli.judging import Unusable, how_to_judge
from tui.cli.session import session_options
from tui.files.judging import Judging
from tui.log_file import logging_to
from tui.opening import AzureWishes, Opening, Target
from tui.preferences import (
    Memory,
    Preferences,
    preferences_path,
    read_preferences,
    state_directory,
)
from tui.session_options import SIMULATOR, SessionOptions
from tui.settings import SettingsError
from tui.workspace.snapshot import WorkspaceOptions

_SWITCH_SECONDS = 0.001
"""How long a hashing thread may keep the interpreter from the screen."""

_FRAMES = "120"
"""A second, at most. Between two of them Textual waits for up to twice as long as that says:
with its own 60, a key that came right after a frame was seen 33 ms later."""


def open_application(
    paths: Sequence[Path], options: Mapping[str, Any], target: Target | None = None
) -> int:
    """Open the application on folders and files; returns its exit code.

    Raises:
        Unusable: A value, or a settings file.
        PermissionError: What is named may not be read or looked into.
    """
    if (why := why_no_screen()) is not None:
        return _refuse(paths, why)
    how = how_to_judge(options, {})
    for path in paths:
        _check_readable(path)
    return open_judging(paths, how, session_options(options), options, target)


def _check_readable(path: Path) -> None:
    """Refuse what would be an empty list; a file that is not there is a row."""
    with suppress(FileNotFoundError, NotADirectoryError):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        elif stat.S_ISREG(mode):
            path.open("rb").close()


def open_judging(
    paths: Sequence[Path],
    how: Judging,
    session: SessionOptions,
    options: Mapping[str, Any],
    target: Target | None,
    *,
    azure: AzureWishes | None = None,
) -> int:
    """Open the application where it is known already how to judge and to read.

    Raises:
        Unusable: A value, or a settings file.
    """
    if (why := why_no_screen()) is not None:
        return _refuse(paths, why)
    opening = Opening(
        workspace=WorkspaceOptions(
            paths=tuple(paths),
            judging=how,
            session=session,
            state_directory=None if options["fresh"] else state_directory(),
            at_once=options["jobs"],
        ),
        preferences=_preferences(options),
        preferences_path=preferences_path(),
        memory=Memory(None if options["fresh"] else state_directory()),
        log_directory=state_directory(),
        target=target or Target(),
        azure=azure or _azure(options),
    )
    gc.disable()  # until the first list is there: what is loaded now stays
    return _run(opening)


def _run(opening: Opening) -> int:
    """Run the application until it is left; returns the process's exit code."""
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)  # read when Textual is loaded
    from tui.app import BakeferryApp  # the only place that does so

    sys.setswitchinterval(_SWITCH_SECONDS)
    with logging_to(opening.log_directory):
        app = BakeferryApp(opening)
        try:
            with app.courtesy.screen_loop() as loop:
                app.run(mouse=opening.preferences.mouse, loop=loop)
        finally:
            app.clean_up()
    if app.crash is not None:
        from tui.crash import crash_report  # seldom, we hope

        with suppress(OSError):
            sys.stderr.write(crash_report(app.crash, opening.log_directory))
        return 1
    if app.last_words:
        with suppress(OSError):
            sys.stderr.write(f"bakeferry: {app.last_words}\n")
    return app.return_code or 0


def _azure(options: Mapping[str, Any]) -> AzureWishes:
    """Where in Azure to look; at once where that was asked for."""
    simulator = os.environ.get(SIMULATOR)
    return AzureWishes(
        subscription=options.get("subscription"),
        tenant=options.get("tenant"),
        group=options.get("resource_group"),
        cloud=options.get("cloud"),
        allow_private=frozenset(options["allow_private"]),
        ca_file=options["ca_file"],
        proxy=options["proxy"],
        simulator=simulator,
        at_once=options["azure"] or simulator is not None,
    )


def _refuse(paths: Sequence[Path], why: str) -> int:
    """Say what to use where there is no terminal."""
    names = safe_text(" ".join(str(path) for path in paths))
    sys.stderr.write(
        f"bakeferry: the full-screen application needs a terminal: {why}.\n"
        f"Use  bakeferry lint {names}  or  bakeferry verify {names}  instead.\n"
    )
    return ExitCode.USAGE


def _preferences(options: Mapping[str, Any]) -> Preferences:
    try:
        chosen = read_preferences(preferences_path(), frozenset(BY_ID))
    except SettingsError as error:
        raise Unusable(safe_text(str(error))) from error
    return replace(
        chosen,
        read_only=chosen.read_only or options["read_only"],
        mouse=chosen.mouse and not options["no_mouse"],
        theme=options["theme"] or chosen.theme,
        glyphs=options["glyphs"] or chosen.glyphs,
    )


def why_no_screen() -> str | None:
    """Why there is no terminal to draw on; None when there is one."""
    if not sys.stdin.isatty():
        return "standard input is not one"
    if not sys.stderr.isatty():  # Textual draws there
        return "standard error is not one"
    if os.environ.get("TERM") in (None, "", "dumb"):
        return "TERM is dumb or not set"
    return None
