"""Options of the commands that copy; what they come to is in `terms`."""

import re

import click

from integrity.safe_text import safe_text
from transfer.limiting import MOST_STREAMS
from transfer.receipt import Level
from tui.cli.combining import combined
from tui.cli.reading_options import Size

FORMS = ("text", "json", "jsonl")
JOBS = 2
"""Copies side by side, in the foreground and where nothing else was said."""

LEVELS = {"ranges": Level.RANGES, "full": Level.FULL}
"""What `--verify` takes, and the level that is asked for."""


_SHA256 = re.compile(r"[0-9a-f]{64}")


class Sha256(click.ParamType[str]):
    """A digest as `sha256sum` prints it, in upper or lower case."""

    name = "sha256"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        text = str(value).strip().lower()
        if _SHA256.fullmatch(text) is None:
            told = safe_text(str(value))
            self.fail(f"'{told}' is no SHA-256: 64 hexadecimal digits", param, ctx)
        return text


class Rate(Size):
    """A number of bytes a second: 50MiB, 50MiB/s; 0, or `none`: no limit."""

    name = "rate"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value).strip()
        if text in ("none", "0"):
            return 0
        return super().convert(text.removesuffix("/s"), param, ctx)


WHY = {
    "server-side": "both ends are storage accounts, so the service moves the ranges",
    "streamed": "read from one account and written to the other by this machine",
    "service": "one copy by the service; it cannot be resumed",
    "download": "from a storage account to a file here; holes stay holes",
    "upload": "from a file here to a storage account; holes stay holes",
    "local": "from file to file on this machine; holes stay holes",
}
"""What `--only` takes, and the reason for each strategy, in words for people."""

pace_options = combined(
    click.option("--verify", type=click.Choice(list(LEVELS)), help="ranges: by checksums of each range, and samples; full: all is read back, which for blobs comes over the wire, and is billed, from both ends if the service copied. By default full for files, ranges for blobs."),
    click.option("--expect-sha256", type=Sha256(), metavar="DIGEST", help="Publish the copy only if all of it, read back, has this SHA-256."),
    click.option("--limit-rate", type=Rate(), metavar="RATE", help="Bytes a second in all, such as 50MiB, or none."),
    click.option("-j", "--jobs", type=click.IntRange(1, 64), metavar="N", help=f"Copies side by side ({JOBS}; in the background as many as `jobs at-once` says)."),
    click.option("--streams", type=click.IntRange(1, 64), metavar="N", help=f"Calls side by side in one copy, at most ({MOST_STREAMS})."),
)  # fmt: skip
"""How a copy is made; a resumed one can be told anew."""

form_option = click.option(
    "-o",
    "--output",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="The form of the result; never changes the exit code.",
)

no_wait_option = click.option(
    "--no-wait",
    is_flag=True,
    help="Go on in the background; `bakeferry jobs watch` follows it.",
)

copying_options = combined(
    click.option("--artifact", multiple=True, metavar="ADDRESS", help="One more to copy: - is standard input, env:NAME a variable, @FILE a file."),
    click.option("--overwrite", is_flag=True, help="Put it in place of what is there."),
    click.option("--afresh", is_flag=True, help="Give up what was begun of another version."),
    click.option("--only", type=click.Choice(list(WHY)), metavar="STRATEGY", help=f"Copy in this way or not at all: {', '.join(WHY)}."),
    pace_options,
    click.option("--dry-run", is_flag=True, help="Look at everything, and copy nothing."),
    form_option,
)  # fmt: skip
"""What copy and rescue have in common."""
