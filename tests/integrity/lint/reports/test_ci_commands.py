import pytest

from integrity.lint.reports.ci_commands import broken


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x", ":_error::x"),
        ("  \u3000::error::x", "  \u3000:_error::x"),
        ("a ##[group]b", "a #_[group]b"),
        ("###[group]", "##_[group]"),
        ("x##VSO[task]##vso[task]", "x#_VSO[task]#_vso[task]"),
    ],
)
def test_what_would_be_a_command_is_broken(line, shown):
    assert broken(line) == shown


@pytest.mark.parametrize("line", ["a::b", "# a ## b", "#[x]", "##vso", "a: :b"])
def test_other_text_stays(line):
    assert broken(line) == line
