"""The table of actions: whatever can be done has a key, an entry and a command."""

from itertools import combinations

import pytest

from tui.actions import ACTIONS, BY_ID, Place, actions_at, by_command, shown_key

KEPT_FREE = {
    "left_square_bracket", "right_square_bracket", "left_curly_bracket",
    "right_curly_bracket", "backslash", "vertical_line", "at", "tilde", "ctrl+a",
    "ctrl+b", "ctrl+s", *"[]{}\\|@~",
}  # fmt: skip
"""Hard to type on many keyboards, or taken by tmux, screen and flow control."""

every_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.id)
every_place = pytest.mark.parametrize("place", Place)


@every_action
def test_every_action_has_a_key_an_entry_and_a_command(action):
    assert action.keys
    assert action.title
    assert action.word
    assert action.short


def test_no_two_actions_have_the_same_name():
    assert len(BY_ID) == len(ACTIONS)


@every_place
def test_no_two_actions_of_a_place_share_a_key_or_a_command(place):
    here = list(actions_at(place))

    for one, other in combinations(here, 2):
        assert not set(one.keys) & set(other.keys), (one.id, other.id)
        if one.word != "view":
            assert one.word != other.word, (one.id, other.id)


@every_place
def test_each_command_of_a_place_means_its_action(place):
    for action in actions_at(place):
        word = action.id if action.word == "view" else action.word

        assert by_command(word, place) is action


@every_action
def test_no_key_is_hard_to_type_or_taken_by_the_terminal(action):
    assert not set(action.keys) & KEPT_FREE


@every_action
def test_a_small_letter_changes_nothing(action):
    small = [key for key in action.keys if len(key) == 1 and key.islower()]

    assert not action.changes or not small or (action.id, small) == ("new", ["n"])


@every_action
def test_every_key_has_a_sign_for_people(action):
    for key in action.keys:
        assert "_" not in shown_key(key)


def test_whatever_a_key_is_called_reaches_no_terminal_raw():
    assert shown_key("ctrl+\x1b") == "^␛"
