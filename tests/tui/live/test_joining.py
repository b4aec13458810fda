"""Folders and subscription as one list: a row is a template, wherever it lives."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrity.safe_text import Safe, safe_text
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import BuildStatus, TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.live import rows
from tui.live.joining import Joiner
from tui.live.rows import RowMaker
from tui.live.snapshot import LiveSnapshot, LiveTemplate
from tui.workspace.snapshot import Snapshot, TemplateEntry
from tui.workspace.stages import EntryState, OnlineState

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
WHEN = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
MAKER = RowMaker()
HOSTILE = ("infra[prod]", "[red]x", "a\u202egpj", "名前", "ß")


def local(name: str, path: str = "") -> TemplateEntry:
    """A file's row."""
    where = Path(path or f"templates/{name}.json")
    return TemplateEntry(
        key=str(where),
        name=safe_text(name),
        shown_path=safe_text(str(where)),
        state=EntryState.JUDGED,
    )


def online(
    name: str, *, group: str = "rg-golden", run: str = "", **more
) -> LiveTemplate:
    """A template in Azure."""
    found = template_id(SUBSCRIPTION, group, name)
    last = BuildStatus(safe_text(run), started=WHEN) if run else None
    fields = {"provisioning_state": Safe("Succeeded"), "last_run": last} | more
    summary = TemplateSummary(
        found, safe_text(name), safe_text(group), Safe("westeurope"), **fields
    )
    return LiveTemplate(str(found).casefold(), summary)


def live_of(*templates: LiveTemplate, number: int = 1, **more) -> LiveSnapshot:
    rows = MAKER.rows(templates, more.get("outputs", {}))
    return LiveSnapshot(number=number, templates=templates, rows=rows, **more)


def joined(entries, live, joiner=None):
    snapshot = Snapshot(entries=tuple(entries))
    return (joiner or Joiner()).joined(snapshot, live).entries


def test_a_template_here_and_in_azure_is_one_row():
    (row,) = joined([local("ubuntu")], live_of(online("ubuntu", run="Succeeded")))

    assert row.key == "templates/ubuntu.json"
    assert row.state is EntryState.JUDGED
    assert row.online.state is OnlineState.SUCCEEDED
    assert row.online.place == "rg-golden, westeurope"


def test_names_are_compared_as_azure_does():
    (row,) = joined([local("Ubuntu")], live_of(online("uBUNTU")))

    assert row.name == "Ubuntu"
    assert row.online is not None


def test_those_in_azure_alone_come_after_the_files():
    rows = joined(
        [local("b"), local("z")], live_of(online("a"), online("z"), online("c"))
    )

    assert [one.name for one in rows] == ["b", "z", "a", "c"]
    assert [one.state for one in rows[2:]] == [EntryState.ONLINE] * 2
    assert rows[0].online is None
    assert rows[2].shown_path.endswith("/imageTemplates/a")


def test_two_groups_may_have_a_template_of_one_name():
    both = online("golden", group="rg-a"), online("golden", group="rg-b")

    assert len(joined([], live_of(*both))) == 2
    rows = joined([local("golden")], live_of(*both))
    assert [one.online.place for one in rows] == [
        "rg-a, westeurope",
        "rg-b, westeurope",
    ]
    assert len({one.key for one in rows}) == 2


def test_two_files_of_one_template_are_both_joined_with_it():
    rows = joined(
        [local("golden", "a.json"), local("golden", "b.json")],
        live_of(online("golden")),
    )

    assert [one.key for one in rows] == ["a.json", "b.json"]
    assert rows[0].online is rows[1].online is not None


def test_while_nothing_changes_the_entries_are_the_very_same():
    joiner, entries = Joiner(), (local("a"),)
    live = live_of(online("a"), online("b"))

    first = joined(entries, live, joiner)

    assert joined(entries, live, joiner) is first


def test_rows_that_have_not_changed_are_the_same_objects_when_others_have():
    joiner, entries = Joiner(), (local("a"), local("b"), local("local"))
    before = joined(entries, live_of(online("a"), online("b"), online("c")), joiner)
    now = live_of(online("a"), online("b", run="Running"), online("c"), number=2)
    after = joined(entries, now, joiner)

    same = [one is two for one, two in zip(before, after, strict=True)]
    assert same == [True, False, True, True]


