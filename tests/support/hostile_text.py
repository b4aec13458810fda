"""Text that a terminal, a markup language or a reader would take for something else."""

import json
import os
from pathlib import Path

from workspace import template_text

PAYLOADS = {
    "bold": "[bold]HI[/]",
    "closing": "x[/]y",
    "closing another": "x[/foo]y",
    "json": '{"b": [true, false]}',
    "path": "/a/[draft]/x.sh",
    "action": "[@click=app.quit]x[/]",
    "link": "[link=https://e.example]d[/link]",
    "shell": "if [ -f x ]; then [[ y",
    "title": "a\x1b]0;owned\x07b",
    "clipboard": "a\x1b]52;c;b3duZWQ=\x1b\\b",
    "clearing": "a\x1b[2J\x1b[Hb",
    "asking": "a\x1b[6nb\x05",
    "c1": "a\x9b31mb\x90q\x9cc\x85d",
    "bidi": "a\u202egnp.exe\u2066b\u200fc",
    "invisible": "a\u200bb\u2028c\u2029d\ufeffe\U000e0041f\xadg",
    "surrogate": "a\ud800b\udfffc",
    "wide": "日本語🚢👩\u200d👩\u200d👧e\u0301\u0301",
    "long": "n" * 10_000,
}
"""As measured on Textual: many crash it, do something, or reach the terminal raw."""

HOST = "https://127.0.0.1"
"""Of the artifacts: an address that is refused before anything is dialled."""


def hostile_template(payload: str) -> str:
    """A template with a text wherever a text is shown."""
    template = json.loads(template_text("0" * 64))
    template["name"] = payload
    template["location"] = payload
    template["tags"] = {payload: payload}
    properties = template["properties"]
    properties["vmProfile"]["vmSize"] = payload
    properties["customize"] = [
        {"type": "Shell", "name": payload, "scriptUri": f"{HOST}/{payload}"},
        {"type": "File", "name": payload, "sourceUri": payload, "destination": payload},
        {"type": payload, "name": payload, payload: payload},
    ]
    target = properties["distribute"][0]
    target |= {
        "runOutputName": payload,
        "imageId": payload,
        "artifactTags": {payload: payload},
    }
    properties["distribute"] = [target, {"type": payload, "runOutputName": payload}]
    return json.dumps(template, indent=1)


def hostile_folder(folder: Path) -> Path:
    """A folder of such templates in files of such names."""
    for number, payload in enumerate(PAYLOADS.values()):
        name = f"{number:02} {payload.replace('/', '%')}".encode("utf-8", "replace")
        if payload == PAYLOADS["surrogate"]:
            name = b"%02d not \xff UTF-8 \x80" % number
        path = folder / os.fsdecode(name[:200] + b".json")
        path.write_text(hostile_template(payload), "ascii")
    return folder
