"""Everything that can be done in the full-screen application, as one table.

Keys, the palette, the command line, the footer and the help are all read from here, so
whatever can be done has a key, an entry and a command.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text


class Place(StrEnum):
    """Where a person can be."""

    TEMPLATES = "templates"
    OUTPUTS = "outputs"
    TRANSFERS = "transfers"
    LOGS = "logs"
    DIGESTS = "digests"
    ACCOUNT = "account"
    TEMPLATE = "template"
    """One template, opened."""

    EMPTY = "empty"
    """The list of templates while there is none."""


VIEWS = (
    Place.TEMPLATES,
    Place.OUTPUTS,
    Place.TRANSFERS,
    Place.LOGS,
    Place.DIGESTS,
    Place.ACCOUNT,
)
"""The six views, in the order of their digits."""


class Group(StrEnum):
    """The columns of the help."""

    MOVE = "Move"
    LOOK = "Look"
    CHANGE = "Change (capital letters)"
    APPLICATION = "Application"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done."""

    id: str
    short: str
    """What the footer calls it."""

    title: str
    """What the palette calls it."""

    keys: tuple[str, ...]
    """As Textual names them, the one to show first."""

    command: str
    """What `:` takes, with the names of its words: `verify [NAME...]`."""

    group: Group
    places: tuple[Place, ...] = ()
    """Where its keys work; empty means everywhere."""

    changes: bool = False
    """It changes a file or Azure, which read-only mode forbids."""

    is_foremost: bool = False
    """The footer shows it."""

    @property
    def name(self) -> str:
        """The title as part of a sentence, where it promises no dialog."""
        return self.title.removesuffix("…")

    @property
    def word(self) -> str:
        """The first word of its command."""
        return self.command.partition(" ")[0]


_LISTED = (Place.TEMPLATES, Place.TEMPLATE)

