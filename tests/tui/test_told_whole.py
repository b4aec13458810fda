"""What is told below a list is told to its end, in the smallest window too."""

from application import running, screen_of
from azure_window import Window
from hand import opened_at

from tui.actions import Place


async def test_digests_are_told_to_their_end(demo_opening):
    opening, workspace = opened_at(Place.DIGESTS, demo_opening)
    async with running(opening, workspace=workspace, size=(60, 16)) as (app, pilot):
        await app.go_to(Place.DIGESTS)

        await Window(app, pilot).until(lambda: "b" * 64 in _one_line_of(app))


def _one_line_of(app) -> str:
    """The screen without its borders, and without where lines are broken."""
    return "".join(one.strip("| ") for one in screen_of(app).splitlines())
