"""Lists come page by page, and reading knows what it asks with."""

import pytest
from scripted_azure import (
    MANAGEMENT,
    SUBSCRIPTION,
    TEMPLATE,
    TEMPLATES,
    azure,
    by_call,
    in_turn,
    reply,
    template_body,
)

from transfer.errors import AnswerUnusable, ResourceMissing


def page(*names, link=None):
    body = {"value": [template_body(name) for name in names]}
    return reply(200, body | ({"nextLink": link} if link else {}))


async def names_of(pages):
    return [[row.name for row in rows] async for rows in pages]


async def test_the_first_rows_are_here_before_the_next_page_is_asked_for():
    real = azure(in_turn(page("a", "b", link=f"{MANAGEMENT}/2"), page("c")))

    pages = real.manager.templates()
    first = await anext(pages)

    assert [row.name for row in first] == ["a", "b"]
    assert len(real.transport.requests) == 1
    assert await names_of(pages) == [["c"]]


@pytest.mark.parametrize(
    "link",
    [
        f"{MANAGEMENT}{TEMPLATES}?api-version=1&$skipToken=a%2Fb",
        f"{TEMPLATES}?api-version=1&$skipToken=a%2Fb",
        "?api-version=1&$skipToken=a%2Fb",
    ],
)
async def test_the_next_page_may_be_named_by_its_path_alone(link):
    real = azure(in_turn(page("a", link=link), page("b")))

    assert await names_of(real.manager.templates()) == [["a"], ["b"]]
    assert str(real.transport.requests[1].url) == (
        f"{MANAGEMENT}{TEMPLATES}?api-version=1&$skipToken=a%2Fb"
    )


async def test_templates_of_one_group_are_asked_for_there():
    real = azure(in_turn(page("a")))
    await names_of(real.manager.templates("gr ü?n"))
    assert real.transport.requests[0].url.raw_path.startswith(
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/gr%20%C3%BC%3Fn/".encode()
    )


async def test_what_has_no_id_is_left_out_of_a_list():
    body = {"value": [None, {"name": "no id"}, template_body("a")]}
    real = azure(in_turn(reply(200, body)))
    assert await names_of(real.manager.templates()) == [["a"]]


async def test_the_newest_version_is_asked_with_and_another_may_be_chosen():
    script = by_call({"GET /imageTemplates/web": reply(200, template_body())})
    newest, older = azure(script), azure(script, api_version="2022-02-14")

    assert (await newest.manager.template(TEMPLATE)).api_version == "2025-10-01"
    assert (await older.manager.template(TEMPLATE)).api_version == "2022-02-14"
    assert older.transport.requests[0].url.params["api-version"] == "2022-02-14"


async def test_triggers_are_asked_for_with_a_version_that_has_them():
    trigger = {
        "id": str(TEMPLATE.child("triggers", "t")),
        "properties": {"kind": "SourceImage", "provisioningState": "Succeeded"},
    }
    real = azure(in_turn(reply(200, {"value": [trigger]})), api_version="2020-02-14")

    found = [one async for rows in real.manager.triggers(TEMPLATE) for one in rows]

    assert [(one.name, one.kind) for one in found] == [("t", "SourceImage")]
    assert real.transport.requests[0].url.params["api-version"] == "2022-07-01"


async def test_run_outputs_are_listed_with_what_they_brought_forth():
    vhd = {
        "id": str(TEMPLATE.child("runOutputs", "vhd")),
        "properties": {"artifactUri": "https://a12.blob.core.windows.net/vhds/x_1.vhd"},
    }
    real = azure(in_turn(reply(200, {"value": [vhd]})))

    found = [one async for rows in real.manager.run_outputs(TEMPLATE) for one in rows]

    assert [str(one.artifact_uri) for one in found] == [
        "https://a12.blob.core.windows.net/vhds/x_1.vhd"
    ]


async def test_a_template_that_is_not_there_is_an_error_or_nothing():
    real = azure(by_call({}))

    with pytest.raises(ResourceMissing):
        await real.manager.template(TEMPLATE)
    assert await real.manager.find_template(TEMPLATE) is None


async def test_an_answer_without_an_id_is_no_template():
    real = azure(in_turn(reply(200, {"properties": {}})))
    with pytest.raises(AnswerUnusable, match="no id"):
        await real.manager.template(TEMPLATE)


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/subscriptions/s/resourceGroups/g", "2021-04-01"),
        ("/subscriptions/s/providers/Microsoft.Storage/storageAccounts", "2023-05-01"),
        ("/x/providers/Microsoft.Compute/images/i", "2024-07-01"),
        ("/x/providers/Microsoft.Compute/galleries/g", "2024-03-03"),
        (
            "/x/providers/Microsoft.Storage/storageAccounts/a"
            "/providers/Microsoft.Authorization/roleAssignments",
            "2022-04-01",
        ),
    ],
)
async def test_each_provider_is_asked_with_a_version_of_its_own(path, version):
    real = azure(in_turn(reply(200, {})))
    await real.manager.read(path, "read")
    assert real.transport.requests[0].url.params["api-version"] == version
