"""`bakeferry watch`: follow a build; the exit code tells how it came out."""

import re
import sys
from typing import Any

import click

from tui.cli.live.acting import follow_build, log_teller, status_line
from tui.cli.live.following import Following
from tui.cli.live.options import live_options
from tui.cli.live.output import Single
from tui.cli.live.running import Live, NotFound, run_live

_DURATION = re.compile(r"(?P<number>\d{1,6})(?P<unit>[smh]?)")
_SECONDS = {"s": 1, "m": 60, "": 60, "h": 3600}


class Duration(click.ParamType[float]):
    """A time: 90s, 45m, 2h; a bare number is minutes."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        match = _DURATION.fullmatch(str(value).strip())
        if match is None:
            self.fail("wants a time like 90s, 45m or 2h", param, ctx)
        return float(int(match["number"]) * _SECONDS[match["unit"]])


@click.command(
    epilog="""\b
Examples:
  bakeferry watch win11-avd
  bakeferry watch win11-avd --logs
  bakeferry watch win11-avd --timeout 2h --bell
  bakeferry watch win11-avd -o json -q"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "--timeout",
    type=Duration(),
    metavar="TIME",
    help="Leave after 90s, 45m, 2h; exits 5.",
)
@click.option("--logs", is_flag=True, help="Tell the log too, on standard error.")
@click.option("--bell", is_flag=True, help="Ring the terminal's bell at the end.")
@live_options
def watch(name: str, **options: Any) -> int:
    """Follow the build of a template: state, step, time left against its timeout.

    Without a build under way it tells how the last one came out. Exits 0 when the build
    succeeded, 5 when some outputs are missing, 8 when it failed or was cancelled.
    """
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        if template.summary.last_run is None:
            raise NotFound(
                f"{template.summary.name} has never run; `bakeferry run` does"
            )
        following = Following(live, manager, resource, status_line(live))
        following.teller = log_teller(live)
        code = await follow_build(
            live,
            single,
            following,
            name="watch",
            begun_by_us=False,
            deadline=options["timeout"],
        )
        if options["bell"] and sys.stderr.isatty():
            click.echo("\a", err=True, nl=False)
        return code

    return run_live(options, job)
