import pytest
from jsonschema_rs import Draft202012Validator, meta

from integrity.lint.reports.schemas import SCHEMAS, schema_of


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
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
