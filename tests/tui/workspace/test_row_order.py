"""Rows in the order of their files, put in one by one."""

from dataclasses import replace

from integrity.safe_text import Safe
from tui.workspace.row_order import RowOrder
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState


def row(key, **changes):
    plain = TemplateEntry(key, Safe(key), Safe(key), EntryState.JUDGED)
    return replace(plain, **changes)


def order_of(*rows):
    order = RowOrder()
    order.arrange((one.key for one in rows), {one.key: one for one in rows})
    return order


def test_a_row_is_put_in_its_place_and_the_others_stay_the_same_values():
    order = order_of(row("a"), row("b"), row("c"))
    before = order.shown()

    assert order.replace(row("b", errors=1))
    (a, b, c), others = order.shown()

    assert b.errors == 1
    assert a is before[0][0]
    assert c is before[0][2]
    assert others == ()


def test_nothing_new_is_the_very_same_value():
    order = order_of(row("a"))
    assert order.shown() is order.shown()


def test_a_row_without_a_place_has_to_be_arranged():
    other = row("z", state=EntryState.OTHER)
    order = order_of(row("a"), row("b"), other, replace(other, key="zz"))
    before = order.shown()

    assert not order.replace(row("new"))
    assert not order.replace(row("b", state=EntryState.OTHER))
    assert order.shown() is before
