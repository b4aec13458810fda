"""Lists of a subscription: streamed, picked from, and safe to show."""

import io
import json
import re
from dataclasses import replace

import pytest
from strict_schemas import errors

from transfer.simulator.demo import demo_scenario
from transfer.simulator.faults import refuse
from transfer.simulator.scenario import many_templates
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode


@pytest.mark.parametrize("form", ["table", "tsv", "jsonl"])
def test_the_first_rows_are_told_before_the_last_page_has_come(azure, form):
    bakeferry = azure(many_templates(120))
    bakeferry.simulator.faults.add(
        "List Templates", refuse(403, "AuthorizationFailed", message="no more"), after=1
    )

    told = bakeferry("templates", "list", "-o", form)

    assert told.code is ExitCode.PERMISSION
    assert "ubuntu-00000" in told.out
    assert "sles-00047" in told.out
    assert len(told.lines) == 50 + (form in ("table", "jsonl"))


def test_a_list_that_breaks_off_has_no_last_line(azure):
    bakeferry = azure(many_templates(120))
    bakeferry.simulator.faults.add(
        "List Templates", refuse(403, "AuthorizationFailed", message="no more"), after=1
    )

    told = bakeferry("templates", "list", "-o", "jsonl")

    assert json.loads(told.lines[0])["event"] == "start"
    assert json.loads(told.lines[-1])["event"] == "item"


def test_all_pages_are_told(azure):
    bakeferry = azure(many_templates(120))

    told = bakeferry("templates", "list", "-o", "json")

    document = told.document("templates")
    assert document["summary"]["templates"] == len(document["items"]) == 120
    assert len({one["id"] for one in document["items"]}) == 120


def test_one_of_them_is_told_as_one(azure):
    told = azure(many_templates(1))("templates", "list")

    assert told.err.splitlines()[-1].startswith("1 image template, ")


def test_each_line_of_jsonl_keeps_to_its_schema(azure):
    bakeferry = azure()

    for command in ("templates", "outputs"):
        told = bakeferry(command, "list", "-o", "jsonl")
        events = [json.loads(line) for line in told.lines]
        assert [errors("live-events", event) for event in events] == [[]] * len(events)
        assert events[-1]["event"] == "end"


def test_one_group_is_listed_alone(azure):
    told = azure()("templates", "list", "-g", "rg-edge", "-o", "tsv")

    assert [line.split("\t")[0] for line in told.lines] == ["edge-iot"]


def test_a_query_picks_from_the_document_as_az_does(azure):
    told = azure()(
        "templates", "list", "-o", "tsv",
        "--query", "items[?lastRun.runState=='Running'].[name, location]",
    )  # fmt: skip

    assert told.out == "sles15-sap\twesteurope\n"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("items[", "it ends before it is whole"),
        ("[?name=='x'", "it ends before it is whole"),
        ("a&&&&b", "from character 4 on: invalid token"),
        ("items[].foo(name)", "there is no function foo; there are abs, "),
        ("(" * 5_000, "recursion"),
        ("\x1b[31m", "Unknown token"),
    ],
)
def test_a_query_that_is_none_is_a_slip_and_nothing_is_asked(azure, query, why):
    run = azure()
    told = run("templates", "list", "--query", query)

    assert told.code == ExitCode.USAGE
    assert "--query: " in told.err
    assert why in told.err
    assert "\x1b" not in told.err
    assert run.simulator.heard == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("items[].abs(name)", "In function abs(), invalid type for value"),
        ("length(@, @)", "Expected 1 argument"),
    ],
)
def test_a_query_that_does_not_fit_the_values_is_told_as_a_slip(azure, query, why):
    told = azure()("templates", "list", "--query", query)

    assert told.code == ExitCode.USAGE
    assert f"--query: {why}" in told.err


def test_a_query_that_picks_nothing_says_what_there_is(azure):
    told = azure()("templates", "list", "-o", "json", "--query", "[].name")

    assert told.out == "null\n"
    assert "--query picks nothing; the document has schema, tool, " in told.err
    assert "items" in told.err


def test_what_would_be_lost_is_listed_alone(azure):
    told = azure()("outputs", "list", "--at-risk", "-o", "json")

    document = told.document("outputs")
    assert [one["template"] for one in document["items"]] == [
        "ubuntu-golden",
        "ubuntu-golden",
        "win11-avd",
        "rhel9-base",
    ]
    assert document["summary"] == {"outputs": 4, "atRisk": 4, "older": 1}


