"""`digest --check`: hold files against lists of digests and manifests of chunks."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO, NamedTuple

from integrity.digests.algorithms import Algorithm
from integrity.digests.opening import unreadable
from integrity.digests.sum_lines import NoList, lines_of
from integrity.digests.sums import BadLine, Sum, parse_sums
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError, FileMissing
from integrity.quantities import counted, counted_of
from tui.cli.digesting.results import Result, result_of
from tui.cli.digesting.run import Run
from tui.cli.exit_codes import ExitCode

_MAGIC = b"bakeferry-chunks "


class Checking(NamedTuple):
    """How strictly a list is read."""

    untagged: Algorithm
    """What a line without an algorithm's name is taken for."""

    ignore_missing: bool
    strict: bool


def check_list(run: Run, name: str, how: Checking) -> None:
    """Check every file that a list names; the list may be a manifest of chunks."""
    rest = _lines(name)
    try:
        first = next(rest, b"")
        lines = chain((first,), rest)
        if first.startswith(_MAGIC):
            _check_manifest(run, name, lines)
        else:
            _check_sums(run, name, parse_sums(lines, how.untagged), how)
    except NoList as error:
        run.fail(f"{name}: {error}", ExitCode.FINDINGS)
    except DigestError as error:  # of the list itself, which no line stands for
        run.fail(str(error), result_of(error).code)


def _lines(name: str) -> Iterator[bytes]:
    try:
        with _open(name) as file:
            yield from lines_of(file)
    except OSError as error:
        raise unreadable(name, error) from error


def _open(name: str) -> BinaryIO:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer
    return open(name, "rb")  # noqa: PTH123 -- pathlib would load for a tenth of all


def _check_manifest(run: Run, name: str, lines: Iterable[bytes]) -> None:
    from integrity.digests.manifest import BadManifest, parse_manifest

    try:
        manifest = parse_manifest(lines)
    except BadManifest as error:
        run.fail(f"{name}: {error}", ExitCode.INTEGRITY)
        return
    manifest = manifest._replace(path=_path_of(manifest.path, name))
    try:
        check = run.engine.check(manifest, run.tick)
    except DigestError as error:
        run.tell(result_of(error))
        return
    result = Result(manifest.path, check.size, {})
    if check.size != manifest.size:
        problem = f"{check.size:,} bytes instead of {manifest.size:,}"
    elif check.differing:
        many = counted_of(len(check.differing), manifest.chunks, "chunk")
        problem = f"differs in {many}"
    else:
        run.tell(result)
        return
    run.tell(result._replace(problem=problem, code=ExitCode.INTEGRITY))


def _path_of(path: str, manifest: str) -> str:
    """Where the file is: beside its manifest, where that is named after it.

    So a manifest that lies beside a rescued VHD is checked from anywhere; in another one,
    paths are as in lists of digests, from the working directory on.
    """
    name = manifest.rpartition(os.sep)[2]
    is_beside = name == f"{path}.chunks"
    return manifest.removesuffix(".chunks") if is_beside else path


def _check_sums(
    run: Run, name: str, lines: Iterable[Sum | BadLine], how: Checking
) -> None:
    sums, bad = list[Sum](), 0
    for line in lines:
        if isinstance(line, Sum):
            sums.append(line)
        else:
            bad += 1
    if not sums:
        run.fail(f"{name}: no properly formatted checksum lines", ExitCode.FINDINGS)
        return
    counts: Counter[ExitCode] = Counter()
    for result in _results(run, sums, how):
        run.tell(result)
        counts[result.code] += 1
    if bad:
        code = ExitCode.FINDINGS if how.strict else ExitCode.DONE
        run.fail(f"WARNING: {counted(bad, 'line')} improperly formatted", code)
    if not counts:
        run.fail(f"{name}: no file was verified", ExitCode.REMOTE)
    if counts[ExitCode.REMOTE] or not counts:
        _tell_if_beside(run, name, sums)
    _warn(run, counts)


def _tell_if_beside(run: Run, name: str, sums: Iterable[Sum]) -> None:
    """Say where to check from, if files that are not here lie beside their list."""
    import shlex  # both are dear, and this is seldom
    from pathlib import Path

    folder = Path(name).parent
    if any(not _is_there(one.path) and _is_there(folder / one.path) for one in sums):
        there = f"cd {shlex.quote(str(folder))}"
        again = f"bakeferry digest --check {shlex.quote(Path(name).name)}"
        message = f"{name}: files it names lie beside it, and are looked for here; "
        run.fail(f"{message}check them there: {there} && {again}", ExitCode.DONE)


def _is_there(path: str | os.PathLike[str]) -> bool:
    return os.path.exists(path)  # noqa: PTH110 -- it takes any name


def _warn(run: Run, counts: Counter[ExitCode]) -> None:
    """Say at the end how many failed, for whoever does not read all lines."""
    differing = counts.pop(ExitCode.INTEGRITY, 0)
    counts.pop(ExitCode.DONE, None)
    if unread := counts.total():
        run.fail(f"WARNING: {counted(unread, 'file')} not read", ExitCode.DONE)
    if differing:
        message = f"WARNING: {counted(differing, 'digest')} did NOT match"
        run.fail(message, ExitCode.DONE)


def _results(run: Run, sums: Iterable[Sum], how: Checking) -> Iterator[Result]:
    """One for each line. A file is read once, however many lines it has."""
    wanted: dict[str, list[Sum]] = {}
    for line in sums:
        wanted.setdefault(line.path, []).append(line)
    for algorithms, paths in _alike(wanted):
        for outcome in run.hash(paths, algorithms):
            if not (how.ignore_missing and isinstance(outcome, FileMissing)):
                for line in wanted[outcome.path]:
                    yield _compared(result_of(outcome), line)


def _alike(
    wanted: Mapping[str, Sequence[Sum]],
) -> Iterable[tuple[tuple[Algorithm, ...], Sequence[str]]]:
    """The files by the algorithms that their lines need; mostly there is one group."""
    alike: dict[tuple[Algorithm, ...], list[str]] = {}
    for path, lines in wanted.items():
        algorithms = tuple(dict.fromkeys(line.algorithm for line in lines))
        alike.setdefault(algorithms, []).append(path)
    return alike.items()


def _compared(result: Result, line: Sum) -> Result:
    if result.problem or result.digests[line.algorithm.name] == line.digest:
        return result
    problem = f"{line.algorithm.name} differs, expected {line.digest}"
    return result._replace(problem=problem, code=ExitCode.INTEGRITY)
