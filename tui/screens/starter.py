"""A template to begin with, written where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING

from integrity.safe_text import safe_text
from integrity.template.versions import NEWEST
from tui.files.atomic import write_new

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen

STARTER = f"""{{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "apiVersion": "{NEWEST}",
  "location": "<region>",
  "identity": {{
    "type": "UserAssigned",
    "userAssignedIdentities": {{
      "<identity resource id>": {{}}
    }}
  }},
  "properties": {{
    "buildTimeoutInMinutes": 60,
    "vmProfile": {{ "vmSize": "Standard_D2s_v5" }},
    "source": {{
      "type": "PlatformImage",
      "publisher": "Canonical",
      "offer": "ubuntu-24_04-lts",
      "sku": "server",
      "version": "latest"
    }},
    "customize": [
      {{
        "type": "Shell",
        "name": "set-up",
        "inline": ["echo set up"]
      }}
    ],
    "distribute": [
      {{
        "type": "VHD",
        "runOutputName": "vhd",
        "artifactTags": {{}}
      }}
    ]
  }}
}}
"""


def write_starter(frame: "FrameScreen", name: str) -> None:
    """Write it into the open folder, unless a file of that name is there."""
    paths = frame.bakeferry.opening.workspace.paths
    folder = next((path for path in paths if path.is_dir()), Path())
    path = folder / name
    if path.suffix != ".json":
        path = path.with_name(f"{path.name}.json")
    try:
        write_new(path, STARTER.encode())
    except OSError as error:
        why = error.strerror or "cannot be written"
        frame.bakeferry.say(safe_text(f"{path}: {why}"), severity="error")
        return
    blank = f"<{frame.glyphs.ellipsis}>"
    frame.bakeferry.say(safe_text(f"Written: {path}. Fill in what stands in {blank}."))
    frame.workspace.rescan()
