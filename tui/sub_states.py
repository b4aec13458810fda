"""The sub-states of a run, as the service names them."""

SUB_STATES = (
    "Queued",
    "Building",
    "Customizing",
    "Optimizing",
    "Validating",
    "Distributing",
)
"""In the order in which a build goes through them; most leave some out."""


def step_of(sub_state: str) -> int | None:
    """Which of them it is, in any case; None: one that is not known."""
    known = [one.casefold() for one in SUB_STATES]
    folded = sub_state.casefold()
    return known.index(folded) if folded in known else None
