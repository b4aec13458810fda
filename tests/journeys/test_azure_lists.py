"""Templates and accounts, listed and named: pages, ids, hostile names."""

import io
import json
from dataclasses import replace

import pytest
from strict_schemas import errors

from transfer.simulator.demo import demo_scenario
from transfer.simulator.faults import refuse
from transfer.simulator.scenario import many_templates
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


def test_one_thing_between_tabs_has_its_values_and_not_who_told_it(azure):
    bakeferry = azure()

    facts = bakeferry("account", "show", "-o", "tsv").lines
    shown = bakeferry("templates", "show", "win11-avd", "-o", "tsv").lines

    assert facts[1].startswith("tenant\t")
    assert len(shown) == 1
    assert "bakeferry.template/1" not in shown[0]