@pytest.mark.parametrize("command", ["list", "show"])
def test_a_vhd_of_an_earlier_run_is_listed_and_marked(azure, command):
    run = azure()

    told = run("outputs", command, "ubuntu-golden", "-o", "json")
    table = run("outputs", command, "ubuntu-golden")

    now, _, older = told.document("outputs")["items"]
    assert (now["isOlder"], older["isOlder"]) == (False, True)
    assert re.fullmatch(rf"{now['name']}_\d+\.vhd", older["name"])
    assert (older["status"], older["size"]) == ("atRisk", 64 * 1024**2 + 512)
    assert re.search(rf"{older['name']} +older VHD +at risk +64.0 MiB", table.out)
    assert "2 run outputs, 1 older VHD; 2 at risk" in table.err


def test_the_id_of_a_vhd_of_an_earlier_run_is_one_that_rescue_knows(azure, tmp_path):
    run = azure()
    listed = run("outputs", "list", "ubuntu-golden", "--at-risk", "-o", "json")
    older = listed.document("outputs")["items"][-1]

    rescued = run("rescue", older["id"], "--to", tmp_path, "-q")

    assert rescued.code is ExitCode.DONE
    again = run("outputs", "list", "ubuntu-golden", "-o", "json").document("outputs")
    assert again["items"][-1]["status"] == "rescued"
    assert again["items"][-1]["place"] == str(tmp_path / older["name"])


def test_a_list_takes_no_key_to_look_into_staging_and_says_what_may_be_missing(azure):
    run = azure(rights=Rights(blobs=DataRole.NONE))

    listed = run("outputs", "list", "-o", "json")

    assert listed.document("outputs")["summary"]["older"] == 0
    assert "VHDs of earlier runs may be missing: 3 staging groups" in listed.err
    assert "List Keys" not in [one.operation for one in run.simulator.heard]


def test_a_vhd_that_is_deleted_while_its_staging_group_lives_is_lost(azure):
    run = azure()
    for account in run.simulator.world.accounts.values():
        if vhds := account.containers.get("vhds"):
            for name in [one for one in vhds.blobs if "rhel9" in one]:
                del vhds.blobs[name]

    listed = run("outputs", "list", "-o", "json").document("outputs")
    risky = run("outputs", "list", "--at-risk", "-o", "json").document("outputs")
    shown = run("outputs", "show", "rhel9-base", "-o", "json").document("outputs")

    [found] = [one for one in listed["items"] if one["name"] == "rhel9-base-vhd"]
    assert (found["status"], found["place"]) == ("lost", "gone from staging")
    assert listed["summary"]["atRisk"] == len(risky["items"]) == 3
    assert [one["status"] for one in shown["items"]] == ["lost"]


def test_outputs_of_named_templates_are_listed_alone(azure):
    told = azure()("outputs", "list", "edge-iot", "win11-avd", "-o", "json")

    statuses = {one["name"]: one["status"] for one in told.document("outputs")["items"]}
    assert statuses == {"edge-iot-vhd": "delivered", "win11-avd-vhd": "atRisk"}


def test_outputs_say_how_large_vhds_are(azure):
    told = azure()("outputs", "list", "win11-avd", "-o", "json")

    (disk,) = told.document("outputs")["items"]
    assert disk["size"] == 256 * 1024**2 + 512
    assert "role" not in told.err


def test_the_role_that_sizes_want_is_said_once(azure):
    bakeferry = azure(rights=Rights(blobs=DataRole.NONE))

    told = bakeferry("outputs", "list")

    assert told.err.count("Storage Blob Data Reader") == 1
    assert "4 sizes cannot be read" in told.err


def test_a_vhd_whose_staging_group_is_gone_is_lost_and_not_at_risk(azure, tmp_path):
    bakeferry = azure()
    world = bakeferry.simulator.world
    (group,) = [name for name in world.groups if "win11-avd" in name]
    world.remove_group(group)

    listed = bakeferry("outputs", "list", "win11-avd", "-o", "json")
    refused = bakeferry("rescue", "win11-avd", "--to", tmp_path)
    deleted = bakeferry("delete", "win11-avd", "-y")

    (disk,) = listed.document("outputs")["items"]
    assert (disk["status"], disk["size"]) == ("lost", None)
    assert listed.document("outputs")["summary"]["atRisk"] == 0
    assert "only a new build makes it" in refused.err
    assert deleted.code == 0, deleted.err


