"""Every fault of a copy that the fault model knows is named by a test.

`test_d16_…`, or `"D16 …"` where tests are made of a table.
"""

import re
from pathlib import Path

ROWS = {"D": 50, "S": 12, "J": 9}
"""Downloads, copies between accounts, and the journal: how many faults there are."""

_NAMED = re.compile(r'(?:def test_|["\'])([dsj]\d\d)[_ ]', re.IGNORECASE)


def test_every_fault_of_a_copy_is_named_by_a_test():
    known = {f"{row}{n:02}" for row, most in ROWS.items() for n in range(1, most + 1)}
    tests = Path(__file__).parent.rglob("test_*.py")
    named = {each.upper() for one in tests for each in _NAMED.findall(one.read_text())}

    assert known - named == set()
