"""Who waits until artifacts have been read."""

from tui.workspace.awaited import Awaited

A, B = ("a", None), ("b", None)


async def test_who_waits_for_several_waits_for_the_last_of_them():
    awaited = Awaited()
    both, first = awaited.until_read((A, B)), awaited.until_read((A,))

    awaited.arrived(A)
    assert (both.done(), first.done()) == (False, True)

    awaited.arrived(B)
    assert both.done()


async def test_who_waits_no_more_is_stepped_over():
    awaited = Awaited()
    gone, still = awaited.until_read((A,)), awaited.until_read((A,))
    gone.cancel()

    awaited.arrived(A)

    assert still.done()


async def test_when_nothing_more_is_read_nobody_waits_on():
    awaited = Awaited()
    one = awaited.until_read((A, B))

    awaited.give_up()
    awaited.arrived(A)

    assert one.cancelled()
