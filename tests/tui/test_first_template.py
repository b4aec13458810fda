"""A folder without a template, and the first one in it."""

from application import opening_of, running, screen_of
from azure_window import Window


async def test_what_an_empty_folder_says_goes_when_the_first_template_comes(tmp_path):
    async with running(opening_of((tmp_path,))) as (app, pilot):
        window = Window(app, pilot)
        await window.sees("No templates here yet")
        await window.press("n")
        await window.sees("Next step")

        assert "No templates here yet" not in screen_of(app)

        (tmp_path / "template.json").unlink()
        await window.press("u")
        await window.sees("No templates here yet")
