"""What handing files to a cluster costs beside the threads of this machine.

    python tests/benchmarks/dask_overhead.py [ROUNDS]

Both have as many threads and read the same files, in turns, so the ratio is the overhead:
no machine has been added. Prints a table in Markdown.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import CLI, KIB, MIB, PROJECT, Case, Tool, measure

sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from clusters import running_cluster

WORKERS = 2
HERE, THERE = f"{WORKERS} threads", f"{WORKERS} workers"
SETS = {
    "1 byte": (1, 1),
    "64 x 64 MiB": (64, 64 * MIB),
    "2,000 x 100 KiB": (2_000, 100 * KIB),
    "20,000 x 4 KiB": (20_000, 4 * KIB),
}
"""Files and bytes of each."""

_DIGEST = re.compile(r"^[0-9a-f]{64}(?=  )", re.MULTILINE)


def digests(output: str) -> list[str]:
    """The digests of all files, sorted."""
    return sorted(_DIGEST.findall(output))


@contextmanager
def files(count: int, size: int) -> Iterator[Path]:
    """A folder of files of zeros, their room on the disk taken."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        block = bytes(size)
        for number in range(count):
            (Path(name) / f"{number:05}").write_bytes(block)
        yield Path(name)


def row(case: Case) -> str:
    """A line of the table."""
    here, there = case.median(HERE, "wall"), case.median(THERE, "wall")
    ratio = case.ratio(HERE, THERE, "wall")
    cpu = case.median(THERE, "cpu")
    return f"| {case.name} | {here:.2f} | {there:.2f} | {ratio:.2f} | {cpu:.2f} |"


def main() -> None:
    """Measure every set."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    lines = [
        f"| files | {HERE}, s | {THERE}, s | ratio | client's CPU, s |",
        "|---|---:|---:|---:|---:|",
    ]
    with (
        tempfile.TemporaryDirectory() as name,
        running_cluster(Path(name), WORKERS) as cluster,
    ):
        at = ("--scheduler", cluster.address)
        for title, (count, size) in SETS.items():
            with files(count, size) as folder:
                local = (*CLI, "digest", f"-j{WORKERS}", str(folder))
                tools = [
                    Tool(HERE, local, digests),
                    Tool(THERE, (*CLI, "digest", *at, str(folder)), digests),
                ]
                case = Case(title, count * size, tools, rounds)
                measure(case)
                lines.append(row(case))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
