"""A list of thousands, of which a few say something else than a moment before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from integrity.safe_text import Safe
from tui.glyphs import ASCII
from tui.screens.templates.arrangement import Arrangement
from tui.screens.templates.rows import SORTS, TemplateRows
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState

NOTHING = TemplateRows.of((), ASCII, lambda: datetime.now(UTC))


def entry(name, **changes):
    plain = TemplateEntry(
        key=f"{name}.json",
        name=Safe(name),
        shown_path=Safe(f"{name}.json"),
        state=EntryState.JUDGED,
    )
    return replace(plain, **changes)


BEFORE = Arrangement(tuple(entry(name) for name in ("pear", "fig", "apple", "plum")))


def changed(which, **changes):
    return replace(
        BEFORE,
        templates=tuple(
            replace(one, **changes) if one.name == which else one
            for one in BEFORE.templates
        ),
    )


def asked_for_their_names(monkeypatch):
    """The rows that are put in order by their names from now on."""
    asked, by_name = [], SORTS["name"]
    monkeypatch.setitem(SORTS, "name", lambda one: asked.append(one) or by_name(one))
    return asked


def test_a_row_that_says_something_else_stays_where_it_is(monkeypatch):
    rows = BEFORE.rows(NOTHING)
    after = changed("fig", errors=2)
    asked = asked_for_their_names(monkeypatch)

    again = after.rows_after(BEFORE, rows)

    assert [one.name for one in again.entries] == ["apple", "fig", "pear", "plum"]
    assert again.entries[1].errors == 2
    assert rows.entries[1].errors == 0
    assert {one.name for one in asked} == {"fig"}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "after",
    [
        changed("fig", errors=2, warnings=1),
        changed("fig", verified_at=datetime(2026, 1, 1, tzinfo=UTC)),
        changed("fig", name=Safe("zzz")),
        changed("plum", shown_path=Safe("zz/plum.json")),
        replace(BEFORE, templates=BEFORE.templates[1:]),
        replace(BEFORE, templates=(*BEFORE.templates, entry("kiwi"))),
        replace(BEFORE, templates=BEFORE.templates[::-1]),
        replace(BEFORE, others=(entry("other"),)),
    ],
)
def test_the_rows_are_those_that_are_arranged_anew(after, sort):
    before, after = replace(BEFORE, sort=sort), replace(after, sort=sort)

    again = after.rows_after(before, before.rows(NOTHING))
    anew = after.rows(NOTHING)

    assert again.entries == anew.entries
    assert again.places == anew.places


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("", ["apple", "fig", "pear", "plum"]),
        ("p", ["apple", "pear", "plum"]),
        ("PL", ["apple", "plum"]),
        ("g.json", ["fig"]),
        ("zz", []),
    ],
)
def test_a_filter_finds_names_and_paths_and_leaves_the_order(wanted, names):
    found = BEFORE.rows(NOTHING).holding(wanted)

    assert [one.name for one in found.entries] == names
    assert list(found.places) == [f"{name}.json" for name in names]


def test_a_filter_that_changes_sorts_nothing_and_makes_no_text_again(monkeypatch):
    rows = BEFORE.rows(NOTHING)
    asked = asked_for_their_names(monkeypatch)
    words = rows._words

    for wanted in ("p", "pl", "p", ""):
        rows.holding(wanted)

    assert not asked
    assert rows._words is words


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_more_is_put_where_it_belongs(sort):
    many = tuple(entry(f"image-{at * 7919 % 1000:03}") for at in range(1000))
    before = Arrangement(many[:960], sort=sort)
    after = replace(before, templates=many)

    again = after.rows_after(before, before.rows(NOTHING))

    assert again.entries == after.rows(NOTHING).entries
    assert again.places == after.rows(NOTHING).places


def test_a_page_more_does_not_sort_what_is_there_already(monkeypatch):
    asked = asked_for_their_names(monkeypatch)

    def asked_for(count):
        many = tuple(entry(f"image-{at * 7919 % count:05}") for at in range(count))
        before, after = Arrangement(many[:-50]), Arrangement(many)
        rows = before.rows(NOTHING)
        asked.clear()
        after.rows_after(before, rows)
        return len(asked)

    assert asked_for(8000) < 1.3 * asked_for(1000)


def test_the_first_page_is_sorted_with_one_look_at_each_row(monkeypatch):
    asked = asked_for_their_names(monkeypatch)

    after = Arrangement(tuple(entry(f"image-{at * 7919 % 500}") for at in range(500)))
    after.rows_after(Arrangement(), NOTHING)

    assert len(asked) == 500
