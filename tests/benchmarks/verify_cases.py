"""Artifacts read from a web server and held against their checksums, beside curl.

python tests/benchmarks/verify_cases.py [--small] [--directory DIR]
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

import alone
import file_server
import receiving_way
from digest_tools import all_digests
from figures import Figure
from file_server import FileServer
from measuring import CLI, GIB, MIB, OURS, Case, Tool, measure, which
from receiving_way import FLOOR
from workspace import template_text

AT_ONCE = 8
CURL, OPENSSL = "curl", "openssl"
HASHED = "curl, openssl"
START = f"{OURS}, 1 byte"
FLOOR_START = f"{FLOOR}, 1 byte"
_PIPED = (
    f"xargs -P{AT_ONCE} -I@ sh -c"
    ' \'curl -sSf --cacert "$0" @ | openssl dgst -sha256\' "$0"'
)
_STEP = '{{"type": "Shell", "name": "{name}", "scriptUri": "{url}", "sha256Checksum": "{digest}"}}'


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many artifacts, how large each, and how often."""

    shapes: tuple[tuple[int, int], ...]
    """So many of so many bytes; together they have to outweigh start-up."""

    rounds: int


FULL = Sizes(shapes=((8, 64 * MIB), (64, 16 * MIB)), rounds=5)
SMALL = Sizes(shapes=((8, 4 * MIB),), rounds=2)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure each shape, without TLS and with it."""
    missing = [name for name in ("nginx", CURL, OPENSSL) if which(name) is None]
    if missing:
        raise SystemExit(f"not installed: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(dir=directory) as name:
        folder = Path(name)
        with file_server.running(folder / "nginx") as server:
            (server.files / "byte").write_bytes(b"1")
            made = [_make_files(server.files, *shape) for shape in sizes.shapes]
            for kind, origin in (("plain", server.plain), ("TLS", server.tls)):
                cases = []
                for (count, size), digests in zip(sizes.shapes, made, strict=True):
                    urls = {f"{origin}/{name}": digests[name] for name in digests}
                    case = Case(
                        f"verify: {kind}, {count} x {size // MIB} MiB",
                        count * size,
                        _tools(folder, urls, server),
                        sizes.rounds,
                    )
                    measure(case)
                    yield case
                    cases.append(case)
                yield from _without_start_up(cases)


def _make_files(folder: Path, count: int, size: int) -> dict[str, str]:
    """Files and their digests, by name."""
    digests = {}
    for number in range(count):
        name, data = f"{count}-{number}", os.urandom(size)
        (folder / name).write_bytes(data)
        digests[name] = sha256(data).hexdigest()
    return digests


def _tools(folder: Path, urls: dict[str, str], server: FileServer) -> list[Tool]:
    authority = server.authority
    template, byte = folder / "template.json", folder / "byte.json"
    template.write_text(_naming(urls))
    one = f"{next(iter(urls)).rpartition('/')[0]}/byte"
    byte.write_text(_naming({one: sha256(b"1").hexdigest()}))
    listed = folder / "addresses"
    listed.write_text("".join(f"{url}\n" for url in urls))
    wanted = [part for url in urls for part in ("-o", os.devnull, url)]
    verify = (
        *CLI, "verify", "-qojsonl", "--no-cache", f"--ca-file={authority}",
        "--allow-private=127.0.0.1", "--allow-insecure-http", "--ignore=AIB325",
    )  # fmt: skip
    curl = (
        CURL, "-sSf", "--cacert", str(authority), "--parallel",
        "--parallel-max", str(AT_ONCE), *wanted,
    )  # fmt: skip
    piped = ("sh", "-c", f'exec <"$1"; {_PIPED}', str(authority), str(listed))
    floor = (sys.executable, receiving_way.__file__, "digest", str(authority))
    held = [str(server.files / url.rpartition("/")[2]) for url in urls]
    return [
        Tool(OURS, (*verify, str(template)), None),
        Tool(START, (*verify, str(byte)), None),
        Tool(FLOOR, (*floor, *urls), all_digests),
        Tool(FLOOR_START, (*floor, one), None),
        Tool(CURL, curl, None),
        Tool(OPENSSL, (OPENSSL, "dgst", "-sha256", *held), all_digests),
        Tool(HASHED, piped, all_digests),
    ]


def _naming(urls: dict[str, str]) -> str:
    """A clean template whose steps are these artifacts."""
    steps = [
        _STEP.format(name=f"step-{number}", url=url, digest=digest)
        for number, (url, digest) in enumerate(urls.items())
    ]
    text = template_text()
    start = text.index('      {\n        "type": "Shell"')
    return text[:start] + ",\n".join(steps) + text[text.index("    ],", start) :]


def _without_start_up(cases: Sequence[Case]) -> Iterator[Figure]:
    """What the bytes cost us, start-up and one request taken off; and what they must.

    The least of all rounds: a busy moment in so short a start-up would be taken off a
    hundredfold. It is the same in all cases, so all their rounds tell it.
    """
    for case in cases:
        allowed = 2 * case.least(CURL, "cpu") + case.least(OPENSSL, "cpu")
        for name, start, note in (
            (OURS, START, f"at most {allowed * GIB / case.size:.2f}: twice curl's, and openssl's"),
            (FLOOR, FLOOR_START, "receives and hashes, and nothing else"),
        ):  # fmt: skip
            took = case.least(name, "cpu") - min(
                one.least(start, "cpu") for one in cases
            )
            what = "CPU" if name == OURS else name
            yield Figure(
                f"{case.name}: {what} without start-up",
                took * GIB / case.size,
                "s/GiB",
                note,
            )


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
