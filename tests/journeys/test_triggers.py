"""What builds templates by itself: listed, made, taken away."""

from transfer.simulator.faults import done_but_reply_lost
from transfer.simulator.tokens import Rights
from tui.cli.exit_codes import ExitCode


def test_a_trigger_lives_from_its_making_to_its_end(azure):
    bakeferry = azure()

    made = bakeferry("triggers", "create", "win11-avd", "-o", "json")
    listed = bakeferry("triggers", "list", "-o", "json").document("triggers")
    shown = bakeferry("templates", "show", "win11-avd", "-o", "json")
    gone = bakeferry("triggers", "delete", "win11-avd", "source-image", "-y")
    left = bakeferry("triggers", "list", "win11-avd", "-o", "tsv")

    assert made.document("action")["outcome"] == "created"
    (trigger,) = listed["items"]
    assert (trigger["template"], trigger["name"]) == ("win11-avd", "source-image")
    assert (trigger["kind"], trigger["status"]) == ("SourceImage", "Active")
    assert shown.document("template")["triggers"] == [trigger]
    assert gone.out == "win11-avd: trigger source-image deleted\n"
    assert left.out == ""
    assert bakeferry.changes == ["Put Trigger", "Delete Trigger"]


def test_the_same_trigger_twice_is_one(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Put Trigger", done_but_reply_lost)

    told = bakeferry("triggers", "create", "win11-avd", "mine")

    assert told.code == 0
    assert bakeferry("triggers", "list", "-o", "tsv").out.count("mine") == 1


def test_a_trigger_that_is_not_there_is_not_found(azure):
    told = azure()("triggers", "delete", "win11-avd", "mine", "-y")

    assert told.code is ExitCode.REMOTE
    assert "win11-avd has no trigger mine" in told.err


def test_a_trigger_is_taken_away_only_when_somebody_agrees(azure):
    bakeferry = azure()
    bakeferry("triggers", "create", "win11-avd", "mine")

    told = bakeferry("triggers", "delete", "win11-avd", "mine")

    assert told.code is ExitCode.REFUSED
    assert "-y says yes" in told.err
    assert bakeferry.changes == ["Put Trigger"]


def test_a_name_that_leads_elsewhere_names_no_trigger(azure):
    told = azure()("triggers", "create", "win11-avd", "../other")

    assert told.code == ExitCode.USAGE
    assert "../other cannot be the name of a trigger" in told.err


def test_the_role_that_makes_triggers_is_named(azure):
    action = "Microsoft.VirtualMachineImages/imageTemplates/triggers/write"
    bakeferry = azure(rights=Rights(refused_actions=frozenset((action,))))

    told = bakeferry("triggers", "create", "win11-avd")

    assert told.code is ExitCode.PERMISSION
    assert 'the role "Contributor" would do' in told.err