ACTIONS: tuple[Action, ...] = (
    Action("open", "open", "Open template…", ("enter", "l", "right"), "open NAME", Group.LOOK, (Place.TEMPLATES,)),
    Action("verify", "verify", "Verify this template, or those marked", ("v",), "verify [NAME...]", Group.LOOK, (*_LISTED, Place.DIGESTS), is_foremost=True),
    Action("verify_all", "all", "Verify all templates", ("f5",), "verify-all", Group.LOOK, _LISTED),
    Action("rescue", "rescue", "Rescue VHDs at risk here, or those marked…", ("R",), "rescue [NAME...]", Group.CHANGE, (*_LISTED, Place.OUTPUTS), changes=True, is_foremost=True),
    Action("stamp", "stamp", "Stamp this template, or those marked", ("S",), "stamp [NAME...]", Group.CHANGE, (*_LISTED, Place.DIGESTS), changes=True, is_foremost=True),
    Action("stamp_all", "stamp all", "Stamp all templates", ("f6",), "stamp-all", Group.CHANGE, _LISTED, changes=True),
    Action("build", "build", "Submit and build in Azure…", ("B",), "build [NAME]", Group.CHANGE, _LISTED, changes=True, is_foremost=True),
    Action("log", "log", "Show the log of its last build", ("t",), "log [NAME]", Group.LOOK, (*_LISTED, Place.OUTPUTS), is_foremost=True),
    Action("fix", "fix", "Mend what is mechanical", ("F",), "fix [NAME...]", Group.CHANGE, _LISTED, changes=True, is_foremost=True),
    Action("rewrite", "rewrite", "Rewrite a File step as a download that checks itself", ("W",), "rewrite", Group.CHANGE, (Place.TEMPLATE,), changes=True),
    Action("undo", "undo", "Undo the last change of a file", ("ctrl+z",), "undo", Group.CHANGE, _LISTED, changes=True),
    Action("edit", "edit", "Edit in $EDITOR", ("e",), "edit [NAME]", Group.LOOK, _LISTED, is_foremost=True),
    Action("explain", "explain", "Explain rule…", ("i",), "explain [RULE]", Group.LOOK, _LISTED),
    Action("next_problem", "next", "Next problem", ("n",), "next", Group.MOVE, (Place.TEMPLATE, Place.LOGS), is_foremost=True),
    Action("previous_problem", "previous", "Previous problem", ("N",), "previous", Group.MOVE, (Place.TEMPLATE, Place.LOGS)),
    Action("next_tab", "tab", "Next tab", ("tab",), "tab [NAME]", Group.MOVE, (Place.TEMPLATE,)),
    Action("previous_tab", "tab", "Previous tab", ("shift+tab",), "tab-back", Group.MOVE, (Place.TEMPLATE,)),
    Action("next_template", "next template", "Next template", ("full_stop",), "next-template", Group.MOVE, (Place.TEMPLATE,)),
    Action("previous_template", "previous template", "Previous template", ("comma",), "previous-template", Group.MOVE, (Place.TEMPLATE,)),
    Action("wrap", "wrap", "Wrap long lines", ("w",), "wrap", Group.LOOK, (Place.TEMPLATE, Place.LOGS)),
    Action("back", "back", "Back", ("escape", "h", "left"), "back", Group.MOVE, (Place.TEMPLATE,)),
    Action("filter", "filter", "Filter the list…", ("slash", "ampersand"), "filter [TEXT]", Group.LOOK, (Place.TEMPLATES, Place.OUTPUTS, Place.LOGS, Place.DIGESTS, Place.TRANSFERS), is_foremost=True),
    Action("sort", "sort", "Sort by the next column", ("s",), "sort [COLUMN]", Group.LOOK, (Place.TEMPLATES, Place.DIGESTS)),
    Action("mark", "mark", "Mark this row", ("space",), "mark [NAME...]", Group.LOOK, (Place.TEMPLATES, Place.OUTPUTS), is_foremost=True),
    Action("mark_all", "mark all", "Mark all rows, or none", ("a",), "mark-all", Group.LOOK, (Place.TEMPLATES, Place.OUTPUTS), is_foremost=True),
    Action("others", "other files", "Show JSON files that hold no template", ("z",), "others", Group.LOOK, (Place.TEMPLATES,)),
    Action("update", "update", "Look again, in Azure too", ("u",), "update", Group.LOOK),
    Action("copy", "copy", "Copy…", ("y",), "copy [WHAT]", Group.LOOK, (*_LISTED, Place.OUTPUTS, Place.DIGESTS, Place.TRANSFERS)),
    Action("folder", "folder", "Open a folder or a file…", ("o",), "folder PATH", Group.APPLICATION, (Place.TEMPLATES, Place.EMPTY)),
    Action("demo", "demo", "Open the demo workspace", ("d",), "demo", Group.APPLICATION, (Place.EMPTY,), is_foremost=True),
    Action("new", "new", "Write a starter template here", ("n",), "new [NAME]", Group.CHANGE, (Place.EMPTY,), changes=True, is_foremost=True),
    Action("export", "export", "Export digests as a sha256sum file…", ("E",), "export [FILE]", Group.CHANGE, (Place.DIGESTS,), changes=True, is_foremost=True),
    Action("doctor", "doctor", "Doctor: what support would ask for", ("d",), "doctor", Group.LOOK, (Place.ACCOUNT,), is_foremost=True),
    Action("config", "settings file", "Edit the settings file", ("o",), "config", Group.APPLICATION, (Place.ACCOUNT,), is_foremost=True),
    Action("delete", "delete", "Delete a template in Azure…", ("D",), "delete [NAME]", Group.CHANGE, _LISTED, changes=True),
    Action("retry", "retry", "Try this copy once more", ("r",), "retry", Group.CHANGE, (Place.TRANSFERS,), is_foremost=True),
    Action("more_at_once", "more at once", "Run one more copy at once", ("plus",), "more", Group.LOOK, (Place.TRANSFERS,), is_foremost=True),
    Action("fewer_at_once", "fewer", "Run one copy fewer at once", ("minus",), "fewer", Group.LOOK, (Place.TRANSFERS,), is_foremost=True),
    Action("follow", "follow", "Follow the log as it grows", ("f",), "follow", Group.LOOK, (Place.LOGS,), is_foremost=True),
    Action("sign_in", "sign in", "Sign in to Azure", ("i",), "sign-in", Group.APPLICATION, (Place.OUTPUTS, Place.LOGS, Place.ACCOUNT, Place.EMPTY), is_foremost=True),
    Action("pause", "pause", "Pause or resume what runs", ("p",), "pause", Group.LOOK),
    Action("cancel", "cancel", "Cancel what runs", ("C",), "cancel", Group.CHANGE),
    Action("dock", "transfers", "Go to what runs, and back", ("x",), "dock", Group.MOVE),
    Action("templates", "templates", "View: Templates", ("1",), "view templates", Group.MOVE),
    Action("outputs", "outputs", "View: Outputs", ("2",), "view outputs", Group.MOVE),
    Action("transfers", "transfers", "View: Transfers", ("3",), "view transfers", Group.MOVE),
    Action("logs", "logs", "View: Logs", ("4",), "view logs", Group.MOVE),
    Action("digests", "digests", "View: Digests", ("5",), "view digests", Group.MOVE),
    Action("account", "account", "View: Account and settings", ("6",), "view account", Group.MOVE),
    Action("next_view", "next view", "Next view", ("shift+right",), "view-next", Group.MOVE),
    Action("previous_view", "previous view", "Previous view", ("shift+left",), "view-previous", Group.MOVE),
    Action("theme", "theme", "Theme…", ("ctrl+t",), "theme [NAME]", Group.APPLICATION),
    Action("glyphs", "glyphs", "Glyphs: Unicode or ASCII", ("ctrl+g",), "glyphs [unicode|ascii]", Group.APPLICATION),
    Action("read_only", "read-only", "Read-only on or off", ("ctrl+r",), "read-only", Group.APPLICATION),
    Action("messages", "messages", "Messages", ("m",), "messages", Group.APPLICATION),
    Action("last_command", "as command", "Show the last action as a command", ("exclamation_mark",), "last", Group.APPLICATION),
    Action("command_line", "command", "Type a command", ("colon",), "command", Group.APPLICATION, is_foremost=True),
    Action("palette", "palette", "Command palette", ("ctrl+p",), "palette", Group.APPLICATION),
    Action("help", "help", "Help", ("question_mark", "f1"), "help", Group.APPLICATION),
    Action("quit", "quit", "Quit", ("q", "ctrl+q"), "quit", Group.APPLICATION, is_foremost=True),
)  # fmt: skip
"""Lower-case letters look; capitals change a file or Azure (`G` and `N` move, as in vi)."""

