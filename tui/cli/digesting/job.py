"""What `digest` is asked to do, and doing it. Nothing here needs click."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from integrity.digests.algorithms import ALGORITHMS, SHA256, Algorithm
from integrity.digests.plan import usable_cores
from integrity.digests.pool import Pool
from integrity.digests.walk import STANDARD_INPUT
from tui.cli.digesting.results import CheckLines, Nothing, Output, Report, SumLines
from tui.cli.digesting.run import Engine, Run, ThisMachine
from tui.cli.exit_codes import ExitCode
from tui.cli.late_progress import LateProgress

MOST_THREADS = 256


class Job(NamedTuple):
    """The options of the command, by their names; the defaults are the command's."""

    paths: tuple[str, ...]
    algorithms: tuple[Algorithm, ...] = (SHA256,)
    tag: bool = False
    check: bool = False
    ignore_missing: bool = False
    strict: bool = False
    status: bool = False
    manifest: str | None = None

    chunks_by: str | None = None
    """The digest of each chunk in a manifest; None: sha256."""

    jobs: int | None = None
    """Threads; None for as many as cores."""

    scheduler: str | None = None
    """The address of the cluster that hashes; None: this machine does."""

    output: str = "text"
    quiet: bool = False


def _algorithms(names: str) -> tuple[Algorithm, ...]:
    return tuple(ALGORITHMS[name] for name in dict.fromkeys(names.split(",")))


def _threads(number: str) -> int:
    if not 1 <= int(number) <= MOST_THREADS:
        raise ValueError(number)
    return int(number)


_FLAGS = {"-c": "check", "--check": "check", "-q": "quiet", "--quiet": "quiet"}

_VALUES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "-a": ("algorithms", _algorithms),
    "--algorithm": ("algorithms", _algorithms),
    "-j": ("jobs", _threads),
    "--jobs": ("jobs", _threads),
}


def plain_job(arguments: Iterable[str]) -> Job | None:
    """The job where words are right that are often used; None where click must look.

    Loading click takes longer than hashing two thousand small files.
    """
    paths, options = list[str](), dict[str, Any]()
    words = iter(arguments)
    for word in words:
        if word == STANDARD_INPUT or not word.startswith("-"):
            paths.append(word)
        elif word in _FLAGS:
            options[_FLAGS[word]] = True
        else:
            name, value = _split(word)
            try:
                option, read = _VALUES[name]
                if option == "algorithms" and option in options:
                    return None
                options[option] = read(next(words, "") if value is None else value)
            except (KeyError, ValueError):
                return None
    job = Job(tuple(paths), **options)
    is_plain = job.paths and not (job.check and len(job.algorithms) > 1)
    return job if is_plain else None


def _split(word: str) -> tuple[str, str | None]:
    """An option and its value; None for a value that is the next word."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    return word[:2], word[2:] or None


def do(job: Job) -> ExitCode:
    """Do it, and tell what has come of it."""
    if job.scheduler is not None:
        from tui.cli.digesting.cluster import engine_at

        with engine_at(job.scheduler) as engine:
            return _do(job, engine)
    return _do(job, ThisMachine(Pool(job.jobs or usable_cores())))


def _do(job: Job, engine: Engine) -> ExitCode:
    with LateProgress(quiet=job.quiet or job.status) as progress:
        output = Output(progress.clear, silent=job.status)
        run = Run(engine, progress, output, _report(output, job))
        _run(run, job)
        return run.end()


def _run(run: Run, job: Job) -> None:
    paths = job.paths or (STANDARD_INPUT,)
    if job.check:
        from tui.cli.digesting.checking import Checking, check_list

        how = Checking(job.algorithms[0], job.ignore_missing, job.strict)
        for path in paths:
            check_list(run, path, how)
    elif job.manifest:
        from tui.cli.digesting.manifest import Wanted, write_manifest

        wanted = Wanted(job.manifest, ALGORITHMS[job.chunks_by or SHA256.name])
        write_manifest(run, paths[0], job.algorithms, wanted)
    else:
        run.hash_and_tell(paths, job.algorithms)


def _report(output: Output, job: Job) -> Report:
    if job.status:
        return Nothing()
    if job.output != "text":
        from tui.cli.digesting.as_json import JsonDocument, JsonEvents

        return JsonEvents() if job.output == "jsonl" else JsonDocument()
    if job.check:
        return CheckLines(output, only_failures=job.quiet)
    several = len(job.algorithms) > 1
    return SumLines(output, job.algorithms, tagged=job.tag or several)
