"""What a benchmark prints, as soon as it is known."""

import sys


def say(*lines: str) -> None:
    """Print lines at once: what takes minutes should show how far it is."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
