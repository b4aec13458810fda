"""Rules about the addresses of artifacts, judged without reading them."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import replaced
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.values import left_open
from integrity.secret_url import redacted
from integrity.template.address_slips import Slip, slip_in
from integrity.template.code_hosts import (
    Page,
    file_meant,
    is_cut_short,
    is_folder,
    is_raw_github,
    moving_version,
    page_at,
)
from integrity.template.hosts import (
    has_signature,
    is_azure_blob,
    is_azure_files,
    is_azure_storage,
    is_private,
    split_address,
)
from integrity.template.model import ImageTemplate, Part
from integrity.template.references import (
    ArtifactReference,
    Use,
    commands_in_outline,
    declared_artifacts,
    inline_downloads,
)

_CHECKS = (
    "sha256sum", "sha512sum", "sha384sum", "sha1sum", "shasum", "b2sum", "get-filehash",
    "gpg --verify", "gpg2 --verify", "gpgv", "openssl dgst", "cosign verify",
    "certutil -hashfile", "get-authenticodesignature",
)  # fmt: skip

_ARGUMENTS = re.compile(
    r" -{1,2}[A-Za-z]|\.(?:ps1|sh|py|cmd|bat|exe) +\S", re.IGNORECASE
)
"""A flag after an address, or any word after a script's name."""

_ACCOUNT = re.compile(r"[a-z0-9]{1,24}(?:-secondary)?|md-[a-z0-9-]+")
"""And the disks that Azure exports."""

_NO_ARGUMENTS = "Run it in inline, with the arguments, after a File step has copied it."

_PINS = {
    "the latest release": "Name the release by its tag.",
    "the gist's newest revision": "Write the revision's number after /raw/.",
}
"""How to hold what an address leads to, where it is no branch."""


def unchecked_downloads(template: ImageTemplate) -> Iterator[ArtifactReference]:
    """What inline commands download in a step that checks no digest or signature."""
    checked = [step for step in template.steps if _checks_something(step)]
    for artifact in inline_downloads(template):
        if artifact.step not in checked:
            yield artifact


def _checks_something(step: Part) -> bool:
    script = "\n".join(one.value for one in commands_in_outline(step)).casefold()
    return any(check in script for check in _CHECKS)


