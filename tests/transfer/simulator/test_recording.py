"""The requests of a recording of the real service, asked of the simulator."""

import json
from ast import literal_eval
from pathlib import Path

import httpx
import pytest
import yaml
from simulating import START

from transfer.simulator.clock import Clock
from transfer.simulator.messages import Request
from transfer.simulator.scenario import GroupSeed, Scenario
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import MANAGEMENT

PROJECT = Path(__file__).parents[3]
RECORDING = (
    PROJECT.parent
    / "shared"
    / "recordings"
    / "test_cli_mgmt_imagebuilder.test_imagebuilder.yaml"
)
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "test_cli_mgmt_imagebuilder_test_imagebuilder94cb11ec"

THAT_MATTER = frozenset(
    (
        "azure-asyncoperation", "cache-control", "content-type", "expires", "location",
        "pragma", "strict-transport-security", "x-content-type-options",
        "x-ms-ratelimit-remaining-subscription-writes",
        "x-ms-ratelimit-remaining-subscription-deletes",
    )
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not RECORDING.is_file(), reason=f"the recording is not at {RECORDING}"
)


def interactions():
    """All requests with their answers."""
    return yaml.safe_load(RECORDING.read_text())["interactions"]


def shape(value, depth=""):
    """All keys of a body, and the text of those that tell states."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = "*" if key.startswith("/subscriptions/") else key
            yield from shape(inner, f"{depth}.{place}")
    elif isinstance(value, list):
        for inner in value:
            yield from shape(inner, f"{depth}[]")
    elif depth.rpartition(".")[2] in ("status", "provisioningState", "type"):
        yield f"{depth}={value}"
    else:
        yield depth


class Replay:
    """Asks as the recording does, its operation ids replaced by those answered."""

    def __init__(self):
        self.clock = Clock(START)
        self.simulator = Simulator(
            Scenario(subscription=SUBSCRIPTION, groups=(GroupSeed(GROUP, "eastus"),)),
            clock=self.clock,
        )
        token = self.simulator.tokens.issue(MANAGEMENT).text
        self.headers = {"Authorization": f"Bearer {token}"}
        self.addresses = {}

    def ask(self, recorded):
        """The simulator's answer to a recorded request."""
        request, response = recorded["request"], recorded["response"]
        body = b""
        if request["body"]:  # written down as Python writes bytes, twice
            body = literal_eval(literal_eval(request["body"]).decode())
        self._wait_for(response["body"]["string"])
        address = self.addresses.get(request["uri"], request["uri"])
        answer = self.simulator.answer(
            Request.of(request["method"], address, self.headers, body)
        )
        headers = httpx.Headers(dict(answer.headers))
        theirs = response["headers"].get("azure-asyncoperation")
        if theirs:
            self.addresses[theirs[0]] = headers["azure-asyncoperation"]
        return answer, headers

    def _wait_for(self, text):
        """Let as much time go by as it took the service to come to its answer."""
        if '"Succeeded"' in text and '"status"' in text:
            self.clock.advance(1800)


@pytest.fixture(scope="module")
def replayed():
    """Each recorded interaction with the simulator's answer."""
    replay = Replay()
    return [(one, *replay.ask(one)) for one in interactions()]


def test_every_status_is_the_recorded_one(replayed):
    assert [answer.status for _, answer, _ in replayed] == [
        one["response"]["status"]["code"] for one, _, _ in replayed
    ]


def test_the_same_headers_are_there(replayed):
    for one, _, headers in replayed:
        theirs = {name.lower() for name in one["response"]["headers"]} & THAT_MATTER

        assert set(headers) & THAT_MATTER == theirs


def test_operations_are_polled_where_the_recorded_ones_are(replayed):
    for one, _, headers in replayed:
        for name in ("azure-asyncoperation", "location"):
            theirs = one["response"]["headers"].get(name, [""])[0]
            prefix, _, rest = theirs.partition("/operations/")

            assert headers.get(name, "").partition("/operations/")[0] == prefix
            assert headers.get(name, "").partition("?")[2] == rest.partition("?")[2]


def test_bodies_have_the_recorded_keys_and_states(replayed):
    for one, answer, _ in replayed:
        theirs = one["response"]["body"]["string"] or "null"
        found = set(shape(json.loads(answer.body or b"null")))

        assert found == set(shape(json.loads(theirs)))


def test_ids_have_the_recorded_case(replayed):
    for one, answer, _ in replayed:
        theirs = one["response"]["body"]["string"]
        if '"id"' in theirs:
            assert json.loads(answer.body)["id"] == json.loads(theirs)["id"]


def test_bodies_are_indented_as_recorded(replayed):
    text = replayed[1][1].body.decode()

    assert text.startswith('{\n "name": "')
    assert text.split('"')[3] == text.split('"')[3].upper()
