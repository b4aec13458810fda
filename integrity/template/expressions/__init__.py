"""Expressions of ARM templates: `[concat(parameters('name'), '-image')]`."""
