"""A list of fruit, and what is looked at in it."""

from sample_lists import NamedRows
from textual import events

FRUIT = NamedRows("apple", "banana", "cherry", "date", "elder")


def wheel_down(widget):
    return events.MouseScrollDown(
        widget, x=3, y=3, delta_x=0, delta_y=1, button=0,
        shift=False, meta=False, ctrl=False, screen_x=3, screen_y=3,
    )  # fmt: skip
