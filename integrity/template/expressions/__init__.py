"""Expressions of ARM templates: `[concat(parameters('name'), '-image')]`."""

from integrity.template.context import Context
from integrity.template.expressions.evaluation import evaluate, resolve
from integrity.template.expressions.scope import Fault, Scope, Shared
from integrity.template.expressions.table import manual
from integrity.template.expressions.values import value_of_json

__all__ = [
    "Context",
    "Fault",
    "Scope",
    "Shared",
    "evaluate",
    "manual",
    "resolve",
    "value_of_json",
]
