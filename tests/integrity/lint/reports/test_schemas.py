import pytest
from jsonschema_rs import Draft202012Validator, meta
from strict_schemas import errors

from integrity.lint.reports.schemas import SCHEMAS, schema_of


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_printed_is_a_json_schema(name):
    meta.validate(schema_of(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_object_is_no_document(name):
    assert not Draft202012Validator(schema_of(name)).is_valid({})


def test_a_later_version_may_add_fields_and_values():
    event = {"event": "end", "finished": "2026-11-22T14:02:12Z", "ok": True}
    summary = dict.fromkeys(
        (
            "files", "templates", "errors", "warnings", "notes", "fixable",
            "skippedJudgements", "unknownArtifacts", "addedLater",
        ),
        0,
    )  # fmt: skip
    later = {**event, "exitCode": 0, "summary": summary, "addedLater": 1}

    assert Draft202012Validator(schema_of("events")).is_valid(later)


FILE = {
    "path": "disk.vhd",
    "size": 7,
    "digests": {"sha256": "e3b4" * 16},
    "cached": False,
    "problem": None,
}
TOTAL = {"files": 1, "problems": 0, "bytes": 7}
END = {"finished": "2026-11-22T14:02:12.500Z", "ok": True, "exitCode": 0}


def test_digests_of_local_files_have_a_document():
    head = {
        "schema": "bakeferry.digest/1",
        "tool": {"name": "bakeferry", "version": "0.1.0"},
        "started": "2026-11-22T14:02:11.000Z",
    }

    assert errors("digest", {**head, **END, "summary": TOTAL, "items": [FILE]}) == []


def test_digests_of_local_files_are_events():
    assert errors("events", {"event": "item", **FILE}) == []
    assert errors("events", {"event": "end", **END, "summary": TOTAL}) == []
