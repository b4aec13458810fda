"""How a run stands to one target."""

from dataclasses import dataclass

UNKNOWN = "not measured"
"""A limit that should be known, of results that are older than its program."""

NO_PEER = "none does this"
"""Where nobody else has such a thing."""


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

    is_reachable: bool = True
    """Whether the limit meets what is wanted; true where that is not known."""

    @property
    def line(self) -> str:
        """In Markdown."""
        missed = "**missed**" if self.is_reachable else "**missed**, as by the limit"
        verdict = "met" if self.is_met else missed
        cells = (self.number, self.what, self.wanted, self.ours, self.peers, self.limit)
        return f"| {' | '.join(map(str, cells))} | {verdict} |"
