"""Nothing is dialled but the public internet, however its address is spelt."""

import ipaddress

import pytest
from aiohttp import ThreadedResolver
from behaviours import Content, honest, redirect
from faulty_server import serving
from hypothesis import given
from hypothesis import strategies as st
from reading import LOOPBACK, Names, opening, quick, read_all

from integrity.artifacts.addresses import AddressPolicy, is_public, reached
from integrity.artifacts.failures import AddressRefused
from integrity.artifacts.resolving import VettingResolver
from integrity.errors import ArtifactRefused
from integrity.lint.reports.ci_commands import broken

NOBODY = AddressPolicy()

SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "localhost",
    "LOCALHOST.",
    "\uff11\uff12\uff17.0.0.1",
    "127\u30020\u30020\u30021",
    "\u2460\u2461\u2466.0.0.1",
    "127%2e0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.2.1",
    "169.254.169.254",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::7f00:1]",
    "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a83f:8110]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[fd00::1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[::ffff:0:7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[5f00::1]",
]

PRIVATE_NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "127.0.0.1.": ["127.0.0.1"],
    "127%2e0.0.1": ["127.0.0.1"],
    "0x7f.1": ["127.0.0.1"],
    "0x7f000001": ["127.0.0.1"],
    "mixed.example": ["93.184.216.34", "10.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "agent.example": ["168.63.129.16"],
}


class Dialler:
    """Writes down what is dialled, and dials nothing."""

    def __init__(self):
        self.dialled = []

    def __call__(self, address_info):
        self.dialled.append(address_info[4][0])
        raise OSError("not dialled in a test")


@pytest.fixture
def dialler():
    return Dialler()


@pytest.mark.parametrize("host", [*SPELLINGS, *PRIVATE_NAMES])
async def test_a_private_host_is_refused_before_it_is_dialled(time, dialler, host):
    names = Names(PRIVATE_NAMES)
    async with opening(
        quick(time), addresses=NOBODY, resolver=names, open_socket=dialler
    ) as opener:
        with pytest.raises(ArtifactRefused):
            await read_all(opener, f"https://{host}/script.sh")
    assert dialler.dialled == []
    assert time.slept == []


@pytest.mark.parametrize("host", [*SPELLINGS, *PRIVATE_NAMES])
async def test_a_redirect_to_a_private_host_is_refused_before_it_is_dialled(time, host):
    somewhere = redirect(f"http://{host}/x")
    names = Names({**PRIVATE_NAMES, "artifacts.example": ["127.0.0.1"]})
    only_the_first = AddressPolicy(frozenset(("artifacts.example",)))
    async with (
        serving(somewhere) as server,
        opening(quick(time), addresses=only_the_first, resolver=names) as opener,
    ):
        with pytest.raises(ArtifactRefused):
            await read_all(opener, server.url(host="artifacts.example"))
        assert len(server.requests) == 1


@pytest.mark.parametrize("agent", ["169.254.169.254", "168.63.129.16"])
@pytest.mark.parametrize("form", ["{}", "[::ffff:{}]", "[64:ff9b::{}]"])
async def test_no_switch_opens_a_host_agent(time, dialler, agent, form):
    host = form.format(agent)
    generous = AddressPolicy(frozenset((host, host.strip("[]"))))
    async with opening(quick(time), addresses=generous, open_socket=dialler) as opener:
        with pytest.raises(ArtifactRefused, match="credentials"):
            await read_all(opener, f"http://{host}/metadata/instance")
    assert dialler.dialled == []


async def test_the_refusal_names_the_way_out(time):
    names = Names({"files.example": ["10.0.0.5"]})
    async with opening(quick(time), addresses=NOBODY, resolver=names) as opener:
        with pytest.raises(ArtifactRefused, match=r"--allow-private files\.example"):
            await read_all(opener, "https://files.example/script.sh")


async def test_a_name_that_changes_its_mind_is_dialled_where_it_was_vetted(
    time, dialler
):
    class Rebinding(Names):
        async def resolve(self, host, port=0, family=0):
            answers = await super().resolve(host, port, family)
            self.names = {host: ["127.0.0.1"]}
            return answers

    names = Rebinding({"rebinding.example": ["93.184.216.34"]})
    async with opening(
        quick(time), addresses=NOBODY, resolver=names, open_socket=dialler
    ) as opener:
        with pytest.raises(ArtifactRefused):  # at the second attempt
            await read_all(opener, "https://rebinding.example/script.sh")
    assert dialler.dialled == ["93.184.216.34"]
    assert names.asked == ["rebinding.example"] * 2


async def test_a_private_host_may_be_allowed_by_its_name(time):
    content = Content(b"echo hello")
    async with (
        serving(honest(content)) as server,
        opening(quick(time), addresses=LOOPBACK) as opener,
    ):
        url = server.url(host="ARTIFACTS.example")
        assert await read_all(opener, url) == content.body


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_public(address):
    assert is_public(reached(ipaddress.ip_address(address)))


@given(st.ip_addresses(v=4))
def test_an_address_means_the_same_in_every_carrier(address):
    bits = int(address)
    carriers = (
        ipaddress.IPv6Address((0xFFFF << 32) | bits),
        ipaddress.IPv6Address((0x64FF9B << 96) | bits),
        ipaddress.IPv6Address((0x2002 << 112) | (bits << 80)),
    )
    assert {reached(carrier) for carrier in carriers} == {address}


STACK = AddressPolicy(inner_suffixes=frozenset(("blob.stack.example",)))


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.31.0.9",
        "192.168.1.1",
        "100.64.0.1",
        "fd00::1",
        "::ffff:10.1.2.3",
    ],
)
def test_a_host_below_an_inner_suffix_may_be_in_a_private_network(address):
    assert STACK.objection("golden.BLOB.stack.example", address) is None


@pytest.mark.parametrize(
    "host",
    [
        "blob.stack.example",
        "stack.example",
        "vault.stack.example",
        "golden.vault.stack.example",
        "a.golden.blob.stack.example",
        "golden.blob.stack.example.evil.example",
        "goldenblob.stack.example",
        "golden.blob.stack.example.",
        "10.1.2.3",
    ],
)
def test_no_other_host_may(host):
    assert "--allow-private" in STACK.objection(host, "10.1.2.3")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "169.254.1.1",
        "169.254.169.254",
        "168.63.129.16",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_such_a_host_is_never_this_machine_its_link_or_a_host_agent(address):
    assert STACK.objection("golden.blob.stack.example", address) is not None


def test_a_host_that_is_its_own_address_is_named_once():
    objection = AddressPolicy().objection("10.1.2.3", "10.1.2.3")
    assert objection is not None
    assert objection.startswith("10.1.2.3 is not on the public internet")


@pytest.mark.parametrize("address", ["::1", "::ffff:10.0.0.1", "fd00::1"])
def test_what_is_said_of_an_ipv6_address_is_no_command_to_a_ci_system(address):
    objection = AddressPolicy().objection(address, address)
    assert objection is not None
    assert objection.startswith(f"[{address}] is not on the public internet")
    assert broken(objection) == objection


@pytest.mark.parametrize("host", ["files..example", ".example", "x" * 64 + ".example"])
async def test_a_name_that_no_host_can_have_is_refused(host):
    resolver = VettingResolver(ThreadedResolver(), NOBODY)

    with pytest.raises(AddressRefused):
        await resolver.resolve(host, 443)


def test_what_is_no_address_is_not_dialled():
    objection = AddressPolicy().objection("artifacts.example", "nowhere")

    assert objection == "artifacts.example resolves to nowhere, which is no address"
