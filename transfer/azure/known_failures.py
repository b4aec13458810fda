"""What the service says when something fails, in plain words and with a way out.

The texts are those that people report; see the service's troubleshooting page and the
issues of its tools.
"""

import re
import shlex
from collections.abc import Iterable

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """One failure that is understood."""

    name: str
    pattern: re.Pattern[str]
    means: str
    mend: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text means, and what to do about it."""

    name: str
    means: str
    mend: str
    """NAME stands for the template's name in its commands."""

    def mend_of(self, template: str) -> str:
        """What to do about a template of that name."""
        return self.mend.replace("NAME", shlex.quote(template))


def _known(name: str, pattern: str, means: str, mend: str) -> KnownFailure:
    return KnownFailure(name, re.compile(pattern, re.IGNORECASE), means, mend)


ALL_FAILURES = (
    _known(
        "command-not-found",
        r"non-zero exit (?:status|code): 127\b|command not found",
        "the script calls a program that the image does not have (127)",
        "install it in an earlier step, or give its full path",
    ),
    _known(
        "not-executable",
        r"non-zero exit (?:status|code): 126\b|permission denied",
        "something that is run may not be executed, or wants other rights (126)",
        "look for sudo, chmod +x and line ends; PowerShell: runElevated",
    ),
    _known(
        "artifact-not-downloaded",
        r"Downloading external file",
        "the service could not fetch an artifact while the template was submitted",
        "bakeferry verify FILE; a private blob needs the template's identity to have "
        '"Storage Blob Data Reader" on it',
    ),
    _known(
        "artifact-gone",
        r"(?:requested URL returned error|status code|statuscode)[:= ]+40[34]",
        "an address that a script or the service asks for is gone, or not for us",
        "bakeferry verify FILE --inline reads every address that the template names",
    ),
    _known(
        "script-failed",
        r"non-zero exit (?:status|code): \d+",
        "a script of the template ended with an error; the service stops there",
        "the lines before tell why; codes that are fine go into validExitCodes",
    ),
    _known(
        "build-timeout",
        r"context deadline exceeded|build(?:er)? timed out|exceeded .{0,40}timeout",
        "the time ran out; customizing, validating and distributing count together",
        "raise buildTimeoutInMinutes (0 means 240, 960 is the most), or do less",
    ),
    _known(
        "checksum-differs",
        r"checksum.{0,60}(?:mismatch|does not match|did not match)",
        "an artifact is not what its sha256Checksum says",
        "bakeferry verify FILE tells which; bakeferry stamp FILE if the new one is meant",
    ),
    _known(
        "identity-not-authorized",
        r"Not authorized to access the resource",
        "the template's identity may not read or write what is named there",
        "give the identity a role on that resource; it is used at submission only",
    ),
    _known(
        "cannot-be-updated",
        r"Update/Upgrade of image templates is currently not supported",
        "a template cannot be changed once it is there",
        "rescue its VHDs, delete it, submit it again",
    ),
    _known(
        "busy",
        r"is not allowed in provisioning state",
        "the template is being built or changed, and does one thing at a time",
        "bakeferry watch NAME, or bakeferry cancel NAME, then again",
    ),
    _known(
        "too-many-builds",
        r"TooManyRequests",
        "too many builds of the subscription run or wait",
        "wait for some of them to end",
    ),
    _known(
        "unknown-field",
        r"unknown field",
        "from api-version 2024-02-01 on a property must be spelled exactly",
        "bakeferry lint FILE names it, and bakeferry lint --fix mends its spelling",
    ),
    _known(
        "bad-value",
        r"Field '[^']{1,80}' has a bad value",
        "a value of the template is not one that the service takes",
        "bakeferry lint FILE says what it must be",
    ),
    _known(
        "quota",
        r"QuotaExceeded|exceeding approved .{0,40}quota|SkuNotAvailable",
        "the region has no such machine for the subscription",
        "another vmSize or location, or ask for quota",
    ),
    _known(
        "packer-failed",
        r"PackerBuildFailed|Packer build command has failed",
        "a step of the build failed; this text never says which",
        "bakeferry logs NAME --errors",
    ),
)
"""The particular before the general: of two the first one counts."""


def explain(text: str) -> Explanation | None:
    """What one text means; None when it is not known."""
    for known in ALL_FAILURES:
        if known.pattern.search(text[:8192]):
            return Explanation(known.name, known.means, known.mend)
    return None


def explain_all(texts: Iterable[str]) -> tuple[Explanation, ...]:
    """What several texts mean, each meaning once, in the order of the texts."""
    found: dict[str, Explanation] = {}
    for one in texts:
        meaning = explain(one)
        if meaning is not None:
            found.setdefault(meaning.name, meaning)
    return tuple(found.values())
