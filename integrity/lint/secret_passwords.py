"""How passwords look: nothing tells them but the words around them."""

import re
from collections.abc import Callable

from integrity.lint.secret_keys import Detector, any_case

_VARIABLE_MARKS = ("${", "$(", "{{", "$env:", "%(")
_STAND_IN_STARTS = (
    "$", "%", "<", "{", "[", "(", "@", "`", "&", "*", "#{", "__", "/", "./", "~/", "\\",
    "-", "=", ",", "http:", "https:", "file:", "your", "my-", "my_", "replace", "insert",
    "enter", "placeholder", "redacted", "example", "changeme", "change-me", "change_me",
    "dummy", "get-", "new-", "read-host", "convertto-", "test-path", "true", "false",
    "null", "none",
)  # fmt: skip
_STAND_INS = frozenset(
    (
        "password", "passwd", "passphrase", "pwd", "pass", "secret", "token", "value",
        "string", "securestring", "required", "optional", "yes", "no", "prompt",
        "empty", "blank", "unset", "default", "key", "apikey", "accesskey", "to", "for",
        "in", "is", "and", "or", "from", "file", "env", "stdin",
    )
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_IN_NAMES = f"_-. {_LETTERS}"
_SHORTEST_PASSWORD = 4
_SHORTEST_TOKEN = 8
_IN_PLAIN_TEXT = "a password in plain text"

_NEAR = 300
"""Characters between a program's name and its flag."""


def _is_stand_in(value: str) -> bool:
    """Say whether a value only stands for a secret: a variable, a placeholder, a word."""
    folded = value.casefold()
    return (
        folded.startswith(_STAND_IN_STARTS)
        or folded in _STAND_INS
        or folded.endswith(("example", "_here", "-here"))
        or any(mark in folded for mark in _VARIABLE_MARKS)
        or len(set(folded)) == 1
        or (folded.isdigit() and len(folded) < _SHORTEST_PASSWORD)
        or _is_name_of_secret(folded)
    )


def _is_name_of_secret(folded: str) -> bool:
    """Say whether a value names a secret instead of being one: db_password."""
    return not folded.strip(_IN_NAMES) and any(
        word in folded for word in ("passw", "secret", "token", "_key", "-key")
    )


def _is_password(match: re.Match[str]) -> bool:
    value = match["secret"]
    return len(value) >= _SHORTEST_PASSWORD and not _is_stand_in(value)


def _is_password_of(*programs: str) -> Callable[[re.Match[str]], bool]:
    """Say yes only where one of these words stands before the flag."""

    def is_real(match: re.Match[str]) -> bool:
        before = match.string[max(0, match.start() - _NEAR) : match.start()].lower()
        return any(name in before for name in programs) and _is_password(match)

    return is_real


_LONGEST_KEY = 60
_IN_KEYS = f"_$.:{{-{_LETTERS}{_LETTERS.upper()}0123456789"
_NOT_SECRET_KEYS = ("publickeytoken", "oldpwd", "canceltoken", "cancellationtoken")
_WORDS_OF_PASSWORDS = ("password", "passwd", "passphrase", "pwd", "_pass")


def _is_assigned_secret(match: re.Match[str]) -> bool:
    """Say whether an assignment sets a secret: its name says so, its value is one.

    Without quotes only a shell assigns, and it leaves no blank beside the sign.
    """
    before = match.string[max(0, match.start() - _LONGEST_KEY) : match.start()]
    prefix = before[len(before.rstrip(_IN_KEYS)) :]
    key = match["key"]
    name = (prefix + key).casefold()
    if name.endswith(_NOT_SECRET_KEYS) or prefix + key == "PWD":
        return False
    value = match["secret"].rpartition(f"{key}=")[2]  # sed has both: s/key=a/key=b/
    if not match["quote"] and (
        "$" in prefix or match["mark"] != "=" or "(" in value or value.endswith(",")
    ):
        return False
    if match["closing"] and not before[: len(before) - len(prefix)].endswith(
        match["closing"]
    ):
        return False
    is_password = key.casefold().endswith(_WORDS_OF_PASSWORDS)
    shortest = _SHORTEST_PASSWORD if is_password else _SHORTEST_TOKEN
    return len(value) >= shortest and not _is_stand_in(value)


def _is_not_digest(match: re.Match[str]) -> bool:
    """Say whether what looks like a password in an address is none of a container."""
    if match.string.startswith("sha256:", match.end()):
        return False
    return not _is_stand_in(match["secret"])


_QUOTE = r"(?P<quote>[\\`]?[\"'])"
_BARE = r"[^\s\"'`;|&<>)\\]"
_VALUE = rf"(?:[\\`]?[\"'])?(?P<secret>{_BARE}{{1,200}})"
"""What follows a flag: quotes or none, and no white space."""

PASSWORDS = (
    Detector(
        "a password in an address",
        ("@",),
        r"://[^\s/:@\"'<>]{0,100}:(?P<secret>[^\s/@\"'<>]{1,200})@",
        _is_not_digest,
    ),
    Detector(
        "a token in an address",
        ("@",),
        r"://(?P<secret>[A-Za-z0-9_-]{40,200})@",
    ),
    Detector(
        "an authorization header",
        ("bearer ", "basic ", "token "),
        any_case(
            r"authorization[\\\"'\s\]]{0,12}[:=,][\\\"'\s]{0,4}(?:bearer|basic|token)\s{1,3}"
            r"(?P<secret>[\w.~+/-]{8,2000}={0,2})"
        ),
        _is_password,
    ),
    Detector(
        "an authorization header",
        ("basic {0}", "bearer {0}"),
        any_case(
            r"authorization[\\\"'\s:=(]{1,8}(?:bearer|basic) \{0\}[\\\"']{1,2} -f"
            r" [\\\"']{1,2}(?P<secret>[\w.~+/-]{8,2000}={0,2})"
        ),
        _is_password,
    ),
    Detector(
        "a key in a header",
        ("api-key:", "art-api:", "token:", "subscription-key:"),
        any_case(
            r"[\"'](?:[A-Za-z-]{0,30}(?:api-key|token|subscription-key)|x-jfrog-art-api)"
            r":\s{0,3}(?P<secret>[\w.~+/-]{16,2000}={0,2})[\\\"'`]"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("asplaintext",),
        any_case(
            r"ConvertTo-SecureString\s{1,5}(?:-AsPlainText\s{1,5}|-Force\s{1,5}){0,2}"
            r"(?:-String\s{1,5})?(?P<quote>[\"'])?(?(quote)|(?=\S{0,30}[^a-z\s]))"
            r"(?P<secret>(?(quote)[^\"']|[^\s\"'`(){}|;,]){1,200})(?(quote)[\"']|\s{1,3}-)"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("asplaintext",),
        any_case(
            r"[\"'](?P<secret>[^\"']{1,200})[\"']\s{0,3}\|\s{0,3}ConvertTo-SecureString"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("password", "-pwd", "-passphrase", "secret", "token"),
        any_case(
            r"-(?<!\S-)-?+(?=[A-Za-z-]{3,40}+ {1,3}+[\\`\"'])"  # most flags end here
            r"(?:[A-Za-z-]{0,30}password|pwd|passphrase|client-?secret|secret"
            rf"|[A-Za-z-]{{0,30}}token)[ ]{{1,3}}{_QUOTE}(?P<secret>[^\"'`]{{1,200}})"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("password ",),
        any_case(
            rf"(?<!\S)--?[A-Za-z-]{{0,30}}password[ ]{{1,3}}(?P<secret>{_BARE}{{1,200}})"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("token ", "secret "),
        any_case(
            r"(?<!\S)--?(?:[A-Za-z-]{0,30}token|client-?secret)[ ]{1,3}"
            r"(?P<secret>[\w.~+/-]{20,200})(?![^\s\"'])"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("pass", "pwd", "secret", "token", "key"),
        any_case(
            r"(?=[apst_])(?P<key>pass(?:word|wd|phrase)|pwd|_pass|secret|token"
            r"|a(?:pi|ccess|ccount)[_-]?key)(?P<closing>\\?[\"'])?(?P<mark>\s{0,3}[:=]\s{0,3})"
            rf"{_QUOTE}?(?P<secret>(?(quote)[^\"'`\\]|{_BARE}){{1,200}})"
        ),
        _is_assigned_secret,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("/pass:", "/rp ", "-passin ", "-passout "),
        any_case(rf"(?<!\S)(?:/pass:|/rp\s|-pass(?:in|out)\spass:){_VALUE}"),
        _is_password_of("cmdkey", "schtasks", "openssl"),
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("net user", "net.exe user", "net1 user"),
        any_case(
            r"\bnet1?(?:\.exe)?\s{1,3}user\s{1,3}(?:/add\s{1,3})?[\\`\"']{0,2}"
            rf"[\w.$%-]{{1,64}}[\\`\"']{{0,2}}\s{{1,3}}(?!/){_VALUE}"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("net use ", "net.exe use "),
        any_case(
            r"\bnet(?:\.exe)?\s{1,3}use\s{1,3}(?:[A-Za-z*]:?\s{1,3})?\\\\\S{1,200}"
            rf"\s{{1,3}}(?:/\S{{1,100}}\s{{1,3}}){{0,3}}(?!/){_VALUE}"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("chpasswd", "passwd --stdin", "| passwd", "| sudo passwd"),
        any_case(
            r"echo\s{1,3}(?:-[en]{1,2}\s{1,3})?[\"']?(?:[\w.-]{1,64}:)?"
            r"(?P<secret>[^\s\"'|:]{1,200})[\"']?\s{0,3}\|\s{0,3}(?:sudo\s{1,3})?"
            r"(?:/usr/s?bin/)?(?:ch)?passwd"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("--password-stdin", "sudo -"),
        any_case(
            r"(?:echo|printf)\s{1,3}(?:-[en]{1,2}\s{1,3}|[\\\"']{0,2}%s(?:\\{1,2}n)?[\\\"']{0,2}"
            r"\s{1,3})?[\\\"']{0,2}(?P<secret>[^\s\"'\\|]{1,200})(?:\\{1,2}n)?[\\\"']{0,2}\s{0,3}"
            r"\|(?:[^|]{1,200}--password-stdin|\s{0,3}sudo\s-(?-i:[A-Za-z]{0,4}S)\b)"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("setenvironmentvariable(", "networkcredential("),
        any_case(
            r"(?:NetworkCredential\(\s?[\\`]?[\"'][^\"']{1,100}|SetEnvironmentVariable\("
            r"\s?[\\`]?[\"']\w{0,40}(?:pass(?:word|wd)|pwd|secret|token|_?key))"
            r"[\"']\s?,\s?[\\`]?[\"'](?P<secret>[^\"'\\`]{1,200})[\\`]?[\"']"
        ),
        _is_password,
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("sshpass", "mysql"),
        any_case(rf"(?<!\S)-p{_VALUE}"),
        _is_password_of("sshpass", "mysql"),
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("sshpass", "az login", "docker login", "certutil"),
        any_case(rf"(?<!\S)-p\s{{1,3}}{_VALUE}"),
        _is_password_of("sshpass", "az login", "docker login", "certutil"),
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("curl",),
        any_case(
            r"(?<!\S)(?:-u\s?|-(?-i:[a-zA-Z]{1,5}u)\s|--user[ =])(?:\\?[\"'])?"
            r"[^\s:\"'$]{1,60}:"
            r"(?P<secret>[^\s\"'\\]{1,200})"
        ),
        _is_password_of("curl"),
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("defaultpassword",),
        any_case(rf"(?<!\S)(?:-Value|/d)\s{{1,3}}{_VALUE}"),
        _is_password_of("defaultpassword"),
    ),
    Detector(
        _IN_PLAIN_TEXT,
        ("password>",),
        any_case(r"<\w{0,30}Password>\s{0,20}(?:<Value>)?(?P<secret>[^<>\s]{1,200})<"),
        _is_password,
    ),
)
"""The particular before the general."""
