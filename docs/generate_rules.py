"""Write docs/rules.md: the manual of every rule, with examples from its tests.

python docs/generate_rules.py            write it
python docs/generate_rules.py --check    exit 1 if it is not as it would be written
"""

import sys
from pathlib import Path

from integrity.lint.manual import contents, page
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "rules.md"
EXAMPLES = ROOT / "tests" / "data" / "rules"

HEAD = """# The rules

Made by `docs/generate_rules.py` from the rules and the files of their tests; change
those. `bakeferry explain AIB365` says the same in a terminal. A number is never given
to another rule. In the examples, lines with `-` break a rule and lines with `+` keep it.
"""


def manual() -> str:
    """The whole file."""
    pages = [page(one, example(one, "bad"), example(one, "good")) for one in ALL_RULES]
    return "\n".join([HEAD, *contents(ALL_RULES), "", *pages])


def example(one: Rule, which: str) -> str | None:
    """The file that breaks or keeps a rule; None where a rule has none."""
    path = EXAMPLES / one.id / f"{which}.json"
    return path.read_text(encoding="utf-8") if path.exists() else None


def main() -> int:
    """Write the file, or check it."""
    text = manual()
    if "--check" not in sys.argv[1:]:
        MANUAL.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if MANUAL.exists() and MANUAL.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/rules.md is stale: run python docs/generate_rules.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
