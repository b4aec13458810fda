"""Redirects: each hop is judged anew, and another origin learns nothing."""

import httpx
import pytest
from behaviours import Content, honest, redirect, status
from faulty_server import serving
from reading import opening, quick, read_all

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.https import HEADERS
from integrity.artifacts.redirects import follow
from integrity.errors import ArtifactRefused, ArtifactUnreachable

CONTENT = Content(b"echo hello")
STATUSES = ("301 Moved", "302 Found", "303 Other", "307 Temporary", "308 Permanent")

status_line = pytest.mark.parametrize("line", STATUSES)

REFUSED = {
    "file": "file:///etc/passwd",
    "data": "data:text/plain,hello",
    "ftp": "ftp://artifacts.example/x",
    "javascript": "javascript:alert(1)",
    "metadata": "http://169.254.169.254/metadata/identity",
    "loopback": "http://127.0.0.2/x",
    "IPv6 loopback": "http://[::1]/x",
    "user name": "http://user:secret@artifacts.example/x",
    "no address": "http://artifacts.example:port/x",
    "no host": "http://xn--a.example/x",
}

FOLLOWED = {
    "path": "/other",
    "relative": "other",
    "network path": "//artifacts.example:{port}/other",
    "same origin": "http://127.0.0.1:{port}/other",
    "other host": "http://artifacts.example:{port}/other",
    "fragment": "/other#part",
}


@status_line
@pytest.mark.parametrize("location", REFUSED.values(), ids=REFUSED)
async def test_some_redirects_are_refused(time, line, location):
    async with (
        serving(redirect(location, line)) as server,
        opening(quick(time)) as opener,
    ):
        with pytest.raises(ArtifactRefused) as refusal:
            await read_all(opener, server.url())
        assert len(server.requests) == 1
        assert "secret" not in str(refusal.value)


async def test_a_server_that_hangs_up_after_its_redirect_is_asked_again(time):
    async def redirect_and_leave(exchange):
        await redirect("/other")(exchange)
        exchange.hang_up()

    async with serving(honest(CONTENT)) as server, opening(quick(time)) as opener:
        server.plan.append(redirect_and_leave)
        assert await read_all(opener, server.url()) == CONTENT.body
        assert [one.target for one in server.requests] == ["/artifact", "/other"]


@status_line
@pytest.mark.parametrize("location", FOLLOWED.values(), ids=FOLLOWED)
async def test_other_redirects_are_followed(time, line, location):
    async with serving(honest(CONTENT)) as server, opening(quick(time)) as opener:
        server.plan.append(redirect(location.format(port=server.port), line))
        assert await read_all(opener, server.url()) == CONTENT.body
        assert server.requests[1].target == "/other"


@pytest.mark.parametrize(("hops", "asked"), [(1, 2), (5, 6)])
async def test_five_redirects_are_followed(time, hops, asked):
    plan = [redirect(f"/{hop}") for hop in range(hops)]
    async with serving(honest(CONTENT), plan) as server, opening(quick(time)) as opener:
        assert await read_all(opener, server.url()) == CONTENT.body
        assert len(server.requests) == asked


async def test_a_sixth_redirect_or_a_loop_is_refused(time):
    async with serving(redirect("/again")) as server, opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused, match="more than 5 times"):
            await read_all(opener, server.url())
        assert len(server.requests) == 6


async def test_a_redirect_to_nowhere_is_a_failure(time):
    async with serving(status("302 Found")) as server, opening(quick(time)) as opener:
        with pytest.raises(ArtifactUnreachable, match="302"):
            await read_all(opener, server.url())


async def test_another_origin_sees_the_safe_headers_only(time):
    secrets = {
        "Authorization": "Bearer token",
        "Cookie": "session=1",
        "If-Match": '"v1"',
        "Proxy-Authorization": "Basic x",
        "x-api-key": "key",
        "x-ms-copy-source-authorization": "Bearer token",
        "Range": "bytes=0-99",
    }
    async with (
        serving(honest(CONTENT)) as second,
        serving(redirect(second.url("/b"))) as first,
        opening(quick(time)) as opener,
    ):
        request = httpx.Request("GET", first.url("/a"), headers={**HEADERS, **secrets})
        reply = await follow(opener.transport, request)
        await reply.response.aclose()
        assert first.requests[0].headers["authorization"] == "Bearer token"
        assert second.requests[0].headers == {
            "host": f"127.0.0.1:{second.port}",
            "user-agent": "bakeferry",
            "accept": "*/*",
            "accept-encoding": "identity",
            "range": "bytes=0-99",
        }


async def test_the_same_origin_keeps_its_headers(time):
    async with (
        serving(honest(CONTENT), [redirect("/b")]) as server,
        opening(quick(time)) as opener,
    ):
        request = httpx.Request("GET", server.url("/a"), headers={"x-api-key": "key"})
        reply = await follow(opener.transport, request)
        await reply.response.aclose()
        assert server.requests[1].headers["x-api-key"] == "key"


async def test_cookies_are_neither_kept_nor_sent(time):
    sweet = redirect("/b", "302 Found\r\nSet-Cookie: session=1; Path=/")
    async with serving(honest(CONTENT), [sweet]) as server, opening(quick(time)) as o:
        await read_all(o, server.url())
        await read_all(o, server.url())
        assert [request.headers.get("cookie") for request in server.requests] == (
            [None] * 3
        )


async def test_the_trail_is_told_without_secrets(time):
    async with (
        serving(honest(CONTENT), [redirect("/b?sig=secret&sv=2025")]) as server,
        opening(quick(time)) as opener,
        opener.open(ArtifactRequest(server.url(), checksum_declared=True)) as artifact,
    ):
        assert artifact.description.redirects == (server.url("/b?sig=…&sv=2025"),)


async def test_a_downgrade_is_refused():
    class Downgrading(httpx.AsyncBaseTransport):
        asked = 0

        async def handle_async_request(self, request):
            self.asked += 1
            return httpx.Response(302, headers={"Location": "http://a.example/x"})

    transport = Downgrading()
    with pytest.raises(ArtifactRefused, match="anybody on the way"):
        await follow(transport, httpx.Request("GET", "https://a.example/x"))
    assert transport.asked == 1


async def test_a_good_answer_that_names_a_location_is_no_redirect(time):
    answered = status("200 OK", "Location: https://evil.example/", body=b"all of it")
    async with serving(answered) as server, opening(quick(time)) as opener:
        assert await read_all(opener, server.url()) == b"all of it"
