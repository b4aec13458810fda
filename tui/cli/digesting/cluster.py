"""`digest --scheduler`: hash on a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from tui.cli.clusters import cluster_at
from tui.cluster.hashing import ClusterHashing


@contextmanager
def engine_at(address: str) -> Iterator[ClusterHashing]:
    """What hashes on the cluster at an address.

    Raises:
        ClusterFailed: It cannot be used.
    """
    with cluster_at(address) as cluster:
        yield ClusterHashing(cluster)
