"""What a text is that is not JSON, where people take it for a template."""

import re

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language that image templates, or parts of them, are written in."""

    name: str
    begins: re.Pattern[str]
    """How a text in it begins, comments and white space aside."""

    way_out: str
    """How to come by what can be judged."""


_NOT_ONE = "Name the template instead."
_LANGUAGES: tuple[Language, ...] = (
    Language(
        "Bicep",
        re.compile(
            r"(?:targetScope\s*=|(?:resource|module)\s+\w+\s+'|using\s+'"
            r"|(?:param|output|type)\s+\w+\s+\w|var\s+\w+\s*=|metadata\s+\w+\s*="
            r"|@(?:sys\.)?(?:description|secure|allowed|minLength|maxLength)\()"
        ),
        "Compile it with `az bicep build --file FILE`, and judge the JSON that makes.",
    ),
    Language(
        "HCL, of Terraform or Packer",
        re.compile(
            r'(?:(?:resource|data|module|provider|variable|output|source)\s+"[^"\n]*"'
            r'(?:\s+"[^"\n]*")?|terraform|locals|packer|build)\s*\{'
            r"|(?:\w+\s*=\s*)?jsonencode\s*\("
        ),
        "Judge the JSON that Terraform makes: `terraform show -json PLAN`, or what"
        " `terraform console` prints for jsonencode. Templates of Packer are none of Image Builder's.",
    ),
    Language(
        "a web page",
        re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE),
        _NOT_ONE,
    ),
    Language(
        "the HTML of a page that shows JSON, with &quot; for each quotation mark",
        re.compile(r"[\[{][\s\[{]*&(?:quot|#0*34|#x0*22);", re.IGNORECASE),
        "Copy it as the page shows it, or write it anew:"
        ' `python -c "import html, sys; print(html.unescape(sys.stdin.read()))" < FILE`.',
    ),
    Language("XML", re.compile(r"<\?xml\b"), _NOT_ONE),
    Language(
        "a script",
        re.compile(
            r"#!|<#|\$\w+\s*=|(?:export\s+)?[A-Za-z_]\w*=\S|az\s+[a-z]"
            r"|(?i:param\s*\(|(?:import|install|connect|new|get|set|write)-\w+\s)"
        ),
        "Judge the file that it makes, or copy the template out of it.",
    ),
    Language(
        "what the Azure CLI tells beside its JSON",
        re.compile(r"(?:\x1b\[[\d;]*m)*(?:WARNING|ERROR|INFO|DEBUG|cli\.[\w.]+): "),
        "Keep it out of the file: write `--only-show-errors` behind `az`'s command, or"
        " `2>/dev/null`. After an ERROR there is no JSON.",
    ),
    Language(
        "YAML",
        re.compile(
            r"---\s|%YAML|(?:- )?[A-Za-z$][\w$-]*:(?: [^\n\[{,]*[^\n\[{,\s])?\s*\n"
        ),
        "Write it as JSON; `yq -o json FILE` does.",
    ),
)
"""The first that a text begins like; none of them begins like JSON."""

_ASIDE = re.compile(r"\s+|//[^\n]*\n|/\*.{0,4000}?\*/|#(?!!)[^\n]*\n", re.DOTALL)
_LOOKED_AT = 20_000


def language_of(text: str) -> Language | None:
    """The language of a text that could not be read as JSON."""
    begin = text[:_LOOKED_AT].removeprefix("\ufeff")
    start = 0
    while aside := _ASIDE.match(begin, start):
        start = aside.end()
    return next((one for one in _LANGUAGES if one.begins.match(begin, start)), None)
