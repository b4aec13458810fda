"""Dask's LocalCluster in a process of its own, which ends with its standard input.

    python tests/support/local_cluster.py WORKERS

Each worker is a process with one thread, whose files stand in the current folder.
"""

import sys

from distributed import LocalCluster


def main(workers: str) -> None:
    """Tell the scheduler's address as soon as all workers stand, and wait."""
    with LocalCluster(
        n_workers=int(workers),
        processes=True,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=".",
    ) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":  # workers load this module anew
    main(*sys.argv[1:])
