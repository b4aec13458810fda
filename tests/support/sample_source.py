"""Files as the source view shows them, and an application that shows one."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from textual.app import App

from integrity.errors import DocumentError
from integrity.facts import NO_FACTS, Facts
from integrity.lint.linter import judge_file, judge_unreadable
from integrity.quantities import size_in_words
from integrity.safe_text import Safe
from integrity.template.given import NO_INPUTS
from integrity.template.loader import load
from tui.glyphs import UNICODE, Glyphs
from tui.widgets.lines import text_of
from tui.widgets.source_view.lines import Annotated, SourceLines
from tui.widgets.source_view.notes import checked_artifacts
from tui.widgets.source_view.text import document_of
from tui.widgets.source_view.view import SourceView

UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")
"""What no terminal may get."""


def annotated(
    data: bytes, facts: Facts = NO_FACTS, *, glyphs: Glyphs = UNICODE
) -> Annotated:
    """A file, judged, with the verdicts on its artifacts."""
    return Annotated(*shown_of(data, facts), glyphs=glyphs)


def shown_of(data: bytes, facts: Facts = NO_FACTS):
    """All that the view wants to know of a file."""
    try:
        loaded = load("template.json", data, NO_INPUTS)
    except DocumentError as error:
        document = document_of("template.json", data)
        return document, None, judge_unreadable(error).findings, ()
    checks = checked_artifacts(
        loaded, facts, lambda fact: Safe(f"now, {size_in_words(fact.size or 0)}")
    )
    return loaded.document, loaded, judge_file(loaded, facts).findings, checks


def rows_of(
    data: bytes, facts: Facts = NO_FACTS, *, cells: int = 110, wraps: bool = False
) -> SourceLines:
    """A file's rows."""
    return SourceLines(annotated(data, facts), cells=cells, wraps=wraps)


def texts_of(rows: SourceLines) -> list[str]:
    """What all rows say."""
    return [text_of(rows[index].line) for index in range(len(rows))]


def deployment_with(properties: dict, **sections: object) -> bytes:
    """A deployment template of one image template, a property on each line."""
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": "image",
        "location": "westeurope",
        "properties": properties,
    }
    return json.dumps(
        {
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/"
            "deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            **sections,
            "resources": [resource],
        },
        indent=2,
    ).encode()


class SourceApp(App[None]):
    """A source view, alone, and what it has told."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.explained: list[str] = []
        self.moved: list[int] = []
        self.view = SourceView(UNICODE)
        self.view.show(*shown_of(data))

    def compose(self):
        yield self.view

    def on_source_view_explained(self, event: SourceView.Explained) -> None:
        assert event.control is self.view
        self.explained.append(event.finding.rule)

    def on_source_view_moved(self, event: SourceView.Moved) -> None:
        assert event.control is self.view
        self.moved.append(event.line)


def files_in(folder: Path) -> Sequence[Path]:
    """Its JSON files, in a steady order."""
    return sorted(folder.rglob("*.json"))
