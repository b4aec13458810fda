"""How the subscription came to be as the scenario has it: by its own history."""

from datetime import datetime, timedelta
from functools import partial

from transfer.simulator.builds import start
from transfer.simulator.state import Group, Template
from transfer.simulator.submission import submit
from transfer.simulator.world import World

_BEFORE_FIRST_RUN = 600.0
_DAY = 86_400.0


def plant(world: World) -> None:
    """Submit each template in the past, and let its builds run up to now."""
    now = world.now()
    for seed in world.scenario.templates:
        world.add_group(Group(seed.group, seed.location))
        template = world.template_of(seed)
        ago = max(seed.ran_before, default=_DAY) + _BEFORE_FIRST_RUN
        submit(world, template, now - timedelta(seconds=ago))
        for seconds in seed.ran_before:
            began = now - timedelta(seconds=seconds)
            world.agenda.at(began, partial(_start, world, template))
    world.agenda.run(now)


def _start(world: World, template: Template, now: datetime) -> None:
    if template.provisioning_state == "Succeeded" and not template.is_building:
        start(world, template, now)
