"""Real templates, where they are at hand."""

from pathlib import Path

import pytest

_CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"


@pytest.fixture
def corpus() -> dict[str, bytes]:
    """Every JSON file of the real templates beside the project, by its path."""
    if not _CORPUS.is_dir():
        pytest.skip("no real templates beside the project")
    return {
        str(path.relative_to(_CORPUS)): path.read_bytes()
        for path in sorted(_CORPUS.rglob("*.json"))
    }
