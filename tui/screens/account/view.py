"""The view of the account and the settings."""

import os
from collections.abc import Iterator

from textual.app import ComposeResult

from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.screens.account.doctor import checks, doctor_lines
from tui.screens.dialogs.lines import LinesDialog
from tui.screens.editing import edit_path
from tui.screens.handling import Handlers, Words, bindings_of, wordless
from tui.screens.remembering import remember_in_azure
from tui.screens.view_pane import ViewPane
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane, WrappedPane
from tui.widgets.lines import EMPTY, Line, labelled, line
from tui.workspace.snapshot import Snapshot

_LABEL_CELLS = 17

_NEW_PREFERENCES = """\
# How bakeferry looks and behaves for you; every line is optional.
# theme = "auto"          # bakeferry-dark, bakeferry-light, high-contrast, mono
# glyphs = "auto"         # unicode, ascii
# read-only = false
# mouse = true
# motion = false
# bell = false            # ring the terminal when a copy has ended
# coach = true

# [keys]                  # several keys for one action are allowed
# verify = ["v", "f9"]
"""


class AccountView(ViewPane):
    """Says who one is in Azure, how the application is set, and where its files are."""

    view = Place.ACCOUNT
    BINDINGS = bindings_of(Place.ACCOUNT)

    def compose(self) -> ComposeResult:
        with Box(self.glyphs, id="account-box"):
            yield WrappedPane(self.glyphs)

    def on_mount(self) -> None:
        self.query_one(Box).entitle(line(Safe("Account and settings")))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.query_one(LinePane).show(tuple(self._lines()))

    def _lines(self) -> Iterator[Line]:
        window = self.frame.bakeferry
        chosen = window.preferences
        dot = f" {self.glyphs.bullet} "
        looks = (
            f"theme {self._theme}",
            f"glyphs {chosen.glyphs}",
            f"motion {_on(chosen.motion)}",
        )
        ways = (
            f"mouse {_on(chosen.mouse)}",
            f"bell {_on(chosen.bell)}",
            f"read-only {_on(chosen.read_only)}",
        )
        session = window.opening.workspace.session
        yield from self._azure()
        yield EMPTY
        yield self._entry("Settings", dot.join(looks))
        yield self._entry("", dot.join(ways))
        yield self._entry(
            "Change them", "^t theme, ^g glyphs, ^r read-only, o the file"
        )
        yield self._entry("Keys changed", ", ".join(chosen.keys) or "none")
        yield EMPTY
        yield self._entry("Settings file", str(window.opening.preferences_path))
        kept = window.opening.log_directory
        yield self._entry("State and log", str(kept) if kept else "not kept")
        yield EMPTY
        yield self._entry("Artifacts", self._reading())
        for one in session.maps:
            yield self._entry("", f"{one.prefix} is read from {one.directory}")
        yield self._entry("Proxy", "set" if session.proxy else "none")
        yield self._entry(
            "Private hosts", ", ".join(sorted(session.allow_private)) or "none allowed"
        )

    @property
    def _theme(self) -> str:
        """The one that is seen, and why where another one was chosen."""
        chosen = self.frame.bakeferry.preferences.theme
        is_colourless = self.app.theme != chosen
        return f"{self.app.theme}, for NO_COLOR is set" if is_colourless else chosen

    def _azure(self) -> Iterator[Line]:
        live = self.frame.live
        if live is None:
            yield self._entry("Signed in", "no; i signs in, and lists what is there")
            return
        account = live.account
        if account.trouble is not None:
            yield self._entry("Signed in", str(account.trouble))
        elif account.is_connecting:
            yield self._entry("Signed in", f"asking{self.glyphs.ellipsis}")
        else:
            who = account.who or Safe("yes")
            yield self._entry("Signed in", f"{who}, through {account.way}")
        yield self._entry("Cloud", account.cloud)
        yield self._entry("Tenant", account.tenant or self.glyphs.dash)
        origin = (
            f"  (from {account.subscription_origin})" if account.subscription else ""
        )
        yield self._entry("Subscription", f"{account.subscription}{origin}")
        yield self._entry("Group", account.group or "all")

    def _reading(self) -> str:
        options = self.frame.bakeferry.opening.workspace
        http = "https and http" if options.session.allow_insecure_http else "https only"
        return f"{options.at_once} at once, {http}"

    def _entry(self, label: str, value: str) -> Line:
        return labelled(f" {label}", _LABEL_CELLS, safe_text(value))

    @property
    def handlers(self) -> Handlers:
        return {
            "doctor": self._doctor,
            "config": self._config,
            "sign_in": wordless(self.frame.bakeferry.azure.sign_in),
        }

    def _doctor(self, words: Words) -> None:
        window = self.frame.bakeferry
        remember_in_azure(self.frame, "bakeferry account doctor")
        found = checks(
            size=(self.app.size.width, self.app.size.height),
            colours=str(self.app.console.color_system or "no colours"),
            preferences_path=window.opening.preferences_path,
            state_directory=window.opening.log_directory,
            environ=os.environ,
        )
        self.app.push_screen(
            LinesDialog(Safe("Doctor"), doctor_lines(found), self.glyphs)
        )

    async def _config(self, words: Words) -> None:
        """Open the settings file, made first where there is none."""
        window = self.frame.bakeferry
        path = window.opening.preferences_path
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_NEW_PREFERENCES, "utf-8")
        except OSError as error:
            why = error.strerror or "cannot be written"
            window.say(safe_text(f"{path}: {why}"), severity="error")
            return
        await edit_path(self.frame, path)
        window.read_preferences_again()

    def focus_body(self) -> None:
        self.query_one(LinePane).focus()


def _on(flag: bool) -> str:
    return "on" if flag else "off"
