"""`bakeferry watch`: follow a build; the exit code tells how it came out."""

import sys
from typing import Any

import click

from tui.cli.live.acting import follow_build, log_teller, status_line
from tui.cli.live.durations import Duration
from tui.cli.live.following import Following
from tui.cli.live.options import live_options
from tui.cli.live.output import Single
from tui.cli.live.running import Live, NotFound, run_live
from tui.cli.live.until import STATES


@click.command(
    epilog="""\b
Examples:
  bakeferry watch win11-avd
  bakeferry watch win11-avd --logs
  bakeferry watch win11-avd --timeout 2h --bell
  bakeferry watch win11-avd --until distributing
  bakeferry watch win11-avd -o json -q"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "--timeout",
    type=Duration(),
    metavar="TIME",
    help="Leave after 90s, 45m, 2h; exits 5.",
)
@click.option(
    "--until",
    type=click.Choice(STATES, case_sensitive=False),
    metavar="STATE",
    help="Leave, with 0, once the build is at this state or past it: running, queued, "
    "building, customizing, optimizing, validating, distributing, succeeded, ended.",
)
@click.option("--logs", is_flag=True, help="Tell the log too, on standard error.")
@click.option("--bell", is_flag=True, help="Ring the terminal's bell at the end.")
@live_options
def watch(name: str, **options: Any) -> int:
    """Follow the build of a template: state, step, time left against its timeout.

    Without a build under way it tells how the last one came out. Exits 0 when the build
    succeeded, 5 when some outputs are missing, 8 when it failed or was cancelled. With
    --until it leaves a build alone that has come far enough; `ended` takes any end.
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
        following.until = options["until"]
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
