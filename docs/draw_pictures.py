"""Draw the README's picture anew: `python docs/draw_pictures.py`.

It shows what the command prints for one template of the built-in workspace.
"""

import asyncio
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from integrity.artifacts.url_map import UrlMap
from integrity.lint.reports.style import Style
from integrity.lint.reports.text import text
from integrity.reading import TemplateFile
from integrity.template.loader import load
from integrity.verify import Verification, verify
from tui.cli.demo import ADDRESS, workspace
from tui.cli.exit_codes import ExitCode
from tui.cli.telling import report_of
from tui.session import Session
from tui.session_options import SessionOptions

TEMPLATE = "rhel9-base.json"
PICTURE = Path(__file__).parent.parent / "assets" / "verify.svg"
COLUMNS = 100

_WITHOUT_FONTS = re.sub(
    r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL
)
"""A picture that asks no other host for anything."""


async def _verified() -> Verification:
    path = workspace() / "templates" / TEMPLATE
    file = TemplateFile(load(TEMPLATE, path.read_bytes()), path.parent)
    maps = (UrlMap(ADDRESS, workspace() / "artifacts"),)
    async with Session(SessionOptions(maps=maps)) as session:
        return await verify([file], session.reader)


def main() -> None:
    """Write the picture."""
    started = datetime.now(UTC)
    verification = asyncio.run(_verified())
    report = report_of(
        "verify",
        started,
        verification.judgements,
        verification.artifacts,
        ExitCode.INTEGRITY,
    )
    lines = [f"\x1b[1m$ bakeferry verify {TEMPLATE}\x1b[0m"]
    lines += text(report, Style(width=COLUMNS, colour=True))
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)))
    PICTURE.write_text(
        console.export_svg(
            title="bakeferry", code_format=_WITHOUT_FONTS, unique_id="verify"
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
