"""Rules about File steps."""

import posixpath
from collections.abc import Iterable, Iterator
from itertools import product

from integrity.facts import Appearance, ArtifactFact, Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import renamed
from integrity.lint.rewrite import download_fix
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.rules.checksums import is_sha256
from integrity.lint.rules.file_folders import is_made_before
from integrity.lint.secrets import find_secrets
from integrity.lint.severity import Severity
from integrity.lint.subjects import file_steps
from integrity.lint.values import lacks
from integrity.template.code_hosts import is_folder
from integrity.template.hosts import host_of, is_azure_storage, is_github
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import UnknownNode
from integrity.template.operating_system import OperatingSystem
from integrity.template.references import (
    FILE_GUIDANCE,
    FILE_LIMIT,
    ArtifactReference,
    Use,
    declared_artifacts,
)

_WAY_OUT = (
    "Download it in a script step that checks the SHA-256; bakeferry explain AIB365"
    " shows how."
)
_NO_FIX = (
    "Download it in a script step; the address holds a secret, which must not move into"
    " inline, so no fix is offered."
)
_VARIABLES = ("$", "%", "~")
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e"


def _ends(template: ImageTemplate) -> Iterable[tuple[Part, str]]:
    """File steps by what each needs."""
    return product(file_steps(template), ("sourceUri", "destination"))


@rule("AIB360", Severity.ERROR, over=_ends)
def incomplete_file_step(end: tuple[Part, str], _: Facts) -> Iterator[Complaint]:
    """A File step lacks its sourceUri or its destination.

    It copies one file from the one to the other.

    Add what is missing. No schema requires them; the service does.

    From the template reference of March 2020.
    """
    step, key = end
    if isinstance(step.get(key), UnknownNode) or not lacks(step, key):
        return
    of_a_script = step.node.member("scriptUri") if key == "sourceUri" else None
    is_renaming = of_a_script is not None and step.get(key) is None
    yield Complaint(
        step.span_of(key),
        f"a File step needs {key}",
        help=f'Write "{key}" for "scriptUri".' if is_renaming else f'Add "{key}".',
        fix=renamed(of_a_script, key) if of_a_script and is_renaming else None,
    )


def _files(template: ImageTemplate) -> Iterable[ArtifactReference]:
    """What File steps copy, also where an expression chooses it."""
    return (one for one in declared_artifacts(template) if one.use is Use.FILE)


@rule("AIB361", Severity.ERROR, over=_files)
def folder_instead_of_file(
    file: ArtifactReference, facts: Facts
) -> Iterator[Complaint]:
    """The sourceUri of a File step names a folder.

    A File step copies one file. An address that ends in a slash, a repository, a folder
    on GitHub and a blob container are no files.

    Pack the folder into an archive, copy that, and unpack it in a script step.

    A must in the template reference of March 2020.
    """
    if is_folder(file.url) or _led_to_index(facts.artifact(file.url)):
        yield Complaint(
            file.span,
            "a folder; a File step copies one file only",
            help="Pack it into an archive, copy that, and unpack it in a script step.",
        )


def _led_to_index(fact: ArtifactFact | None) -> bool:
    """Say whether an address led on to a server's index of a folder."""
    if fact is None or fact.appearance is not Appearance.HTML:
        return False
    return any(address.endswith("/") for address in fact.redirects[-1:])


@rule("AIB362", Severity.ERROR, over=file_steps)
def destination_not_a_file(step: Part, _: Facts) -> Iterator[Complaint]:
    r"""The destination of a File step is not a full path with a file name.

    A path that ends in a slash names a folder. A relative one starts in the home of
    whoever builds: nothing says so, but builds were seen to go well, and it is a
    warning, as is a path without a drive on Windows, and a folder that a step before
    makes there. In JSON `"C:\temp"` with a single backslash holds a tab: `\t`.

    Write the whole path, the file's name included.

    A must in the template reference of March 2020.
    """
    path = step.text("destination")
    if not path or path.isspace() or path.startswith(_VARIABLES):
        return
    problem = _problem_with(step, path)
    if problem is None:
        return
    is_sure = any(one < " " for one in path) or _names_folder(path)
    yield Complaint(
        step.span_of("destination"),
        f"{problem}; the destination must be the full path of the file",
        severity=None if is_sure else Severity.WARNING,
        help="Write the whole path, the file's name included.",
    )


def _problem_with(step: Part, path: str) -> str | None:
    """Why a path is not that of a file, as far as can be seen."""
    if any(character < " " for character in path):
        return "a path with a control character: JSON wants \\\\ for each backslash"
    named = f"'{path:.120}'"
    if _names_folder(path):
        return f"{named} names a folder"
    if path != path.strip():
        return f"{named} has white space around it"
    if path[0] in _QUOTES or path[-1] in _QUOTES:
        return f"{named} has a quotation mark around it"
    if _is_relative(path):
        return f"{named} is a relative path"
    if is_made_before(step, path):
        return f"{named} is a folder: a step before makes it"
    if _is_of_linux(path, step.template):
        return f"{named} is a path of Linux, and the image is of Windows"
    return None


