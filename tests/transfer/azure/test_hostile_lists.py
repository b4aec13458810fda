"""Lists that never end or lead elsewhere, and how they end here."""

import httpx
import pytest
from azure_lists import EVIL, LIST, all_of, page
from scripted_azure import MANAGEMENT, azure, in_turn, reply, template_body

from transfer.errors import AnswerUnusable, HostRefused


def endless(count):
    """Pages that go on and on, none of them twice."""
    numbers = iter(range(10**9))

    def answer(_: httpx.Request) -> httpx.Response:
        link = f"{MANAGEMENT}/next?page={next(numbers)}"
        return reply(200, {"value": [None] * count, "nextLink": link})

    return answer


HOSTILE_LISTS = {
    "A05 a nextLink to a foreign host": (in_turn(page(EVIL)), HostRefused, 1),
    "A05 a nextLink to plain http": (
        in_turn(page("http://management.azure.com/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink to a blob": (
        in_turn(page("https://account.blob.core.windows.net/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink with a user": (
        in_turn(page("https://a@management.azure.com/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink to itself": (in_turn(page(LIST)), AnswerUnusable, 1),
    "A05 a nextLink in a circle of two": (
        in_turn(page(f"{MANAGEMENT}/2"), page(LIST)),
        AnswerUnusable,
        2,
    ),
    "A05 a nextLink that is no address": (
        in_turn(page("https://[x")),
        AnswerUnusable,
        1,
    ),
    "T-20 pages without end": (endless(1), AnswerUnusable, 1_000),
    "T-20 items without end": (endless(1_000), AnswerUnusable, 101),
    "T-20 a page of HTML": (in_turn(reply(200, b"<html>")), AnswerUnusable, 1),
    "T-20 an empty answer": (in_turn(reply(200)), AnswerUnusable, 1),
    "T-20 a list that is no list": (
        in_turn(reply(200, {"value": 5})),
        AnswerUnusable,
        1,
    ),
    "T-20 nesting without end": (in_turn(reply(200, b"[" * 99_999)), AnswerUnusable, 1),
    "T-20 an encoding that nobody asked for": (
        in_turn(reply(200, b"x", {"Content-Encoding": "gzip"})),
        AnswerUnusable,
        1,
    ),
    "A06 a page of more than 16 MiB": (
        in_turn(reply(200, b" " * (16 * 2**20 + 1))),
        AnswerUnusable,
        1,
    ),
    "T-04 a redirect": (
        in_turn(reply(307, headers={"Location": EVIL})),
        AnswerUnusable,
        1,
    ),
}


@pytest.mark.parametrize(
    ("script", "error", "requests"), HOSTILE_LISTS.values(), ids=HOSTILE_LISTS
)
async def test_a_hostile_list_ends_in_an_error_and_sends_nothing_elsewhere(
    script, error, requests
):
    real = azure(script)

    with pytest.raises(error):
        await all_of(real.manager.templates())

    assert len(real.transport.requests) == requests
    assert {request.url.host for request in real.transport.requests} == {
        "management.azure.com"
    }


async def test_a_refused_next_page_names_its_host():
    real = azure(in_turn(page(EVIL)))
    with pytest.raises(HostRefused, match=r"management\.azure\.com\.evil\.example"):
        await all_of(real.manager.templates())


async def test_a06_a_page_of_ten_mebibytes_is_read():
    big = template_body() | {"tags": {"a": "x" * (10 * 2**20)}}
    real = azure(in_turn(reply(200, {"value": [big]})))
    assert await all_of(real.manager.templates()) == 1
