"""How a run stands to one target."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stand:
    """One row of the table of targets."""

    number: int
    what: str
    wanted: str
    ours: str
    peers: str
    limit: str
    is_met: bool

    @property
    def line(self) -> str:
        """In Markdown."""
        verdict = "met" if self.is_met else "**missed**"
        cells = (self.number, self.what, self.wanted, self.ours, self.peers, self.limit)
        return f"| {' | '.join(map(str, cells))} | {verdict} |"
