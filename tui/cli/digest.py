"""`bakeferry digest`: compute or check digests of files."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from integrity.digests.algorithms import ALGORITHMS, SHA256, Algorithm
from integrity.digests.files import STANDARD_INPUT
from integrity.digests.plan import usable_cores
from integrity.digests.pool import Pool
from integrity.safe_text import safe_text
from tui.cli.digest_results import CheckLines, Nothing, Output, Report, SumLines
from tui.cli.digest_run import Run, hash_all, write_manifest
from tui.cli.progress_line import ProgressLine


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
  bakeferry digest --check disk.chunks"""
)
@click.argument("paths", nargs=-1, metavar="[FILE|DIRECTORY|-]...")
@click.option(
    "-a",
    "--algorithm",
    "algorithms",
    type=AlgorithmList(),
    default="sha256",
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
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write a manifest of 4 MiB chunks, quick to --check.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Threads; the default is the number of cores.",
)
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
    holes of sparse files are not read.
    """
    _refuse_contradictions(paths, options)
    pool = Pool(options["jobs"] or usable_cores())
    quiet = options["quiet"] or options["status"]
    with ProgressLine("digest", quiet=quiet) as progress:
        output = Output(progress.clear, silent=options["status"])
        run = Run(pool, progress, output, _report(output, options))
        _do(run, paths or (STANDARD_INPUT,), options)
        return run.end()


def _do(run: Run, paths: Sequence[str], options: dict[str, Any]) -> None:
    algorithms = options["algorithms"]
    if options["check"]:
        from tui.cli.digest_checking import Checking, check_list

        how = Checking(algorithms[0], options["ignore_missing"], options["strict"])
        for path in paths:
            check_list(run, path, how)
    elif options["manifest"]:
        write_manifest(run, paths[0], algorithms, options["manifest"])
    else:
        hash_all(run, paths, algorithms)


def _report(output: Output, options: dict[str, Any]) -> Report:
    if options["status"]:
        return Nothing()
    if options["output"] != "text":
        from tui.cli.digest_json import JsonDocument, JsonEvents

        return JsonEvents() if options["output"] == "jsonl" else JsonDocument()
    if options["check"]:
        return CheckLines(output, only_failures=options["quiet"])
    algorithms = options["algorithms"]
    return SumLines(output, algorithms, tagged=options["tag"] or len(algorithms) > 1)


def _refuse_contradictions(paths: Sequence[str], options: dict[str, Any]) -> None:
    if not paths and sys.stdin.isatty():
        raise click.UsageError("name a file, a directory, or - for standard input")
    if options["check"]:
        if options["manifest"] or options["tag"]:
            raise click.UsageError("--check reads; --manifest and --tag write")
        if len(options["algorithms"]) > 1:
            raise click.UsageError(
                "--check takes one algorithm, for lines without a tag"
            )
    elif options["status"] or options["strict"] or options["ignore_missing"]:
        raise click.UsageError("--status, --strict and --ignore-missing need --check")
    if options["manifest"] and (
        len(paths) != 1
        or paths[0] == STANDARD_INPUT
        or SHA256 not in options["algorithms"]
    ):
        raise click.UsageError(
            "--manifest wants one file, and sha256 among the digests"
        )
