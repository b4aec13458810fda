"""What is done about VHDs that would be lost, before what loses them."""

import shlex
from typing import TYPE_CHECKING

from integrity.safe_text import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transfer.azure.whereabouts import PlacedOutput
    from tui.screens.frame import FrameScreen


def rescue_first(frame: "FrameScreen", outputs: "Sequence[PlacedOutput]") -> None:
    """Say how these are rescued; the copy itself is the command line's affair."""
    template = outputs[0].template
    names = [f"{template.name}/{one.name}" for one in outputs]
    words = ["bakeferry", "rescue", *names, "--subscription", template.subscription]
    command = f"{shlex.join([*words, '-g', template.group or ''])} --to DIRECTORY"
    frame.remember_command(command)
    frame.app.copy_to_clipboard(command)
    frame.bakeferry.say(safe_text(f"Nothing was deleted. Copied:  {command}"))
