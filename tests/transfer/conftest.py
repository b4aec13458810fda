"""Processes that begin where everything a copy needs is imported already."""

import multiprocessing
import os
import sys

import pytest


@pytest.fixture(scope="session")
def processes():
    """Forks of a process that is warm; it has to be told where modules are found."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killable"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield context
