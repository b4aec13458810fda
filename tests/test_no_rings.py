"""No module knows one that knows it, not even by types: contracts leave those out."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent


def modules_of(package: str) -> dict[str, Path]:
    return {
        ".".join(path.relative_to(HOUSE).with_suffix("").parts): path
        for path in (HOUSE / package).rglob("*.py")
        if path.name != "__init__.py"
    }


def imported_by(path: Path) -> set[str]:
    """What a file imports at all: early, late, and for types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


@pytest.mark.parametrize("package", ["tui", "transfer", "integrity"])
def test_modules_know_each_other_one_way_only(package):
    modules = modules_of(package)
    known = {name: imported_by(path) & set(modules) for name, path in modules.items()}

    order = list(TopologicalSorter(known).static_order())

    assert set(order) == set(modules)
