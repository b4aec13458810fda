"""What is known of the templates in Azure, from one list of them to the next."""

from dataclasses import replace

from still_azure import template

from tui.live.known import Known


def listed(known, *summaries):
    known.begin_list()
    known.take(summaries)
    return known.end_list()


A, B = template("a").summary, template("b").summary


def test_what_is_as_it_was_stays_the_very_same():
    known = Known()
    listed(known, A, B)
    before = known.templates
    listed(known, A, replace(B, location="elsewhere"))

    assert known.templates[0] is before[0]
    assert known.templates[1].summary.location == "elsewhere"


def test_what_is_in_no_list_any_more_is_gone_once_the_list_is_whole():
    known = Known()
    listed(known, A, B)
    key = known.templates[1].key
    known.outputs = {key: ()}
    known.recalled[key] = "its run"
    known.begin_list()
    known.take([A])
    assert len(known.templates) == 2
    assert known.listing

    assert known.end_list() == {key}
    assert [one.summary for one in known.templates] == [A]
    assert known.outputs == known.recalled == {}
    assert not known.listing
    assert known.id_of(key) is None


def test_outputs_are_asked_for_once_of_what_is_there():
    known = Known()
    listed(known, A)
    [key] = (one.key for one in known.templates)
    assert known.may_ask(key)
    assert not known.may_ask("another")

    known.asked.add(key)
    assert not known.may_ask(key)

    known.asked.discard(key)
    known.refused[key] = ValueError
    assert not known.may_ask(key)


def test_what_is_being_done_is_shown_meanwhile():
    known = Known()
    listed(known, A, B)
    key = known.templates[0].key

    with known.doing(key, "deleting"):
        changes = known.changes
        assert [one.doing for one in known.templates] == ["deleting", ""]
        assert known.is_building

    assert known.changes > changes
    assert [one.doing for one in known.templates] == ["", ""]
    assert not known.is_building


def test_one_that_builds_is_enough_and_its_end_is_told_once():
    known = Known()
    listed(known, A, template("b", "Running").summary)
    assert known.is_building
    assert known.just_ended() == set()

    listed(known, A, B)
    assert not known.is_building
    assert known.just_ended() == {known.templates[1].key}
    assert known.just_ended() == set()
