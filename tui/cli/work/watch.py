"""What `bakeferry watch` does."""

import sys
from typing import Any

import click

from tui.cli.live.acting import Deed, follow_build, log_teller, status_line
from tui.cli.live.following import Following
from tui.cli.live.output import Single
from tui.cli.live.running import Live, NotFound, run_live


def watch(name: str, options: dict[str, Any]) -> int:
    """Follow the build of a template: state, step, time left against its timeout."""
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        if template.summary.last_run is None:
            raise NotFound(
                f"{template.summary.name} has never run; `bakeferry run` does"
            )
        following = Following(
            live,
            manager,
            resource,
            status_line(live),
            teller=log_teller(live),
            until=options["until"],
        )
        code = await follow_build(
            live,
            single,
            following,
            deed=Deed("watch"),
            begun_by_us=False,
            deadline=options["timeout"],
        )
        if options["bell"] and sys.stderr.isatty():
            click.echo("\a", err=True, nl=False)
        return code

    return run_live(options, job)
