"""A service that works faster than the real one, though its clock does not."""

from datetime import timedelta

from simulating import START, seed

from transfer.simulator.builds import start
from transfer.simulator.clock import Clock
from transfer.simulator.logs import log_text
from transfer.simulator.scenario import BuildPlan, Scenario
from transfer.simulator.simulator import Simulator
from transfer.simulator.state import RunState

PLAN = BuildPlan(queued=60.0, building=60.0, each_step=90.0, distributing=60.0)
"""Six minutes, with the two customizers of the template."""


def hasty(*ran_before):
    template = seed(plan=PLAN, ran_before=ran_before)
    simulator = Simulator(Scenario(templates=(template,)), clock=Clock(START), haste=30)
    return simulator, simulator.world


def test_what_has_been_took_as_long_as_it_really_would():
    _, world = hasty(3600.0)
    (template,) = world.templates.values()

    assert template.last_build.ended - template.last_build.began == timedelta(minutes=6)


def test_a_build_that_was_on_already_only_ends_faster():
    simulator, world = hasty(240.0)
    (template,) = world.templates.values()
    assert template.last_build.state is RunState.RUNNING
    simulator.clock.advance(4.0)
    build = simulator.world.templates.popitem()[1].last_build

    assert build.state is RunState.SUCCEEDED
    assert build.ended == build.began + timedelta(seconds=244)
    assert build.ended <= simulator.clock.now()


def test_a_build_that_begins_is_as_fast_and_so_is_its_log():
    simulator, world = hasty()
    simulator.clock.advance(1.0)
    (template,) = world.templates.values()
    build = start(world, template, world.now())
    simulator.clock.advance(5.0)
    halfway = log_text(build, simulator.clock.now()).decode()
    simulator.clock.advance(7.0)
    whole = log_text(build, simulator.clock.now()).decode()
    simulator.world.agenda.run(simulator.clock.now())

    assert "setup" in halfway
    assert "clean" not in halfway
    assert "Finalizing" in whole
    assert build.ended - build.began == timedelta(seconds=12)