def test_a_template_in_detail_keeps_to_its_schema(azure):
    bakeferry = azure()

    for name in ("win11-avd", "sles15-sap", "legacy-2019", "infra[prod]"):
        document = bakeferry("templates", "show", name, "-o", "json").document(
            "template"
        )
        assert document["template"]["name"] == name


def test_a_name_in_two_groups_wants_the_group(azure):
    demo = demo_scenario()
    edge = next(one for one in demo.templates if one.name == "edge-iot")
    twin = replace(edge, group="rg-golden")
    bakeferry = azure(replace(demo, templates=(*demo.templates, twin)))

    told = bakeferry("templates", "show", "edge-iot")

    assert told.code == ExitCode.USAGE
    assert "rg-edge" in told.err
    assert bakeferry("templates", "show", "edge-iot", "-g", "rg-edge").code == 0


def test_an_id_names_a_template_without_a_subscription(azure):
    bakeferry = azure()
    listed = bakeferry("templates", "list", "-o", "tsv", "--query", "items[0].id")

    told = bakeferry("templates", "show", listed.out.strip())

    assert told.code == 0
    assert told.lines[0] == "Name            ubuntu-golden"


def test_ids_come_from_standard_input_as_az_prints_them(azure, monkeypatch):
    bakeferry = azure()
    ids = bakeferry("templates", "list", "-o", "tsv", "--query", "items[-1:].id").out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ids}\n"))

    told = bakeferry("outputs", "list", "--ids", "-", "-o", "tsv")

    assert [line.split("\t")[0] for line in told.lines] == ["edge-iot"]


def test_no_ids_are_no_templates_rather_than_all(azure, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    told = azure()("outputs", "list", "--ids", "-", "-o", "tsv")

    assert (told.code, told.out) == (0, "")


HOSTILE = ("\x1b", "\x07", "\u202e", "\u202c")


@pytest.mark.parametrize(
    "arguments",
    [
        ("templates", "list"),
        ("templates", "list", "-o", "json"),
        ("templates", "list", "-o", "tsv"),
        ("templates", "show", "infra[prod]"),
        ("templates", "pull", "infra[prod]"),
        ("outputs", "list"),
        ("logs", "infra[prod]"),
        ("logs", "infra[prod]", "--raw"),
        ("logs", "infra[prod]", "--errors"),
        ("watch", "infra[prod]"),
    ],
    ids=" ".join,
)
def test_no_control_character_of_azures_reaches_a_terminal(azure, arguments):
    told = azure()(*arguments)

    assert "infra[prod]" in told.out or arguments[0] == "logs"
    for sign in HOSTILE:
        assert sign not in told.out + told.err


def test_the_account_keeps_to_its_schema(azure):
    document = azure()("account", "show", "-o", "json").document("account")

    assert document["signedIn"] is True
    origins = {one["what"]: one["origin"] for one in document["items"]}
    assert origins["cloud"] == "BAKEFERRY_SIMULATOR"


NAMES = ("a\u202eb", "=1+1", "##vso[task.complete]", "::set-output name=x::y", "<b>")


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("form", ["table", "tsv", "json", "jsonl"])
def test_a_hostile_name_is_only_text_in_every_form(azure, name, form):
    demo = demo_scenario()
    seed = replace(demo.templates[1], name=name)
    bakeferry = azure(replace(demo, templates=(seed,)))

    for arguments in (("templates", "list"), ("outputs", "list")):
        told = bakeferry(*arguments, "-o", form)
        assert told.code == 0
        for line in (told.out + told.err).splitlines():
            assert "\u202e" not in line
            assert "##vso[" not in line
            assert not line.startswith(("::", "##"))
            assert form != "tsv" or not line.startswith("=")


def test_a_hostile_name_can_be_named(azure):
    demo = demo_scenario()
    seed = replace(demo.templates[1], name="a\u202eb")
    bakeferry = azure(replace(demo, templates=(seed,)))

    told = bakeferry("templates", "show", "a\u202eb")

    assert told.code == 0
    assert told.lines[0] == "Name            a<U+202E>b"


def test_one_output_is_no_outputs(azure):
    told = azure()("outputs", "list", "win11-avd")

    assert "1 run output; 1 at risk: a VHD dies with its template" in told.err


def test_one_thing_between_tabs_has_its_values_and_not_who_told_it(azure):
    bakeferry = azure()

    facts = bakeferry("account", "show", "-o", "tsv").lines
    shown = bakeferry("templates", "show", "win11-avd", "-o", "tsv").lines

    assert facts[1].startswith("tenant\t")
    assert len(shown) == 1
    assert "bakeferry.template/1" not in shown[0]
