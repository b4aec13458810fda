"""A row, and an artifact in it, later: all is as before but what was said."""

from dataclasses import fields, replace
from datetime import UTC, datetime

from integrity.lint.verdict import Verdict
from tui.workspace.judged import ArtifactEntry, ArtifactProgress
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import ArtifactStage

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def distinct(kind):
    """A value with another thing in each of its fields."""
    return kind(*(f"{one.name} as it was" for one in fields(kind)))


def test_an_artifact_later_is_the_same_but_for_what_has_become_of_it():
    before, fact = distinct(ArtifactEntry), object()
    progress = ArtifactProgress(ArtifactStage.DONE, done=3)

    assert before.now(progress, fact, Verdict.MATCH) == replace(
        before, progress=progress, fact=fact, verdict=Verdict.MATCH
    )


def test_a_row_later_is_the_same_but_for_its_artifacts():
    before = distinct(TemplateEntry)

    assert before.now((), NOW) == replace(before, artifacts=(), verified_at=NOW)