@rule("AIB314", Severity.WARNING, over=unchecked_downloads)
def inline_download(artifact: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """An inline command downloads something that nothing checks.

    The service sees only the command: it fetches nothing at submission and compares no
    checksum. Each run takes what is there at that moment. What a command asks of a key
    vault, of Resource Manager or of the build machine itself is no download.

    Name a script by `scriptUri`, or a file under 20 MB by a File step, with a
    `sha256Checksum`. For anything larger check the digest in the same step, with
    `sha256sum -c` or `Get-FileHash`; then the rule is silent.
    """
    yield Complaint(
        artifact.span,
        f"a command downloads {redacted(artifact.url)} and checks no digest",
        help="Check it in the same step with sha256sum -c or Get-FileHash, or name it"
        " by scriptUri or sourceUri with a sha256Checksum.",
    )


@rule("AIB315", Severity.WARNING, over=declared_artifacts)
def moving_branch(artifact: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """The address of an artifact leads to a branch, and so to other bytes one day.

    The service reads artifacts when the template is submitted. After the next push
    the same template submits other bytes, or is refused, where it has a checksum of the
    old ones.

    Name the commit in place of the branch: on GitHub press `y` on the file's page and
    take the address behind *Raw*. Or name a release's file.
    """
    version = moving_version(artifact.url)
    if version is not None and page_at(artifact.url) is None:
        pinned = "the checksum will not match" if artifact.expected else "it changes"
        yield Complaint(
            artifact.span,
            f"the address leads to {version}: {pinned} with the next push",
            help=_PINS.get(version, "Name the commit in place of the branch."),
        )


def _all_downloads(template: ImageTemplate) -> Iterator[ArtifactReference]:
    yield from declared_artifacts(template)
    yield from inline_downloads(template)


@rule("AIB316", Severity.ERROR, over=_all_downloads)
def page_address(artifact: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """The address leads to a page about a file, not to the file.

    The service takes such an address, downloads the page's HTML, and stores the
    checksum of that. The build then runs HTML as a script, or puts it where the file
    should be. So does a command in `inline` that downloads from there.

    Take the address behind *Raw*: `https://raw.githubusercontent.com/…` in place of
    `https://github.com/…/blob/…`.
    """
    page = page_at(artifact.url)
    if page is None or (artifact.use is Use.FILE and is_folder(artifact.url)):
        return
    if artifact.use is Use.INLINE:
        yield from _downloaded_page(artifact, page)
        return
    yield Complaint(
        artifact.span,
        f"this is a page of {page.host}: the service would take its HTML",
        help="Name the file itself."
        if page.file is None
        else f"Write {redacted(page.file)}",
        fix=replaced(artifact.value, page.file, "name the file itself")
        if page.file
        else None,
    )


def _downloaded_page(artifact: ArtifactReference, page: Page) -> Iterator[Complaint]:
    """What a command gets; it may well want to read a page that shows no file."""
    if page.file is not None:
        yield Complaint(
            artifact.span,
            f"this is a page of {page.host}: the command would get its HTML",
            help=f"Write {redacted(page.file)}",
        )


@rule("AIB325", Severity.ERROR, over=declared_artifacts)
def unsupported_address(artifact: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """The address is not one that the service can fetch, or not safely.

    The service downloads artifacts over the network by itself, at submission. It sees
    no file of yours, no share, no private network and no relative path. A warning is
    told of `http`, where whoever sits on the way can change what arrives, of arguments
    after the address, of a blank or an invisible character inside it, of an Azure
    file share without a SAS, and of a storage account that cannot be called so.
    A slip of the pen is told with the address that was meant: a quotation mark around
    it, a backslash, `https:/`, a privatelink name; and so is a SAS without the right to
    read. An address of `raw.githubusercontent.com` with `/blob/` in it leads nowhere,
    and so does one that lacks the version.

    Put the artifact on Azure storage or GitHub and write its `https` address.
    """
    url = artifact.url
    node = artifact.value
    slip = slip_in(url)
    if slip is not None:
        yield _mended(artifact, slip)
        return
    meant = file_meant(url)
    if meant is not None:
        yield Complaint(
            artifact.span,
            "nothing is at this address: /blob/ is in a page's, not in a raw file's",
            help=f"Write {redacted(meant)}",
            fix=replaced(node, meant, "name the file itself"),
        )
        return
    why = _why(artifact)
    if why and node is not None and node.open:
        raise left_open(node)
    if why:
        yield Complaint(
            artifact.span,
            f"the service cannot fetch this: {why}",
            help="Name the file behind it."
            if is_folder(url)
            else "Put it on Azure storage or GitHub, and write its https address.",
        )
        return
    for message, way_out in _doubts(url):
        yield Complaint(artifact.span, message, severity=Severity.WARNING, help=way_out)


def _mended(artifact: ArtifactReference, slip: Slip) -> Complaint:
    """A slip, with the address that was meant."""
    meant = slip.meant
    return Complaint(
        artifact.span,
        slip.message,
        severity=None if slip.is_sure else Severity.WARNING,
        help=slip.way_out or f"Write {redacted(meant or '')}",
        fix=replaced(artifact.value, meant, "write what was meant") if meant else None,
    )


def leads_to_no_file(artifact: ArtifactReference) -> bool:
    """Say whether an address has to be mended before anything can be read there."""
    slip = slip_in(artifact.url)
    if slip is not None:
        return slip.is_sure
    if page_at(artifact.url) is not None or file_meant(artifact.url) is not None:
        return True
    return _why(artifact) is not None


def _why(artifact: ArtifactReference) -> str | None:
    """Why no service could fetch an artifact; None where it may well."""
    scheme, host = _scheme_and_host(artifact.url)
    if scheme not in {"http", "https"} or not host:
        return _why_no_address(artifact.url, scheme)
    if is_cut_short(artifact.url):
        return "it lacks the repository, the version or the file"
    if is_private(host):
        return f"{host} is in a network of yours"
    if artifact.use is Use.SCRIPT and is_folder(artifact.url):
        if is_azure_blob(host):
            return "the address ends at a container"
        if is_raw_github(host):
            return "the address ends at a folder"
    return None


def _doubts(url: str) -> Iterator[tuple[str, str]]:
    """What may go wrong with an address, and the way out of it."""
    scheme, host = _scheme_and_host(url)
    if scheme == "http":
        yield "http: whoever sits on the way can change what arrives", "Write https."
    account = host.partition(".")[0]
    if is_azure_storage(host) and _ACCOUNT.fullmatch(account) is None:
        yield (
            f"no storage account can be called '{account:.40}'",
            "Names of accounts have letters and digits only, 24 at most.",
        )
    if is_azure_files(host) and not has_signature(url):
        yield (
            "a file share of Azure serves nobody without a SAS",
            "Put the file into a blob container.",
        )
    if _ARGUMENTS.search(url):
        yield "arguments after the address: a script is given none", _NO_ARGUMENTS
        return
    strange = next((one for one in url if one == " " or not one.isprintable()), None)
    if strange is not None:
        called = "a blank" if strange == " " else f"an invisible U+{ord(strange):04X}"
        yield f"{called} in the address", f"Write {quote(strange)} if it is meant."


def _scheme_and_host(url: str) -> tuple[str, str]:
    host, parts = split_address(url)
    return parts.scheme, host


def _why_no_address(url: str, scheme: str) -> str:
    if url.startswith(("\\\\", "//")):
        return "it is on a share of yours"
    if scheme in {"http", "https"}:
        return "the address has no host"
    if scheme == "file" or url.startswith(("/", "\\")) or url[1:2] == ":":
        return "it is on a disk of yours"
    if "://" in url or (scheme and "." not in scheme):
        return f"it understands no {scheme or 'such'} address"
    return "it is a relative path"


RULES = (
    inline_download,
    moving_branch,
    page_address,
    unsupported_address,
)
