"""What is sent to make a template: the file's own words, its verified digests put in."""

import copy
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from integrity.facts import ArtifactFact
from integrity.stamp import not_worth_pinning
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import to_json
from integrity.template.references import ArtifactReference, declared_artifacts
from transfer.azure.bodies import Body, mapping

_STEP = re.compile(r"(?P<key>\w+)(?:\[(?P<index>\d+)\])?")


class ValuesNotKnown(ValueError):
    """Some expressions of a template cannot be resolved here."""


def own_name(template: ImageTemplate, path: str) -> str:
    """The template's own name, else that of its file."""
    name = (template.name or "").rpartition("/")[2]
    return name or PurePath(path).stem


def resolved_body(
    template: ImageTemplate, location: str | None = None
) -> dict[str, object]:
    """The template as the service would get it, all expressions resolved.

    Args:
        location: Where a bare `properties` object goes.

    Raises:
        ValuesNotKnown: A value is not known.
    """
    try:
        found = mapping(to_json(template.resource))
    except ValueError as error:
        raise ValuesNotKnown from error
    body = dict(found)
    if template.form is Form.PROPERTIES:
        body = {"properties": found}
    if location is not None:
        body.setdefault("location", location)
    return body


def with_digests(
    body: Body, template: ImageTemplate, facts: Mapping[str, ArtifactFact]
) -> dict[str, object]:
    """The body with the digest of each artifact that was read whole.

    What is no fit artifact, a web page in place of a script, gets none, as `stamp`
    would write none.
    """
    filled = copy.deepcopy(dict(body))
    for reference in declared_artifacts(template):
        fact = facts.get(reference.url)
        if fact is None or fact.sha256 is None:
            continue
        if not_worth_pinning(reference, fact) is None:
            _step(filled, reference)["sha256Checksum"] = fact.sha256
    return filled


def _step(body: dict[str, Any], reference: ArtifactReference) -> dict[str, Any]:
    """The step of a body that names an artifact."""
    found: Any = body["properties"]
    for part in _STEP.finditer(reference.step.place):
        found = found[part["key"]]
        if part["index"] is not None:
            found = found[int(part["index"])]
    step: dict[str, Any] = found
    return step
