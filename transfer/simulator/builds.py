"""Builds: what the service does with a template once it is told to run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from transfer.simulator.delivery import deliver, write_log
from transfer.simulator.state import Build, RunState, Stage, Template
from transfer.simulator.world import World, key_of

_DEFAULT_TIMEOUT = 240
"""Minutes, when a template states none or 0."""

_PACKER_FAILED = (
    "Failed while waiting for packerizer: Packer build command has failed: exit status 1."
    " During the image build, a failure has occurred, please review the build log to"
    " identify which build/customization step failed."
)


def start(world: World, template: Template, now: datetime) -> Build:
    """Begin a build of a template."""
    steps = tuple(template.properties.get("customize") or ())
    planned = tuple(_stages(template, steps))
    stages = tuple(_in_time(world, stage, now) for stage in planned)
    build = Build(
        world.new_id(), now, template.plan, stages, steps, world.start_operation(now)
    )
    template.builds.append(build)
    for stage in stages:
        begins = now + timedelta(seconds=stage.begin)
        world.agenda.at(begins, partial(_enter, build, stage))
    limit = (template.properties.get("buildTimeoutInMinutes") or _DEFAULT_TIMEOUT) * 60
    last = planned[-1].end
    ends = partial(_end, world, template, build)
    if last > limit:
        ends = partial(_fail, world, template, build, "context deadline exceeded")
    world.agenda.at(world.after(min(last, limit), now), ends)
    world.building.add(key_of(template.group, template.name))
    return build


def _stages(template: Template, steps: tuple[Any, ...]) -> Iterator[Stage]:
    plan, properties = template.plan, template.properties
    yield Stage("Queued", 0, plan.queued)
    place = plan.queued + plan.building
    yield Stage("Building", plan.queued, place)
    for number in range(len(steps)):
        yield Stage("Customizing", place, place + plan.each_step, number)
        place += plan.each_step
        if plan.fails_at == number + 1:
            return
    for sub_state, key, seconds in (
        ("Optimizing", "optimize", plan.optimizing),
        ("Validating", "validate", plan.validating),
    ):
        if properties.get(key):
            yield Stage(sub_state, place, place + seconds)
            place += seconds
    yield Stage("Distributing", place, place + plan.distributing)


def _in_time(world: World, stage: Stage, now: datetime) -> Stage:
    """A stage of a build that begins now, as long as it takes here."""
    begin, end = (
        (world.after(seconds, now) - now).total_seconds()
        for seconds in (stage.begin, stage.end)
    )
    return replace(stage, begin=begin, end=end)


def _enter(build: Build, stage: Stage, _: datetime) -> None:
    if build.state is RunState.RUNNING:
        build.sub_state = stage.sub_state


def cancel(world: World, template: Template, now: datetime) -> None:
    """Ask a build to end; it does so after a while."""
    build = template.last_build
    if build is None or build.state is not RunState.RUNNING:
        return
    build.state, build.sub_state = RunState.CANCELING, None
    build.message = "Canceling image build"
    due = world.after(world.scenario.cancel_seconds, now)
    world.agenda.at(due, partial(_canceled, world, template, build))


def _canceled(world: World, template: Template, build: Build, now: datetime) -> None:
    error = {"code": "Canceled", "message": "The image build was canceled."}
    _close(world, template, build, RunState.CANCELED, now)
    build.message = "Image build was canceled"
    build.operation.end(now, error=error)


def _end(world: World, template: Template, build: Build, now: datetime) -> None:
    failing = build.plan.fails_at
    if failing is not None and failing <= len(build.steps):
        _fail(world, template, build, _PACKER_FAILED, now)
    elif build.state is RunState.RUNNING:
        _succeed(world, template, build, now)


def _fail(
    world: World, template: Template, build: Build, why: str, now: datetime
) -> None:
    if build.state is not RunState.RUNNING:
        return
    _close(world, template, build, RunState.FAILED, now)
    account = world.endpoints.blobs(template.staging_account or "")
    build.message = (
        f"Failed in building/customizing image: {why} Image Build log location:"
        f" {account}/packerlogs/{build.log_name}. OperationId: {build.id}."
        " Use this operationId to search packer logs."
    )
    error = {"code": "PackerBuildFailed", "message": build.message}
    build.operation.end(now, error=error)


def _succeed(world: World, template: Template, build: Build, now: datetime) -> None:
    wanted = {one["runOutputName"]: one for one in template.properties["distribute"]}
    for name, output in wanted.items():
        if name not in build.plan.undelivered:
            template.outputs[name] = deliver(world, template, output, build.plan, now)
    some_failed = not build.plan.undelivered.isdisjoint(wanted)
    state = RunState.PARTIALLY_SUCCEEDED if some_failed else RunState.SUCCEEDED
    _close(world, template, build, state, now)
    if some_failed:
        build.message = "Some of the outputs could not be distributed"
    build.operation.end(now)


def _close(
    world: World, template: Template, build: Build, state: RunState, now: datetime
) -> None:
    build.state, build.sub_state, build.ended, build.message = state, None, now, ""
    write_log(world, template, now)
    world.building.discard(key_of(template.group, template.name))
