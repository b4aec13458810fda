"""What a benchmark tells beside the runs of its tools: single figures with a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value."""

    name: str
    value: float
    unit: str

    note: str = ""
    """What it is to be held against, in words."""
