"""The copies of this machine before anybody asks for them: nothing is loaded."""

from contextlib import suppress
from typing import TYPE_CHECKING

from tui.opening import AzureWishes
from tui.preferences import state_directory

if TYPE_CHECKING:
    from tui.jobs.entry import JobEntry
    from tui.jobs.jobs import Jobs, JobsSnapshot


class LateJobs:
    """Knows nothing until somebody asks, or until another process may be at work."""

    def __init__(self, wishes: AzureWishes, jobs: "Jobs | None" = None) -> None:
        """Nothing is looked at.

        Args:
            jobs: Ones that are there already.
        """
        self._wishes = wishes
        self._jobs = jobs

    def attach(self) -> None:
        """Look at what runs, if any run has ever told of itself."""
        with suppress(PermissionError):  # runs of somebody else are no copies of ours
            if (state_directory() / "runs").is_dir():
                self.want()

    def want(self) -> "Jobs":
        """The copies; the first to ask for them loads them."""
        if self._jobs is None:
            from tui.jobs.jobs import Jobs  # the journal

            wishes = self._wishes
            self._jobs = Jobs(state_directory(), wishes.environment(), wishes.reach())
            self._jobs.start()
        return self._jobs

    def snapshot(self) -> "JobsSnapshot | None":
        """What is known of copies; None before anybody asked."""
        return self._jobs.snapshot() if self._jobs is not None else None

    @property
    def under_way(self) -> "tuple[JobEntry, ...]":
        """The copies that go on, as far as anybody has asked for them."""
        return self._jobs.snapshot().under_way if self._jobs is not None else ()

    def close(self, patience: float) -> bool:
        """Look no more; says whether it has ended within so many seconds."""
        return self._jobs is None or self._jobs.close(patience)
