"""What can be done on every screen; its dialogs are loaded when they are asked for."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import VIEWS, Place
from tui.preferences import GLYPHS, THEMES
from tui.screens.asking import ask
from tui.screens.handling import Handlers, named, next_of, wordless
from tui.widgets.lines import Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen


def handlers_of(screen: "FrameScreen") -> Handlers:
    """Handlers by the names of actions, bound to the screen they were asked on."""
    window = screen.bakeferry
    views = {view.value: wordless(partial(window.go_to, view)) for view in VIEWS}
    return {
        **views,
        "next_view": wordless(lambda: window.go_to(_beside(screen.place, 1))),
        "previous_view": wordless(lambda: window.go_to(_beside(screen.place, -1))),
        "theme": lambda words: _choose_theme(screen, words),
        "glyphs": lambda words: _choose_glyphs(screen, words),
        "read_only": wordless(lambda: _switch_read_only(screen)),
        "messages": wordless(lambda: _show_messages(screen)),
        "last_command": wordless(lambda: _show_last_command(screen)),
        "command_line": wordless(screen.ask_command),
        "palette": wordless(window.open_palette),
        "help": wordless(lambda: _show_help(screen)),
        "quit": wordless(lambda: _quit(screen)),
        "pause": wordless(lambda: _pause(screen)),
        "cancel": wordless(lambda: cancel_reading(screen)),
        "update": wordless(screen.update),
        "dock": wordless(lambda: window.go_to(Place.TRANSFERS)),
    }


def cancel_reading(frame: "FrameScreen") -> None:
    """Read no more artifacts; copies are given up where they are shown."""
    window = frame.bakeferry
    if window.shown.snapshot().run is not None:
        frame.workspace.cancel()
        window.look_often()
        window.say(Safe("Cancelled. What is verified stays; v goes on."))
    elif window.jobs.under_way:
        window.say(Safe("3 shows the copies; C gives up the one there."))
    else:
        window.say(Safe("Nothing runs that could be cancelled."))


def _beside(place: Place, step: int) -> Place:
    return next_of(VIEWS, place if place in VIEWS else VIEWS[0], step)


def _choose_theme(screen: "FrameScreen", words: Sequence[str]) -> None:
    window = screen.bakeferry
    before = window.preferences.theme
    if words:
        window.prefer(theme=named(words, THEMES))
        _say_if_colourless(screen)
        return
    from tui.screens.dialogs.choice import ChoiceDialog

    def decide(chosen: str | None) -> None:
        window.prefer(theme=chosen or before)
        if chosen:
            _say_if_colourless(screen)

    screen.app.push_screen(
        ChoiceDialog(
            Safe("Theme"),
            {name: line(Safe(name)) for name in THEMES},
            chosen=before,
            glyphs=screen.glyphs,
            preview=lambda name: window.prefer(theme=name),
        ),
        decide,
    )


def _say_if_colourless(screen: "FrameScreen") -> None:
    window = screen.bakeferry
    if screen.app.theme != window.preferences.theme:
        window.say(Safe("NO_COLOR is set: while it is, nothing has a colour."))


def _choose_glyphs(screen: "FrameScreen", words: Sequence[str]) -> None:
    window = screen.bakeferry
    if words:
        window.prefer(glyphs=named(words, GLYPHS))
        return
    is_ascii = screen.glyphs.border == "ascii"
    window.prefer(glyphs="unicode" if is_ascii else "ascii")


def _switch_read_only(screen: "FrameScreen") -> None:
    window = screen.bakeferry
    window.prefer(read_only=not window.preferences.read_only)
    is_on = window.preferences.read_only
    window.say(Safe(f"Read-only is {'on: nothing changes' if is_on else 'off'}."))


def _show_messages(screen: "FrameScreen") -> None:
    from tui.screens.dialogs.lines import LinesDialog

    window = screen.bakeferry
    lines: tuple[Line, ...] = tuple(line(one) for one in window.messages)
    nothing = (line(Piece(Safe("Nothing was said yet."), Tone.MUTED)),)
    screen.app.push_screen(
        LinesDialog(Safe("Messages"), lines or nothing, screen.glyphs)
    )


def _show_last_command(screen: "FrameScreen") -> None:
    window = screen.bakeferry
    command = window.last_command
    if command is None:
        window.say(Safe("Nothing was done yet that has a command."))
        return
    screen.app.copy_to_clipboard(command)
    window.say(safe_text(f"Copied:  {command}"))


def _show_help(screen: "FrameScreen") -> None:
    from tui.screens.dialogs.lines import FittedDialog
    from tui.screens.help_lines import help_lines

    window = screen.bakeferry
    place, keys, glyphs = screen.place, window.preferences.keys, screen.glyphs

    def fitted(cells: int) -> Sequence[Line]:
        return help_lines(place, keys, glyphs, cells=cells)

    title = safe_text(f"Help {screen.glyphs.bullet} {screen.place.value.title()}")
    screen.app.push_screen(FittedDialog(title, fitted, glyphs))


def _pause(screen: "FrameScreen") -> None:
    run = screen.bakeferry.shown.snapshot().run
    if run is None and screen.bakeferry.jobs.under_way:
        screen.bakeferry.say(Safe("3 shows the copies; p pauses the one there."))
    elif run is None:
        screen.bakeferry.say(Safe("Nothing runs that could be paused."))
    elif run.is_paused:
        screen.workspace.resume()
    else:
        screen.workspace.pause()


def _quit(screen: "FrameScreen") -> None:
    """Leave; ask first where something runs."""
    from tui.screens.stopping import ask_leaving  # only where copies may run

    if not ask_leaving(screen, lambda: _quit_reading(screen)):
        _quit_reading(screen)


def _quit_reading(screen: "FrameScreen") -> None:
    """Leave; ask first where something is read that would be lost."""
    window = screen.bakeferry
    run = window.shown.snapshot().run
    if run is None:
        window.leave()
        return
    lines = (
        line(safe_text(f"Verified: {run.done} of {counted(run.total, 'artifact')}.")),
        line(Safe("What is read stays remembered; the rest is read next time.")),
    )
    do, keep = Safe("Stop and quit"), Safe("Stay")
    ask(screen, Safe("Quit?"), lines, do, window.leave, keep=keep)
