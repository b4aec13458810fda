"""Copies of which none moves: what is known of them was decided before."""

import time

from integrity.safe_text import Safe
from transfer.receipt import Level, Receipt
from tui.jobs.entry import JobEntry, Standing
from tui.jobs.jobs import JobsSnapshot

GIB = 2**30
_STAGED = "https://stage.blob.core.windows.net/vhds"
_HOME = "https://golden.blob.core.windows.net/vhds"
_RATES = tuple(float((4 + step % 5) * 2**25) for step in range(40))


class StillJobs:
    """Stands in for `tui.jobs.jobs.Jobs`, and keeps what it was told."""

    def __init__(self, entries):
        self.told = []
        self._snapshot = JobsSnapshot(entries=tuple(entries))

    def __getattr__(self, name):
        """Whatever has no answer is written down."""
        return lambda *words: self.told.append((name, *words))

    def snapshot(self):
        """What was decided."""
        return self._snapshot

    def close(self, patience):
        """Nothing looks."""
        return True


def entry(name, standing, done, total, **more):
    """A copy from staging to an account of one's own."""
    known = {
        "key": name,
        "name": Safe(name),
        "artifact": f"{_STAGED}/{name.replace('/', '-')}.vhd",
        "destination": f"{_HOME}/{name.replace('/', '-')}.vhd",
        "job_id": f"{len(name):08x}-0000-4000-8000-000000000000",
        "strategy": Safe("server-side"),
        "size": total,
        "arrived": done // 2**22,
        "done": done,
        "total": total,
        "stage": "copying",
    }
    return JobEntry(standing=standing, **(known | more))


def receipt(done):
    """What is told of a copy that has ended well."""
    return Receipt(
        job="0", artifact="", destination="", etag='"1"', size=30 * GIB, data_bytes=done,
        moved_bytes=done, strategy="server-side", level=Level.RANGES, sha256=None,
        crc64=0x1234ABCD5678EF90, started=0.0, seconds=78.0,
    )  # fmt: skip


def some_jobs():
    """One of each standing that a person may meet."""
    ago = time.time() - 3600.0
    known = {"began": ago - 60.0, "attempts": 2, "streams": 16}
    why = Safe("the artifact is gone")
    return StillJobs((
        entry("win11-avd/vhd", Standing.RUNNING, 6 * GIB, 11 * GIB, rates=_RATES,
              **known),
        entry("rhel9-base/vhd", Standing.WAITING, 0, None, size=0, job_id=""),
        entry("edge-gw/vhd", Standing.PAUSED, 3 * GIB, 8 * GIB, moved=ago, **known),
        entry("sles15-sap/vhd", Standing.STOPPED, 2 * GIB, 9 * GIB, moved=ago),
        entry("legacy-2019/vhd", Standing.FAILED, GIB, 9 * GIB, moved=ago - 30.0,
              problem=why),
        entry("ubuntu-golden/vhd", Standing.DONE, 7 * GIB, 7 * GIB, moved=ago,
              receipt=receipt(7 * GIB)),
    ))  # fmt: skip
