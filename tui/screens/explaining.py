"""A rule's manual page: what is wrong, why it matters, how to mend it."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from integrity.lint.finding import Finding
from integrity.lint.findings import RULES_BY_ID
from integrity.lint.manual import terminal_page
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.safe_text import Safe, safe_text
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.lines import FittedDialog
from tui.screens.remembering import remember
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen


def explain(
    frame: "FrameScreen", wanted: str, *, finding: Finding | None = None
) -> None:
    """Show the page of a rule, by its number or its name.

    Args:
        finding: What it says here; shown above the page.
    """
    rule = _named(wanted)
    if rule is None:
        frame.bakeferry.say(safe_text(f"No rule answers to {wanted}."))
        return
    remember(frame, f"bakeferry explain {rule.id}")
    title, page = safe_text(f"{rule.id} {rule.name}"), partial(_page_of, rule, finding)
    frame.app.push_screen(FittedDialog(title, page, frame.glyphs))


def _page_of(rule: Rule, finding: Finding | None, cells: int) -> tuple[Line, ...]:
    """What is said here, then the manual page."""
    said: list[Line] = []
    if finding is not None:
        place = Piece(safe_text(f"{finding.start}  "), Tone.MUTED)
        said.append(line(place, finding.message))
        if finding.help is not None:
            said.append(line(Piece(Safe("help  "), Tone.KEY), finding.help))
        said.append(EMPTY)
    page = (line(safe_text(text)) for text in terminal_page(rule, cells))
    return (*said, *page)


def choose_rule(frame: "FrameScreen", findings: Iterable[Finding]) -> None:
    """Offer the rules that have findings here, then all others."""
    here = list(dict.fromkeys(finding.rule for finding in findings))
    names = (*here, *(one for one in RULES_BY_ID if one not in here))
    shown = {
        name: line(
            Piece(safe_text(f" {name} "), Tone.KEY if name in here else Tone.MUTED),
            safe_text(RULES_BY_ID[name].summary),
        )
        for name in names
    }

    def decide(chosen: str | None) -> None:
        if chosen is not None:
            explain(frame, chosen)

    frame.app.push_screen(
        ChoiceDialog(Safe("Explain rule"), shown, glyphs=frame.glyphs), decide
    )


def _named(wanted: str) -> Rule | None:
    word = wanted.strip().lower()
    return next((one for one in ALL_RULES if word in (one.id.lower(), one.name)), None)
