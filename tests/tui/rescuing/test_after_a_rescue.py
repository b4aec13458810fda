"""What follows a rescue, and what is kept of it for the next time."""

from functools import partial

from application import screen_of
from rescuing_window import only, send_to, window_on
from textual.widgets import Input

from tui.screens.dialogs.deletion import DeletionDialog
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.rescuing import ask_rescue
from tui.widgets.line_list import LineList


async def test_everything_at_risk_is_marked_and_rescued_at_once(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    async with window_on(demo_opening, origin) as window:
        await window.press("a", "R")
        await window.sees("Rescue 4 VHDs?", " of data")
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter")
        await window.sees("Outputs  0 at risk")
        assert not window.app.screen.view.query_one(LineList).marked

    assert len(list(home.glob("*.vhd"))) == 4


async def test_marks_stay_where_a_rescue_is_not_begun(demo_opening, azure, state):
    async with window_on(demo_opening, azure[1]) as window:
        await window.press("a", "R")
        await window.sees("Rescue 4 VHDs?")
        await window.press("escape")
        assert len(window.app.screen.view.query_one(LineList).marked) == 4


async def test_a_place_is_remembered_for_the_next_time_without_its_secret(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    secret = "sig=c2VjcmV0"
    async with window_on(demo_opening, origin) as window:
        await window.press("g", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        await window.press("shift+tab", "enter", "tab")
        place = f"{origin}/contosoimages/images?{secret}"
        window.app.screen.query_one(Input).value = place
        await window.pilot.pause()
        assert secret not in screen_of(window.app).partition("Same as")[2]
        await window.press("enter")
        await window.until(lambda: only(window))
        await window.press("j", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))

        value = window.app.screen.query_one(Input).value
        assert value == f"{origin}/contosoimages/images"
        await window.until(lambda: not only(window).is_under_way)
        assert secret not in window.app.last_command
    told = b"".join(one.read_bytes() for one in state.rglob("*") if one.is_file())
    assert secret.encode() not in told


async def test_read_only_mode_rescues_nothing(demo_opening, azure, state):
    _, origin = azure
    async with window_on(demo_opening, origin, read_only=True) as window:
        await window.press("g", "R")

        assert not isinstance(window.app.screen, RescueDialog)
        assert any("read-only mode is on" in one for one in window.said)


async def test_what_was_to_follow_a_rescue_follows_it_once(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    followed = []
    async with window_on(demo_opening, origin) as window:
        outputs = window.app.frame.live.outputs.values()
        at_risk = [one for each in outputs for one in each if "rhel9" in one.name]
        ask = partial(
            ask_rescue, window.app.frame, at_risk, then=partial(followed.append, True)
        )
        window.app.call_later(ask)
        await send_to(window, home)
        await window.until(lambda: followed)
        await window.press("3")

    assert followed == [True]


async def test_a_template_is_deleted_once_its_disk_is_rescued(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    async with window_on(demo_opening, origin) as window:
        await window.press("1")
        await window.stands_on("rhel9-base")
        await window.press("D")
        await window.sees("1 VHD would be lost for good")
        await window.press("enter")  # rescue first
        await send_to(window, home)
        assert "would be lost" not in await window.asked(DeletionDialog)
        await window.press("right", "enter")
        await window.until(lambda: "rhel9-base is deleted." in window.said)

    assert list(home.glob("*.vhd"))


async def test_a_place_that_cannot_be_one_is_not_taken(demo_opening, azure, state):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.press("g", "R")
        await send_to(window, "https://contoso.example/vhds")

        assert isinstance(window.app.screen, RescueDialog)
        assert "That is an address" in screen_of(window.app)
