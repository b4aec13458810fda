"""What is told below a list is told to its end, in the smallest window too."""

from dataclasses import replace

import pytest
from application import opening_of, running, screen_of
from azure_window import Window, window_on
from hand import opened_at
from live_side import ALWAYS
from scenes import judged, read
from still_azure import StillAzure, full_board
from still_jobs import some_jobs
from still_workspace import HERE, settled

from integrity.safe_text import Safe
from transfer.simulator.faults import refuse
from tui.actions import Place, actions_at
from tui.glyphs import ASCII, UNICODE
from tui.jobs.entry import Standing
from tui.screens.copy_lines import detail_lines
from tui.screens.help_lines import help_lines
from tui.screens.outputs.view import OutputsView
from tui.widgets.lines import cells_of, text_of


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


async def test_what_can_be_copied_is_shown_whole_where_there_is_room(in_demo):
    opening = opening_of(HERE)
    async with running(opening, workspace=judged(opening), jobs=some_jobs()) as (
        app,
        pilot,
    ):
        await pilot.press("3", "G", "y")
        await settled(app, pilot)

        assert "https://golden.blob.core.windows.net/vhds/ubuntu-golden-vhd.vhd " in (
            screen_of(app)
        )


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_way_out_is_among_the_keys_however_many_there_are(in_demo, size):
    opening = opening_of(HERE)
    async with running(opening, size=size, workspace=read(opening)) as (app, pilot):
        app.azure = StillAzure()
        await settled(app, pilot)
        await pilot.press("j", "j", "j")
        await settled(app, pilot)

        assert "B build" in screen_of(app)
        assert "q quit" in screen_of(app)


async def test_what_outputs_lack_is_told_to_its_end_in_80_columns(in_demo):
    opening = opening_of(HERE)
    async with running(opening, size=(80, 24), workspace=judged(opening)) as (
        app,
        pilot,
    ):
        app.azure = full_board()
        await pilot.press("2")
        await settled(app, pilot)

        (told,) = [one for one in screen_of(app).splitlines() if "want the role" in one]
        assert "Reader" in told
        assert "..." not in told


async def test_what_is_at_risk_has_one_colour_in_both_bars(in_demo):
    opening = opening_of(HERE, theme="bakeferry-dark")
    async with running(opening, workspace=judged(opening)) as (app, pilot):
        app.azure = full_board()
        await settled(app, pilot)
        strips = app.screen._compositor.render_strips()[:2]

        at_risk = [part for strip in strips for part in strip if "!!" in part.text]
        assert len(at_risk) == 2
        assert len({part.style.color for part in at_risk}) == 1


def test_why_a_copy_failed_has_the_colour_of_its_sign():
    entries = some_jobs().snapshot().entries
    (failed,) = [one for one in entries if one.standing is Standing.FAILED]
    lines = list(detail_lines(failed, ASCII, cells=100))

    (why,) = [one for one in lines if any(part.text == failed.problem for part in one)]
    assert why[-1].tone is lines[0][0].tone


@pytest.mark.parametrize("cells", [70, 98])
@pytest.mark.parametrize("place", Place)
def test_the_help_tells_every_action_whole(place, cells):
    shown = help_lines(
        place, {"verify": ("ctrl+shift+pagedown", "v")}, UNICODE, cells=cells
    )
    told = "".join(text_of(one) for one in shown)

    asks = [one for one in actions_at(place) if one.title.endswith("…")]
    assert told.count("…") == len(asks)
    assert max(map(cells_of, shown)) <= cells


async def test_templates_whose_names_begin_alike_are_told_apart(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    named = [
        replace(one, name=Safe(f"helloImageTemplateLinux{number}"))
        for number, one in enumerate(workspace.snapshot().entries)
    ]
    workspace.become(replace(workspace.snapshot(), entries=tuple(named)))
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)

        shown = {text[4:22].strip() for text in screen_of(app).splitlines()[4:11]}
        assert len(shown) == len(named)
