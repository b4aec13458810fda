"""Logs and files in staging, listed and read."""

import pytest
from scripted_azure import azure, by_call, in_turn, reply
from scripted_storage import container, forbidden, listing
from staging_areas import AREA, FILES, LOGS

from transfer.azure.staging.files import StagingFiles
from transfer.azure.staging.logs import latest, list_logs, read_log
from transfer.errors import AnswerUnusable, RightMissing


async def test_logs_are_listed_with_the_last_one_first():
    real = azure(by_call({LOGS: container(FILES)}))

    logs = await list_logs(StagingFiles(real.caller, AREA))

    assert [(log.run, log.name, log.size) for log in logs] == [
        ("run-2", "customization.log", 10),
        ("run-1", "customization.log", 3),
    ]
    assert latest(logs) == logs[0]
    assert latest(logs, "validation.log") is None


async def test_a_template_that_never_ran_has_no_logs():
    real = azure(by_call({LOGS: reply(404)}))
    assert await list_logs(StagingFiles(real.caller, AREA)) == ()


async def test_a_log_is_read_from_where_one_stopped():
    real = azure(by_call({LOGS: container(FILES), "GET .log": container(FILES)}))
    files = StagingFiles(real.caller, AREA)
    log = (await list_logs(files))[0]

    first = await files.read("packerlogs", log.blob, most=4)
    rest = await read_log(files, log, 4)
    end = await read_log(files, log, 10)

    assert (first.data, first.start, first.size) == (b"0123", 0, 10)
    assert (rest.data, rest.start, rest.size) == (b"456789", 4, 10)
    assert (end.data, end.start) == (b"", 10)


async def test_a_server_that_knows_no_ranges_is_understood_too():
    real = azure(in_turn(reply(200, b"0123456789")))
    piece = await StagingFiles(real.caller, AREA).read("packerlogs", "a.log", 4)
    assert (piece.data, piece.size) == (b"456789", 10)


async def test_a_container_is_listed_to_its_last_page_over_empty_ones():
    pages = [{"a": b""}, {}, {"b": b""}]
    script = in_turn(
        reply(200, listing(pages[0], "m1")),
        reply(200, listing(pages[1], "m2")),
        reply(200, listing(pages[2])),
    )
    real = azure(script)

    found = [page async for page in StagingFiles(real.caller, AREA).listed("vhds")]

    assert [[blob.name for blob in page] for page in found] == [["a"], [], ["b"]]
    assert real.transport.requests[2].url.params["marker"] == "m2"


async def test_a_listing_in_a_circle_ends():
    real = azure(in_turn(reply(200, listing({}, "m"))))
    with pytest.raises(AnswerUnusable, match="circle"):
        async for _ in StagingFiles(real.caller, AREA).listed("vhds"):
            pass


async def test_a_name_cannot_break_out_of_its_address():
    real = azure(in_turn(reply(206, b"x")))
    await StagingFiles(real.caller, AREA).read("vhds", "a b?sig=#.vhd")
    assert real.transport.requests[0].url.raw_path == b"/vhds/a%20b%3Fsig%3D%23.vhd"


async def test_blobs_refuse_with_a_code_in_their_headers():
    real = azure(in_turn(forbidden()))
    with pytest.raises(RightMissing, match="AuthorizationPermissionMismatch"):
        await StagingFiles(real.caller, AREA).probe("vhds")
