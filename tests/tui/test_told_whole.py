"""What is told below a list is told to its end, in the smallest window too."""

from application import running, screen_of
from azure_window import Window, window_on
from hand import opened_at
from live_side import ALWAYS
from still_workspace import settled

from transfer.simulator.faults import refuse
from tui.actions import Place
from tui.screens.outputs.view import OutputsView


async def test_digests_are_told_to_their_end(demo_opening):
    opening, workspace = opened_at(Place.DIGESTS, demo_opening)
    async with running(opening, workspace=workspace, size=(60, 16)) as (app, pilot):
        await app.go_to(Place.DIGESTS)

        await Window(app, pilot).until(lambda: "b" * 64 in _one_line_of(app))


async def test_where_an_output_is_and_its_address_are_told_to_their_end(
    demo_opening, azure
):
    async with window_on(demo_opening, azure[1], size=(80, 24)) as window:
        await window.press("2")
        await window.until(lambda: len(window.app.frame.live.outputs) == 7)
        await window.sees("128.0 MiB")
        await settled(window.app, window.pilot)
        first = window.app.screen.query_one(OutputsView).current
        assert first.place[-8:] in _one_line_of(window.app)
        await window.press("enter", "end")
        assert first.address.without_query[-24:] in _one_line_of(window.app)

        await window.press("escape", "down")
        assert window.app.screen.query_one(OutputsView).current.id != first.id


async def test_what_went_wrong_in_a_build_is_told_to_its_end(demo_opening, azure):
    async with window_on(demo_opening, azure[1], size=(80, 24)) as window:
        await window.stands_on("infra[prod]")
        await window.press("t")
        await window.sees("What went wrong")

        assert "provisioner, if present..." in _one_line_of(window.app)


async def test_why_azure_refused_a_template_is_told_to_its_end(demo_opening, azure):
    async with window_on(demo_opening, azure[1], size=(80, 24)) as window:
        await window.stands_on("legacy-2019")
        await window.press("tab", "end")

        assert "status code: 404" in _one_line_of(window.app)


async def test_a_reason_too_long_for_its_banner_says_where_all_of_it_stands(
    demo_opening, azure
):
    simulator, origin = azure
    why = "the service cannot answer now, and says so with many words: later"
    simulator.faults.add("*", refuse(400, "BadRequest", message=why), times=ALWAYS)
    async with window_on(demo_opening, origin, size=(80, 24)) as window:
        await window.sees("... 6 tells all")
        await window.press("6")

        await window.until(lambda: "words: later" in _one_line_of(window.app))


def _one_line_of(app) -> str:
    """The screen without its borders, and without where lines are broken."""
    return "".join(one.strip("| ") for one in screen_of(app).splitlines())
