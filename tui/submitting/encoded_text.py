"""Values as the JSON of a file that people read and edit."""

import json

from integrity.safe_text import safe_text


def file_text(value: object) -> str:
    r"""JSON over several lines; signs that cannot be seen become `\u` escapes."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if any(safe_text(line) != line for line in text.split("\n")):
        text = json.dumps(value, indent=2).replace("\x7f", "\\u007f")
    return f"{text}\n"
