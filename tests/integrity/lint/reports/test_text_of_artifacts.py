"""What people read of artifacts and of stamps."""

from dataclasses import replace

import pytest
from sample_reports import ONE, OTHER, artifact, file, missing, report, stamped, told

from integrity.cells import width
from integrity.facts import Appearance
from integrity.lint.verdict import Verdict


def verified(*artifacts, **more):
    return report(command="verify", artifacts=artifacts, **more)


def test_an_artifact_that_matches_is_one_row():
    row, *_ = told(verified(artifact(Verdict.MATCH)))

    assert row == "  ✓ fonts.zip    19.7 MiB  e3b4…e3b4  matches"


def test_names_are_whole_and_line_up_where_there_is_room():
    names = ("a.sh", "a-longer-name.zip")
    rows = told(verified(*(artifact(Verdict.MATCH, name=name) for name in names)))

    assert rows[:2] == [
        "  ✓ a.sh                 19.7 MiB  e3b4…e3b4  matches",
        "  ✓ a-longer-name.zip    19.7 MiB  e3b4…e3b4  matches",
    ]


def test_a_digest_that_was_remembered_is_marked():
    row, *_ = told(verified(artifact(Verdict.MATCH, cached=True)))

    assert row.endswith("  matches, remembered")


def test_a_mismatch_shows_both_digests_in_full_one_under_the_other():
    assert told(verified(artifact(Verdict.MISMATCH)))[:5] == [
        "  ✗ fonts.zip    19.7 MiB  e3b4…e3b4  differs",
        "      https://…@files.example/fonts.zip?sv=1&sig=…",
        "      templates/win11.json:48:31 customize[2] 'fonts' (file)",
        f"      expected {ONE}",
        f"      got      {OTHER}",
    ]


def test_an_artifact_that_was_not_read_says_why():
    lines = told(verified(missing()))

    assert lines[0].split() == ["✗", "gone.msi", "19.7", "MiB", "missing"]
    assert lines[1] == "      there is nothing: HTTP 404"


def test_redirects_and_times_are_told_when_asked_for():
    one = artifact(
        Verdict.MATCH,
        redirects=("https://cdn.example/x",),
        seconds=1.25,
        read_from="local/x",
    )

    assert told(verified(one), verbose=True)[3:6] == [
        "      led to https://cdn.example/x",
        "      read from local/x",
        "      1.2 s",
    ]


def test_the_artifacts_are_summed_up():
    matches = [artifact(Verdict.MATCH)] * 4
    others = [artifact(Verdict.MISMATCH), artifact(Verdict.UNDECLARED)]
    lines = told(verified(*matches, *others, files=(file(unknown_artifacts=2),)))

    assert lines[-4:] == [
        "Verified 6 artifacts: 4 match, 1 differs, 1 undeclared, 118.2 MiB",
        "Found nothing wrong in 1 file",
        "2 addresses not read because a value is not known offline"
        " (give --params or --set)",
        "1 can be stamped with `bakeferry stamp`",
    ]


def test_what_stamp_would_refuse_is_not_offered_to_it():
    page = artifact(Verdict.UNDECLARED, appearance=Appearance.HTML)

    assert not any("can be stamped" in line for line in told(verified(page)))


def test_a_page_that_is_meant_is_offered_to_stamp():
    page = artifact(Verdict.UNDECLARED, name="index.html", appearance=Appearance.HTML)
    script = replace(page, declarations=(replace(page.declarations[0], use="script"),))

    assert told(verified(page, script))[-1] == "1 can be stamped with `bakeferry stamp`"


def test_what_a_command_downloads_is_not_offered_to_stamp():
    one = artifact(Verdict.UNDECLARED)
    inline = replace(one.declarations[0], use="inline download")
    only_inline = replace(one, declarations=(inline,))

    assert not any("can be stamped" in line for line in told(verified(only_inline)))
    assert told(verified(one, only_inline))[-1] == (
        "1 can be stamped with `bakeferry stamp`"
    )


@pytest.mark.parametrize("columns", [80, 200])
def test_rows_of_the_table_fit(columns):
    artifacts = [artifact(Verdict.UNDECLARED, name="字" * 300, cached=True)]
    row, *_ = told(verified(*artifacts), width=columns)

    assert width(row) <= columns
    assert "…" in row


def test_no_secret_of_an_address_is_told():
    assert "hunter2" not in "\n".join(told(verified(missing()), verbose=True))


def test_a_stamp_tells_the_addresses_that_it_could_not_read():
    lines = told(
        report(command="stamp", stamped=(), files=(file(unknown_artifacts=2),))
    )

    assert lines == [
        "Nothing to stamp: no known artifact's checksum is missing or differs",
        "2 addresses not read because a value is not known offline"
        " (give --params or --set)",
    ]


def test_a_stamp_says_what_stands_where():
    lines = told(report(command="stamp", stamped=(stamped(),), written=True))

    assert lines == [
        "templates/win11.json:3:20 https://files.example/fonts.zip",
        "  old  none",
        f"  new  {ONE}",
        "Stamped 1 checksum in 1 file",
    ]


def test_a_check_of_a_stamp_says_what_it_would_do():
    one = report(command="stamp", stamped=(stamped(), stamped("it is empty")))

    assert told(one)[-2:] == [
        "  not stamped: it is empty",
        "Would stamp 1 checksum in 1 file; 1 checksum could not be written",
    ]
