"""Folders of as many templates as a test wants, each with artifacts of its own."""

import hashlib
from pathlib import Path

from workspace import ADDRESS, template_text

from integrity.artifacts.opener import UrlMap

_STEP = """      {{
        "type": "Shell",
        "name": "step-{number}",
        "scriptUri": "{address}/{name}",
        "sha256Checksum": "{checksum}"
      }}"""


def content_of(name: str) -> bytes:
    """The bytes of an artifact: no two are the same."""
    return f"#!/bin/sh\n# {name}\n".encode()


def template_naming(names: list[str]) -> str:
    """A clean template whose steps name these artifacts, rightly pinned."""
    steps = ",\n".join(
        _STEP.format(
            number=number,
            address=ADDRESS,
            name=name,
            checksum=hashlib.sha256(content_of(name)).hexdigest(),
        )
        for number, name in enumerate(names)
    )
    text = template_text()
    start = text.index('      {\n        "type": "Shell"')
    end = text.index("    ],", start)
    return f"{text[:start]}{steps}\n{text[end:]}"


def many_templates(folder: Path, templates: int, each: int = 3) -> UrlMap:
    """Write templates and their artifacts below a folder.

    Returns:
        What reads the artifacts from there.
    """
    artifacts = folder / "artifacts"
    artifacts.mkdir(parents=True)
    for number in range(templates):
        names = [f"{number}-{step}.sh" for step in range(each)]
        for name in names:
            (artifacts / name).write_bytes(content_of(name))
        below = folder / "templates" / f"team-{number % 20:02}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"image-{number:04}.json").write_text(template_naming(names))
    return UrlMap(ADDRESS, artifacts)
