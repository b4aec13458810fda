"""What can go wrong between us and a cluster.

ClusterError
├── DaskMissing          the extra that speaks to a cluster is not installed
├── SchedulerUnreachable nobody answers at the address, or nobody does any more
├── ClusterUnfit         it has no workers, or they are not of our version
└── WorkFailed           one piece of work came to nothing; the others go on
"""


class ClusterError(Exception):
    """The root; its text says what is wrong and what to do."""


class DaskMissing(ClusterError):
    """The extra that speaks to a cluster is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "--scheduler needs Dask, which is not installed here: "
            "pip install 'bakeferry[dask]'"
        )


class SchedulerUnreachable(ClusterError):
    """Nobody answers at the address, or nobody does any more."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"the scheduler {address} {why}")


class ClusterUnfit(ClusterError):
    """It has no workers, or they could not do what we ask for."""


class WorkFailed(ClusterError):
    """One piece of work came to nothing; the others go on."""