def test_a_file_that_was_judged_again_has_a_new_row_and_the_others_their_old_one():
    joiner, live = Joiner(), live_of(online("a"), online("b"))
    a, b = local("a"), local("b")
    before = joined((a, b), live, joiner)
    after = joined((replace(a, errors=1), b), live, joiner)

    assert after[0].errors == 1
    assert after[0].online is before[0].online
    assert after[1] is before[1]


def test_a_template_that_is_gone_from_azure_leaves_its_file_alone():
    joiner, entries = Joiner(), (local("a"),)
    joined(entries, live_of(online("a"), online("b")), joiner)

    assert joined(entries, live_of(number=2), joiner) == entries


def test_outputs_that_were_not_asked_for_are_not_known_to_be_none():
    one = online("a")
    name = template_id(SUBSCRIPTION, "rg-golden", "a")
    disk = PlacedOutput(
        name.child("runOutputs", "disk"), name, Safe("VHD"), Status.AT_RISK, Safe("")
    )

    (unasked,) = joined([], live_of(one))
    (asked,) = joined([], live_of(one, outputs={one.key: (disk,)}))

    assert unasked.online.outputs is None
    assert [o.name for o in asked.online.outputs] == ["disk"]
    assert asked.online.outputs[0].is_at_risk


@pytest.mark.parametrize(
    ("template", "state", "words"),
    [
        (online("a"), OnlineState.NEW, "Never built"),
        (online("a", run="Running"), OnlineState.RUNNING, "Running"),
        (online("a", run="Canceling"), OnlineState.RUNNING, "Canceling"),
        (online("a", run="Succeeded"), OnlineState.SUCCEEDED, "Succeeded"),
        (online("a", run="Failed"), OnlineState.FAILED, "Failed"),
        (online("a", run="Canceled"), OnlineState.FAILED, "Canceled"),
        (online("a", run="Sideways"), OnlineState.OTHER, "Sideways"),
        (
            online("a", provisioning_state=Safe("Failed")),
            OnlineState.FAILED,
            "Submission failed",
        ),
        (
            online("a", provisioning_state=Safe("Deleting"), run="Succeeded"),
            OnlineState.RUNNING,
            "Deleting",
        ),
    ],
)
def test_what_azure_says_is_put_in_a_word(template, state, words):
    (row,) = joined([], live_of(template))

    assert (row.online.state, row.online.words) == (state, words)


def test_why_a_build_or_a_submission_failed_is_the_trouble():
    failed = BuildStatus(Safe("Failed"), message=Safe("no space"))
    ended = BuildStatus(Safe("Succeeded"), message=Safe("fine"))
    rows = joined(
        [],
        live_of(
            online("a", last_run=failed),
            online("b", last_run=ended),
            online("c", provisioning_error=Safe("404")),
        ),
    )

    assert [one.online.trouble for one in rows] == ["no space", None, "404"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_join_and_stay_only_text(name):
    (row,) = joined([local(name)], live_of(online(name)))
    (alone,) = joined([], live_of(online(name)))

    assert row.online is not None
    for shown in (row.name, alone.name, alone.shown_path, alone.online.place):
        assert safe_text(shown) == shown
        assert not {"\x1b", "\u202e"} & set(shown)


def test_a_page_more_makes_its_own_rows_and_no_others(monkeypatch):
    made = []
    make = rows._alone
    monkeypatch.setattr(rows, "_alone", lambda *of: made.append(of) or make(*of))
    looked_at = []
    look = RowMaker._row
    monkeypatch.setattr(RowMaker, "_row", lambda *of: looked_at.append(of) or look(*of))
    templates = tuple(online(f"image-{at}") for at in range(300))
    maker = RowMaker()

    maker.rows(templates[:250], {})
    assert len(made) == len(looked_at) == 250
    grown = maker.rows(templates, {})
    assert len(made) == len(looked_at) == 300
    assert maker.rows(templates, {}) is grown
    assert len(looked_at) == 300
    assert grown == RowMaker().rows(templates, {})


def test_rows_are_looked_at_again_when_outputs_are_read_or_one_is_gone():
    templates = tuple(online(f"image-{at}") for at in range(3))
    maker = RowMaker()
    first = maker.rows(templates, {})

    read = maker.rows(templates, {templates[1].key: ()})
    assert [one.online.outputs for one in read.rows] == [None, (), None]
    assert read.rows[0] is first.rows[0]
    gone = maker.rows(templates[:2], {templates[1].key: ()})
    assert [one.name for one in gone.rows] == ["image-0", "image-1"]
    assert set(gone.by_name) == {"image-0", "image-1"}