def _names_folder(path: str) -> bool:
    """Say whether a path is surely that of a folder."""
    return path == "/tmp" or path.endswith(("/", "\\"))


def _is_of_linux(path: str, template: ImageTemplate) -> bool:
    """Say whether a path is one of Linux, and the image of Windows."""
    is_path = path.startswith("/") and path.isprintable()
    return is_path and template.os is OperatingSystem.WINDOWS


def _is_relative(path: str) -> bool:
    """Say whether a path does not tell where it starts."""
    starts_somewhere = path.startswith(("/", "\\")) or path[1:3] in {":\\", ":/"}
    return not starts_somewhere and path.isprintable()


@rule("AIB364", Severity.ERROR, over=file_steps)
def destination_outside_tmp(step: Part, _: Facts) -> Iterator[Complaint]:
    """On Linux a File step can write below /tmp only.

    It writes as an ordinary user, and the service allows no other place.

    Copy the file to `/tmp`, and move it with `sudo mv` in a Shell step after that.

    A must in the template reference of March 2020: the only path Image Builder can
    write to is /tmp.
    """
    path = step.text("destination")
    if not path or step.template.os is not OperatingSystem.LINUX:
        return
    if path.startswith("/"):
        place = posixpath.normpath("/" + path.lstrip("/"))
        is_told = _names_folder(path)  # by AIB362
        if f"{place}/".startswith("/tmp/") and (is_told or place != "/tmp"):
            return
        shown = "" if place == path else f", which is {place:.120}"
    elif path[1:2] == ":" or path.startswith(("~", "\\")):
        shown = ""
    else:
        return
    yield Complaint(
        step.span_of("destination"),
        f"'{path:.120}'{shown}: on Linux a File step writes below /tmp only",
        help="Copy it to /tmp, then move it with sudo mv in a Shell step.",
    )


@rule("AIB365", Severity.ERROR, over=_files, needs=Needs.ARTIFACTS)
def file_too_large(file: ArtifactReference, facts: Facts) -> Iterator[Complaint]:
    """A File step is meant for files under 20 MB.

    It passes the file through the remote shell of the build machine, which takes hours
    for a large one; the build's time runs out meanwhile. No source says which megabyte
    is meant: from 20,000,000 bytes on it is a warning, from 20 MiB (20,971,520 bytes)
    on an error. Scripts have no such limit.

    Download the file in a Shell or PowerShell step and check its SHA-256 there. The
    fix writes that step, unless the address holds a signature, which must not move
    into a command that everyone can read; then let `azcopy` use an identity.

    A must in the template reference of March 2020: only suitable for small file
    downloads, < 20MB.
    """
    fact = facts.artifact(file.url)
    if fact is None:
        return
    size = fact.exceeds if fact.size is None else fact.size
    if size is None or size < FILE_GUIDANCE:
        return
    declared = (file.expected or "").lower()
    digests = {one for one in (declared, fact.sha256) if one and is_sha256(one)}
    fix = download_fix(file.step, digests.pop()) if len(digests) == 1 else None
    way_out = _NO_FIX if find_secrets(file.url) else _WAY_OUT
    if size >= FILE_LIMIT:
        severity = Severity.ERROR
        limit = "a File step is for files under 20 MB, and this is 20 MiB or more"
    else:
        severity = Severity.WARNING
        limit = "under 20 MiB (20,971,520 bytes), but not under 20 MB (20,000,000)"
    over = "over " if fact.size is None else ""
    yield Complaint(
        file.span,
        f"{over}{size:,} bytes: {limit}",
        severity=severity,
        help=way_out,
        fix=fix,
    )


@rule("AIB366", Severity.NOTE, over=_files)
def undocumented_host(file: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """A File step reads from a host that is neither GitHub nor Azure storage.

    Those two are the documented ones. Others work where everyone can read them.

    Keep it, or move the file to Azure storage.

    From the template reference of March 2020.
    """
    host = host_of(file.url)
    if host and not is_github(host) and not is_azure_storage(host):
        yield Complaint(
            file.span,
            f"{host} is neither GitHub nor Azure storage, the documented hosts",
            help="Keep it, or move the file to Azure storage.",
        )


@explained("AIB367", Severity.NOTE)
def failed_download() -> None:
    """A file that cannot be downloaded or written fails the step, and with it the build.

    The reason is in `customization.log`, in the container `packerlogs` of the staging
    resource group's storage account.

    Verify the template before you submit it: most of the reasons can be told by then.

    Stated in the template reference of March 2020.
    """


RULES = (
    incomplete_file_step,
    folder_instead_of_file,
    destination_not_a_file,
    destination_outside_tmp,
    file_too_large,
    undocumented_host,
    failed_download,
)
