"""Published schemas leave room for what later versions add; our own output may not."""

from jsonschema_rs import Draft202012Validator

from integrity.lint.reports.schemas import schema_of
from tui.cli.schema import ALL_SCHEMAS


def errors(name, document):
    """What is wrong with a document, where nothing may be more than was promised."""
    return [str(error) for error in _VALIDATORS[name].iter_errors(document)]


def _strict(schema):
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    if "examples" in strict:
        strict["enum"] = strict["examples"]
    if "properties" in strict:
        strict["additionalProperties"] = False
    return strict


_VALIDATORS = {
    name: Draft202012Validator(
        _strict(schema_of(name, ALL_SCHEMAS)), validate_formats=True
    )
    for name in ALL_SCHEMAS
}
