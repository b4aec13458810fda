"""Cursor and marks of a list stay where they are while its rows come and go."""

from line_lists import FRUIT, wheel_down
from sample_lists import ListApp, NamedRows


async def test_cursor_and_marks_stay_with_their_rows_by_key():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j", "space")
        app.list.show(NamedRows("elder", "cherry", "apple", "banana"))
        await pilot.pause()
        assert [row[:2] for row in app.grid()[1:5]] == [" e", "▶c", " a", "•b"]


async def test_a_mark_comes_back_with_a_row_that_was_filtered_out():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("space")
        app.list.show(NamedRows("banana", "cherry"))
        assert app.list.marked == frozenset()
        app.list.show(FRUIT)
        assert app.list.marked == {"apple"}


async def test_the_cursor_stays_in_place_when_its_row_is_gone():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j")
        app.list.show(NamedRows("apple", "cherry", "date"))
        await pilot.pause()
        assert app.list.cursor_key == "cherry"
        app.list.show(NamedRows("apple"))
        await pilot.pause()
        assert app.list.cursor_key == "apple"
    assert app.told[-2:] == [("moved", "cherry"), ("moved", "apple")]


async def test_rows_that_come_above_do_not_move_what_is_looked_at():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        app.list.move_to("n30")
        await pilot.press("k", "k")
        await pilot.pause()
        before = [row.split()[0] for row in app.grid()]
        app.list.show(NamedRows("new1", "new2", *names))
        await pilot.pause()
        assert [row.split()[0] for row in app.grid()] == before


async def test_rows_that_come_above_do_not_move_what_the_wheel_was_turned_to():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        for _ in range(10):
            app.list.post_message(wheel_down(app.list))
        await pilot.pause()
        before = [row.split()[0] for row in app.grid()]
        app.list.show(NamedRows("new1", "new2", *names))
        await pilot.pause()
        assert [row.split()[0] for row in app.grid()] == before
        assert app.list.cursor_key == "n00"


async def test_a_list_at_its_top_stays_there_when_rows_come_above():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        app.list.show(NamedRows("aardvark", *FRUIT.names))
        await pilot.pause()
        assert [row[:2] for row in app.grid()[1:3]] == [" a", "▶a"]


async def test_a_cursor_rests_on_top_until_somebody_moves_it():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        app.list.show_from_top(NamedRows("aardvark", *FRUIT.names), app.list._columns)
        assert app.list.cursor_key == "aardvark"
        await pilot.press("j", "k")
        more = NamedRows("aalii", "aardvark", *FRUIT.names)
        app.list.show_from_top(more, app.list._columns)
        assert app.list.cursor_key == "aardvark"


async def test_a_cursor_rests_on_top_though_its_row_comes_to_be_beyond_the_window():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows("z"))
    async with app.run_test(size=(40, 6)) as pilot:
        app.list.show_from_top(NamedRows(*names, "z"), app.list._columns)
        await pilot.pause()
        assert app.list.cursor_key == "n00"
        app.list.show_from_top(NamedRows("a", *names, "z"), app.list._columns)
        await pilot.pause()
        assert app.list.cursor_key == "a"
        assert app.grid()[1].startswith("▶a")


async def test_a_cursor_does_not_rest_where_the_wheel_has_left():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        for _ in range(10):
            app.list.post_message(wheel_down(app.list))
        await pilot.pause()
        before = app.grid()
        app.list.show_from_top(NamedRows(*names), app.list._columns)
        await pilot.pause()
        assert app.grid() == before


async def test_moving_to_a_row_that_is_not_there_says_so():
    app = ListApp(FRUIT)
    async with app.run_test():
        assert app.list.move_to("date")
        assert not app.list.move_to("fig")
        assert app.list.cursor_key == "date"
