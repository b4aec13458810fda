"""Draw the README's pictures anew: `python docs/draw_pictures.py`.

They show what the command and the application show of the built-in workspace, in the
dark theme and in the light one.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text
from textual.pilot import Pilot

from integrity.artifacts.url_map import UrlMap
from integrity.lint.reports.style import Style
from integrity.lint.reports.text import text
from integrity.lint.selection import Selection
from integrity.reading import TemplateFile
from integrity.template.loader import load
from integrity.verify import Verification, verify
from tui.app import BakeferryApp
from tui.cli.exit_codes import ExitCode
from tui.cli.telling import Checked, report_of
from tui.files.demo_workspace import ADDRESS, DemoWorkspace, make_workspace
from tui.files.judging import Judging
from tui.opening import AzureWishes, Opening
from tui.preferences import Memory, Preferences
from tui.session import Session
from tui.session_options import SessionOptions
from tui.simulator_session import demo_served
from tui.workspace.snapshot import WorkspaceOptions

ASSETS = Path(__file__).parent.parent / "assets"
TEMPLATE = "rhel9-base.json"
COLUMNS = 100
SIZE = (120, 34)
THEMES = ("dark", "light")

_FONTS = re.compile(r"@font-face \{\{?.*?\}\}?\n", re.DOTALL)
"""A picture asks no other host for anything."""

_WITHOUT_FONTS = _FONTS.sub("", CONSOLE_SVG_FORMAT)


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen of the application, and the keys that lead to it."""

    name: str
    keys: Sequence[str]
    awaits: str
    """A text that is on the screen when it is there."""


PICTURES = (
    Picture("templates", ("f5", "G"), "win11-avd-vhd"),
    Picture("outputs", ("2",), "of data"),
    Picture("source", ("f5", "j", "j", "enter", "n", "n"), "AIB242"),
    Picture("artifacts", ("f5", "j", "j", "j", "enter", "tab"), "expected"),
)


def draw_command(demo: DemoWorkspace) -> None:
    """The report of one template, as the command prints it."""
    started = datetime.now(UTC)
    verification = asyncio.run(_verified(demo))
    checked = Checked(verification.judgements, verification.artifacts)
    report = report_of("verify", started, checked, ExitCode.INTEGRITY)
    lines = [f"\x1b[1m$ bakeferry verify {TEMPLATE}\x1b[0m"]
    lines += text(report, Style(width=COLUMNS, colour=True))
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)))
    svg = console.export_svg(
        title="bakeferry", code_format=_WITHOUT_FONTS, unique_id="verify"
    )
    (ASSETS / "verify.svg").write_text(svg, encoding="utf-8")


async def _verified(demo: DemoWorkspace) -> Verification:
    path = demo.templates / TEMPLATE
    file = TemplateFile(load(TEMPLATE, path.read_bytes()), path.parent)
    async with Session(SessionOptions(maps=demo.maps)) as session:
        return await verify([file], session.reader)


async def draw_screen(
    demo: DemoWorkspace, origin: str, picture: Picture, theme: str
) -> None:
    """One screen in one theme.

    Args:
        origin: Where the demo's subscription is served.
    """
    app = BakeferryApp(_opening(demo, origin, f"bakeferry-{theme}"))
    try:
        async with app.run_test(size=SIZE) as pilot:
            await _until(app, pilot, "Customizing")
            for key in picture.keys:
                await pilot.press(key)
                if key == "f5":
                    await _until(app, pilot, "1 differs")
            await _until(app, pilot, picture.awaits)
            svg = _FONTS.sub("", app.export_screenshot(title="bakeferry"))
    finally:
        app.clean_up()
    svg = re.sub(r"terminal-\d+", picture.name, svg)
    path = ASSETS / f"{picture.name}-{theme}.svg"
    path.write_text(svg, encoding="utf-8")


def _opening(demo: DemoWorkspace, origin: str, theme: str) -> Opening:
    judging = Judging(
        Selection(), demo.inputs, demo.parameter_files, None, strict=False, notes=False
    )
    session = SessionOptions(maps=(UrlMap(ADDRESS, Path("artifacts")),))
    return Opening(
        workspace=WorkspaceOptions((Path("templates"),), judging, session, None),
        preferences=Preferences(theme=theme, glyphs="unicode"),
        preferences_path=Path("config.toml"),
        memory=Memory(None),
        log_directory=None,
        azure=AzureWishes(simulator=origin, at_once=True),
    )


async def _until(app: BakeferryApp, pilot: Pilot[None], awaited: str) -> None:
    """Wait until a text is on the screen."""
    for _ in range(300):
        strips = app.screen._compositor.render_strips()  # noqa: SLF001 -- as Textual's own screenshot does
        if any(awaited in strip.text for strip in strips):
            return
        await pilot.pause(0.1)
    raise SystemExit(f"{awaited!r} never came on the screen")


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BAKEFERRY_STATE_DIR"] = (
            folder  # nobody's own copies are in a picture
        )
        demo = make_workspace(Path(folder) / "demo")
        os.chdir(demo.folder)
        draw_command(demo)
        for picture in PICTURES:
            for theme in THEMES:
                with demo_served() as origin:
                    asyncio.run(draw_screen(demo, origin, picture, theme))


if __name__ == "__main__":
    main()
