"""Which folders are looked into for templates: the same for commands and windows."""

_NEVER_ENTERED = frozenset(("node_modules", "__pycache__"))


def is_entered(name: str) -> bool:
    """Whether a folder of this name, below one that was named, is looked into."""
    return not name.startswith(".") and name not in _NEVER_ENTERED
