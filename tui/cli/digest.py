"""`bakeferry digest`: compute or check digests of files."""

import sys
from itertools import chain
from os.path import realpath
from typing import Any

import click

from integrity.digests.algorithms import ALGORITHMS, SHA256, Algorithm
from integrity.digests.walk import STANDARD_INPUT
from integrity.safe_text import safe_text
from tui.cli.clusters import scheduler_option
from tui.cli.completing import files
from tui.cli.digesting.job import MOST_THREADS, Job, do


class AlgorithmList(click.ParamType[tuple[Algorithm, ...]]):
    """Names of digests with commas between them, each once."""

    name = "algorithms"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Algorithm, ...]:
        names = dict.fromkeys(str(value).split(","))
        for name in names:
            if name not in ALGORITHMS:
                known = ", ".join(ALGORITHMS)
                self.fail(f"'{safe_text(name)}' is none of {known}", param, ctx)
        return tuple(ALGORITHMS[name] for name in names)


@click.command(
    epilog="""\b
Examples:
  bakeferry digest *.vhd > SHA256SUMS
  bakeferry digest --check SHA256SUMS
  bakeferry digest -a sha256,blake3 artifacts/
  bakeferry digest --manifest disk.chunks disk.vhd
  bakeferry digest --manifest disk.chunks --chunks-by blake3 disk.vhd
  bakeferry digest --check disk.chunks
  bakeferry digest --scheduler tls://scheduler:8786 /mnt/vhds > SHA256SUMS"""
)
@click.argument(
    "paths", nargs=-1, metavar="[FILE|DIRECTORY|-]...", shell_complete=files
)
@click.option(
    "-a",
    "--algorithm",
    "algorithms",
    type=AlgorithmList(),
    multiple=True,
    callback=lambda _context, _option, lists: tuple(dict.fromkeys(chain(*lists))),
    default=("sha256",),
    show_default=True,
    metavar="NAME,...",
    help=f"Digests, in one pass: {', '.join(ALGORITHMS)}.",
)
@click.option(
    "--tag", is_flag=True, help="Name the algorithm on each line (BSD style)."
)
@click.option(
    "-c", "--check", is_flag=True, help="Check the files that lists or manifests name."
)
@click.option(
    "--ignore-missing",
    is_flag=True,
    help="With --check: pass over files that are not there.",
)
@click.option(
    "--strict", is_flag=True, help="With --check: a line that is no digest fails."
)
@click.option(
    "--status",
    is_flag=True,
    help="With --check: print nothing, leave with the exit code.",
)
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Also write a manifest of 4 MiB chunks, quick to --check.",
)
@click.option(
    "--chunks-by",
    type=click.Choice(tuple(ALGORITHMS)),
    help="With --manifest: the digest of each chunk (sha256 unless said). blake3 is "
    "quicker to check; xxh3-128 is quickest, and finds damage, but no forgery.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, MOST_THREADS),
    metavar="N",
    help="Threads; the default is the number of cores.",
)
@scheduler_option
@click.option(
    "-o",
    "--output",
    type=click.Choice(("text", "json", "jsonl")),
    default="text",
    show_default=True,
    help="The form of the result; never changes the exit code.",
)
@click.option("--json", "output", flag_value="json", help="Like -o json.")
@click.option(
    "-q", "--quiet", is_flag=True, help="No progress; with --check, only failures."
)
def digest(paths: tuple[str, ...], **options: Any) -> int:
    """Compute digests of files, of all files below directories, or of standard input.

    Lines are those of sha256sum, and so is what --check reads. All cores are used, and
    holes of sparse files are not read. With --scheduler workers read the files;
    standard input, which no worker can read, is then refused, unless --check wants it.
    """
    job = Job(paths, **options)
    _refuse_contradictions(job)
    return do(job)


def _refuse_contradictions(job: Job) -> None:
    if not job.paths and sys.stdin.isatty():
        raise click.UsageError("name a file, a directory, or - for standard input")
    if job.check:
        _refuse_what_writes(job)
    elif job.status or job.strict or job.ignore_missing:
        raise click.UsageError("--status, --strict and --ignore-missing need --check")
    if job.scheduler:
        _refuse_what_stays_here(job)
    if job.manifest is not None:
        _refuse_unfit_manifest(job)
    elif job.chunks_by:
        raise click.UsageError("--chunks-by needs --manifest")


def _refuse_what_writes(job: Job) -> None:
    if job.manifest or job.tag:
        raise click.UsageError("--check reads; --manifest and --tag write")
    if len(job.algorithms) > 1:
        raise click.UsageError("--check takes one algorithm, for lines without a tag")


def _refuse_unfit_manifest(job: Job) -> None:
    if not job.manifest:  # a variable that is not set
        raise click.UsageError("--manifest wants the name of a file")
    if (
        len(job.paths) != 1
        or job.paths[0] == STANDARD_INPUT
        or SHA256 not in job.algorithms
    ):
        raise click.UsageError(
            "--manifest wants one file, and sha256 among the digests"
        )
    if realpath(job.manifest) == realpath(job.paths[0]):
        raise click.UsageError("--manifest would take the place of the file itself")


def _refuse_what_stays_here(job: Job) -> None:
    if job.jobs:
        raise click.UsageError("--jobs is of this machine's own work")
    if not job.check and (not job.paths or STANDARD_INPUT in job.paths):
        raise click.UsageError(
            "no worker can read our standard input: name files, "
            "or hash it here, without --scheduler"
        )