BY_ID: Mapping[str, Action] = MappingProxyType({one.id: one for one in ACTIONS})


def actions_at(place: Place) -> Iterator[Action]:
    """The actions whose keys work somewhere, those of that place alone first."""
    yield from (one for one in ACTIONS if place in one.places)
    yield from (one for one in ACTIONS if not one.places)


def by_command(word: str, place: Place) -> Action | None:
    """The action that a typed word means: by its command or its name."""
    meant = [one for one in ACTIONS if word in (one.word, one.id)]
    here = [one for one in meant if place in one.places or not one.places]
    return next(iter(here or meant), None)


def elsewhere(action: Action) -> Safe:
    """Where something can be done that cannot be done here."""
    digits = [BY_ID[place].keys[0] for place in VIEWS if place in action.places]
    if digits:
        return safe_text(f"not here; {' or '.join(digits)} goes there")
    if Place.TEMPLATE in action.places:
        return Safe("not here; enter opens a template")
    return Safe("not here")


_SHOWN = {
    "exclamation_mark": "!", "question_mark": "?", "colon": ":", "slash": "/",
    "ampersand": "&", "plus": "+", "minus": "-", "full_stop": ".", "comma": ",", "escape": "esc",
}  # fmt: skip


def shown_key(key: str) -> Safe:
    """A key as a person knows it: `^p`, `?`, `space`."""
    *modifiers, last = key.split("+")
    shown = _SHOWN.get(last, last)
    for modifier in reversed(modifiers):
        shown = f"^{shown}" if modifier == "ctrl" else f"{modifier}+{shown}"
    return safe_text(shown)
