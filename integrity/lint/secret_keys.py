"""How keys and tokens look: they tell themselves by their shape."""

import re
from collections.abc import Callable

from integrity.dataclass import dataclass

_FEWEST_SIGNS = 5


def _is_varied(match: re.Match[str]) -> bool:
    """Say whether a value has more different signs than a line of x has."""
    return len(set(match["secret"])) >= _FEWEST_SIGNS


@dataclass(frozen=True, slots=True)
class Detector:
    """One kind of secret and how to see it in a line."""

    kind: str
    hints: tuple[str, ...]
    """Lower case; a line that holds none of them is not searched."""

    pattern: str
    """Its group `secret` is the secret; compiled when the first line wants it."""

    is_real: Callable[[re.Match[str]], bool] = _is_varied
    """Says no where only the shape is that of a secret."""


def any_case(pattern: str) -> str:
    """The pattern where upper and lower case are alike."""
    return f"(?i){pattern}"


KEYS = (
    Detector(
        "a private key",
        ("private key",),
        (
            r"(?P<secret>-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
            r"(?=[\s\"']{0,3}$|\\n|\s[A-Za-z0-9+/]{20})[^-]{0,4000})"
        ),
    ),
    Detector(
        "a SAS signature",
        ("sig=",),
        any_case(r"(?:[?&;\"']|u0026)sig=(?P<secret>[A-Za-z0-9%+/=_-]{20,500})"),
    ),
    Detector(
        "a storage account key",
        ("==",),
        any_case(
            r"(?:account[_-]?key|storage[_-]?key|accesskey)[\"'\s:=]{1,5}"
            r"(?P<secret>[A-Za-z0-9+/]{86}==)"
        ),
    ),
    Detector(
        "a storage account key",
        ("+ast",),
        r"(?P<secret>[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==)",
    ),
    Detector(
        "an account key",
        ("==",),
        any_case(
            r"(?<!public)(?<!public[_-])key[\"'\s:=]{1,5}(?P<secret>[A-Za-z0-9+/]{86}==)"
        ),
    ),
    Detector(
        "a shared access key",
        ("sharedaccesskey=",),
        any_case(r"SharedAccessKey=(?P<secret>[A-Za-z0-9+/]{43}=)"),
    ),
    Detector(
        "a JSON web token",
        ("eyj",),
        (
            r"(?P<secret>\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}"
            r"\.[A-Za-z0-9_-]{8,2000})"
        ),
    ),
    Detector(
        "a GitHub token",
        ("gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_"),
        (
            r"\b(?P<secret>gh[oprsu]_[A-Za-z0-9]{36,255}"
            r"|github_pat_[A-Za-z0-9_]{22,255})"
        ),
    ),
    Detector(
        "a GitHub token",
        ("?token=",),
        any_case(r"githubusercontent\.com/[^\s?]{1,500}\?token=(?P<secret>\w{20,100})"),
    ),
    Detector(
        "a token",
        ("glpat-", "xox", "npm_", "dckr_pat_", "aiza"),
        (
            r"\b(?P<secret>glpat-[A-Za-z0-9_-]{20,255}|xox[abprs]-[A-Za-z0-9-]{10,255}"
            r"|npm_[A-Za-z0-9]{36}|dckr_pat_[A-Za-z0-9_-]{20,255}|AIza[A-Za-z0-9_-]{35})"
        ),
    ),
    Detector(
        "an AWS key",
        ("akia", "asia"),
        r"\b(?P<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b",
        lambda match: not match["secret"].endswith("EXAMPLE"),
    ),
    Detector(
        "an AWS key",
        ("aws_secret",),
        any_case(
            r"aws_secret(?:_access)?_key[\"'\s:=]{1,5}(?P<secret>[A-Za-z0-9+/]{40})\b"
        ),
        lambda match: not match["secret"].endswith("EXAMPLEKEY"),
    ),
    Detector(
        "an Azure client secret",
        ("q~",),
        r"(?a)(?<![\w~.-])(?P<secret>[\w~.-]{3}[0-9]Q~[\w~.-]{31,34})(?![\w~-])",
    ),
    Detector(
        "an Azure DevOps token",
        ("azdo",),
        r"\b(?P<secret>[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})\b",
    ),
    Detector(
        "a function key",
        ("code=",),
        any_case(
            r"azurewebsites\.(?:net|us|cn)/[^\s?]{1,200}\?code="
            r"(?P<secret>[A-Za-z0-9_/+=%-]{40,120})"
        ),
    ),
    Detector(
        "an Ubuntu Pro token",
        ("pro attach ", "ua attach ", "advantage attach "),
        (
            r"\b(?:pro|ua|advantage)\s{1,3}attach\s{1,3}(?:--?\S{1,40}\s{1,3}){0,2}"
            r"(?P<secret>C[A-Za-z0-9]{20,60})\b"
        ),
    ),
)
