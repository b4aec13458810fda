"""Whoever waits is told at once for what, and only waiting tries patience."""

import httpx
import pytest
from blob_service import FOR_EVER
from copy_faults import a_head, a_range, answering
from copying import ARTIFACT, IMAGE, FakeTime

from integrity.artifacts.retries import Patience, TryAgain
from integrity.errors import ArtifactUnreachable
from integrity.progress import Stage
from integrity.sizes import KIB
from transfer.copy_errors import Misbehaved, Unreachable
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


async def test_d23_an_internal_error_that_is_nobodys_is_met_three_times(bench):
    bench.service.fault(answering(500), a_head, times=FOR_EVER)

    with pytest.raises(Misbehaved):
        await bench.copy()

    assert len(bench.service.calls("HEAD", "")) == 3


@pytest.mark.parametrize(
    "told", [{"code": "NewlyNamed"}, {"x_ms_request_id": "7"}], ids=list
)
async def test_d23_an_internal_error_of_azures_is_waited_for(bench, told):
    bench.service.fault(answering(500, **told), a_head, times=FOR_EVER)

    with pytest.raises(Unreachable):
        await bench.copy()


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


class Slow(httpx.AsyncByteStream):
    """A piece each second, for a while; then the rest at once."""

    def __init__(self, data, piece, seconds, time):
        self._data, self._piece, self._time = data, piece, time
        self._rest = min(piece * seconds, len(data))

    async def __aiter__(self):
        for start in range(0, self._rest, self._piece):
            self._time.now += 1.0
            yield self._data[start : min(start + self._piece, self._rest)]
        yield self._data[self._rest :]


def slow(bench, *, piece, seconds=10_000, times=1):
    def answer(service, request):
        told = service.answer(request)
        stream = Slow(told.stream._data, piece, seconds, bench.time)
        return httpx.Response(206, headers=told.headers, stream=stream)

    bench.service.fault(answer, a_range, times=times)


async def test_d34_a_drip_is_given_up_and_asked_for_again(bench):
    began = bench.time.now
    slow(bench, piece=100)

    await bench.copy()

    assert bench.target.read_bytes() == IMAGE
    assert bench.time.now - began < 60


@pytest.mark.parametrize(
    "pace",
    [{"piece": 1, "seconds": 25}, {"piece": 64 * KIB}],
    ids=["to begin", "to the end"],
)
async def test_d34_an_answer_that_is_only_slow_is_waited_for(bench, pace):
    slow(bench, **pace, times=FOR_EVER)

    await bench.copy(at_once=1)

    assert bench.target.read_bytes() == IMAGE
    assert bench.time.slept == []
