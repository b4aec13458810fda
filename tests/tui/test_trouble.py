"""What keeps us from Azure is told with its way out."""

from dataclasses import replace

from application import running, screen_of
from hand import opened_at
from still_azure import EXPIRED, StillAzure
from still_workspace import settled

from integrity.safe_text import Safe
from tui.actions import Place

REMEDY = Safe(
    "install the Azure CLI and sign in with `az login`, or set AZURE_CLIENT_ID"
)
NEVER = replace(EXPIRED, as_of=None, remedy=REMEDY)


async def test_who_was_never_signed_in_is_told_so_and_what_to_do_to_its_end(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace, size=(80, 24)) as (app, pilot):
        app.azure = StillAzure(NEVER)
        app.look()
        await settled(app, pilot)
        shown = screen_of(app)

    assert "x not signed in" in shown
    assert "then press u." in shown
