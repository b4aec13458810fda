"""What the application is opened on, to be ended."""

import os
from pathlib import Path

import pytest
from workspace import new_workspace, template_text

TIB = 2**40


@pytest.fixture
def folder(tmp_path) -> Path:
    """One template, whose artifact nobody has the time to read to its end."""
    workspace = new_workspace(tmp_path)
    workspace.write(template_text("0" * 64))
    os.truncate(workspace.script, 4 * TIB)
    return tmp_path
