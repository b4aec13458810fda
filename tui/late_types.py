"""`textual.types` without the widgets behind it, until somebody wants one of their names."""

import sys
from importlib import import_module
from types import ModuleType

_NAME = "textual.types"
_PLAIN = "textual._types"


class LateTypes(ModuleType):
    """Hands on what `textual.types` does, which is loaded for what only it has.

    Textual itself takes one name from it at the start, of a plain module. Beside that
    stand names for whoever writes types, and for those five modules of widgets are
    loaded, such as a tree of folders, that no screen of ours has.
    """

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # asked for by `import`: it is no package
            raise AttributeError(name)
        plain = vars(import_module(_PLAIN))
        if name in plain:
            return plain[name]
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
        return getattr(import_module(_NAME), name)


def load_types_late() -> None:
    """Let `textual.types` be loaded when it is wanted, unless that is too late."""
    sys.modules.setdefault(_NAME, LateTypes(_NAME))
