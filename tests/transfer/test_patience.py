"""Whoever waits is told at once for what, and only waiting tries patience."""

import httpx
import pytest
from copying import ARTIFACT, FakeTime

from integrity.artifacts.retries import Patience, TryAgain
from integrity.errors import ArtifactUnreachable
from integrity.progress import Stage
from transfer.copy_errors import Unreachable
from transfer.rescue import place, rescue
from transfer.strategies.all_strategies import Tools


def refuse_connections(bench, times):
    def refused(service, request):
        raise httpx.ConnectError("cannot connect: connection refused")

    bench.service.fault(refused, times=times)


async def test_from_the_first_retry_on_it_is_told_what_is_waited_for(bench):
    refuse_connections(bench, times=1)

    await bench.copy("download")

    first = bench.heard[0]
    assert first.stage is Stage.RETRYING
    assert first.trouble == "cannot connect: connection refused"
    assert bench.heard[-1].trouble == ""


async def test_a_look_before_a_rescue_tells_what_it_waits_for_too(bench):
    refuse_connections(bench, times=10**6)
    tools, heard = Tools(bench.service, policy=bench.time.policy()), []

    with bench.journal() as journal, pytest.raises(Unreachable):
        await rescue(
            place(ARTIFACT),
            bench.folder,
            tools=tools,
            journal=journal,
            on_progress=heard.append,
        )

    assert len(heard) > 30
    assert {one.stage for one in heard} == {Stage.RETRYING}
    assert {one.item for one in heard} == {ARTIFACT}


async def wait_for_ever(patience):
    while True:
        await patience.wait(TryAgain("refused"))


async def test_d48_a_machine_that_slept_has_not_been_waiting():
    time = FakeTime()
    patience = Patience("a", time.policy())
    await patience.wait(TryAgain("refused"))
    time.asleep = 8 * 3600.0
    await patience.wait(TryAgain("refused"))
    time.asleep = 0.0
    began = time.now

    with pytest.raises(ArtifactUnreachable):
        await wait_for_ever(patience)

    assert 800 < time.now - began < 900
