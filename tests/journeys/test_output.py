"""What comes out of the command, byte for byte, wherever it goes."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from command import BAKEFERRY, bakeferry, environment, on_terminal
from workspace import ADDRESS, SETUP_SHA256, template_text

from integrity.cells import width
from integrity.lint.reports.all_reports import REPORTS

CONTROLS = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
COLOURS = re.compile(rb"\x1b\[(?:0|1|2|32|36|1;31|1;33)m")
BIDI_OR_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)

PAYLOADS = {
    "title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x1b\\",
    "clear": "\x1b[2J\x1b[H",
    "ask the cursor": "\x1b[6n",
    "answerback": "\x05",
    "link": "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "C1 CSI": "\x9b2J",
    "C1 OSC": "\x9d0;pwned\x9c",
    "carriage return": "ok\rforged",
    "backspace": "ok\b\bno",
    "line feed": "\nFound nothing wrong in 1 file",
    "bidi": "\u202egnp.exe\u2066",
    "invisible": "a\u200bb\ufeffc\u2028d",
    "tags": "\U000e0041\U000e0042",
    "markup": "[bold]x[/][link=https://evil.example]y[/link]<b>&amp;]]>",
    "GitHub": "\n::set-output name=x::y\n::error::forged\n::add-mask::z",
    "Azure Pipelines": "\n##vso[task.setvariable variable=x]y",
    "Azure formats": "##[error]forged ##[section]x %0A##vso[task.complete]",
}


def hostile_template(payload: str, address: str) -> str:
    """A template with the payload wherever a template has text of its own."""
    template = json.loads(template_text())
    step = template["properties"]["customize"][0]
    step["sha256Checksum"] = "0" * 63 + payload
    step["scriptUri"] = f"{address}/{payload}?sig={payload}"
    step["name"] = payload
    step["inline"] = [payload, f"curl -O https://x.example/{payload}"]
    step[payload] = payload
    template[payload] = {payload: payload}
    template["location"] = payload
    template["tags"] = {payload: payload, "owner": [payload]}
    template["properties"][payload] = payload
    template["properties"]["source"]["offer"] = f"[concat('{payload}', nothing())]"
    template["properties"]["distribute"][0]["runOutputName"] = payload
    return json.dumps(template, ensure_ascii=False, indent=2)


def unexpected(data: bytes) -> list[str]:
    """The characters in an output that nobody may send to a terminal."""
    text = data.decode()
    return [repr(found) for found in CONTROLS.findall(data)] + [
        repr(found) for found in BIDI_OR_INVISIBLE.findall(text)
    ]


@pytest.fixture
def hostile(request, workspace, monkeypatch):
    """A workspace whose template holds one payload."""
    monkeypatch.chdir(workspace.folder)
    workspace.write(hostile_template(request.param, "https://artifacts.example.com"))
    return workspace


every_payload = pytest.mark.parametrize(
    "hostile", PAYLOADS.values(), ids=PAYLOADS.keys(), indirect=True
)


def commands(workspace):
    """Each command that tells of a template, in each of its forms."""
    read = (workspace.mapped, "--no-cache")
    for form in REPORTS:
        yield "lint", "--notes", "-o", form, "template.json"
        yield "verify", "--inline", "--notes", "-o", form, "template.json", *read
    for form in ("text", "json", "jsonl"):
        yield "stamp", "--check", "-o", form, "template.json", *read
    yield "stamp", "--diff", "template.json", *read
    yield "lint", "--diff", "template.json"
    yield "lint", "--migrate-to", "2025-10-01", "template.json"
    yield "explain", "AIB365", "template.json"


@every_payload
def test_no_control_character_of_a_template_comes_out(hostile, capfdbinary):
    from tui.cli.main import run

    for arguments in commands(hostile):
        run(arguments)
        told = capfdbinary.readouterr()
        assert unexpected(told.out + told.err) == [], arguments


@pytest.mark.parametrize(
    "arguments",
    [("stamp", "--diff", f"--map={ADDRESS}=artifacts"), ("lint", "--diff")],
    ids=lambda words: words[0],
)
def test_a_diff_shows_hostile_lines_safely(
    arguments, workspace, bakeferry, capfdbinary
):
    text = template_text("A" * 64).replace('"setup"', '"\u202e\x9b2J ##[error]"')
    workspace.write(text)

    bakeferry(*arguments, "template.json")

    out = capfdbinary.readouterr().out
    assert "<U+202E><U+009B>2J #_[error]" in out.decode()
    assert unexpected(out) == []


@pytest.mark.parametrize("form", ["text", "github"])
@every_payload
def test_github_is_given_no_order_but_ours(hostile, form, capfdbinary):
    from tui.cli.main import run

    run(["verify", "--notes", "-o", form, "template.json", hostile.mapped])

    out = capfdbinary.readouterr().out.decode()
    orders = re.findall(r"^\s*::([\w-]*)", out, re.MULTILINE)
    assert set(orders) <= (
        {"error", "warning", "notice"} if form == "github" else set()
    )
    assert "##[" not in out


@pytest.mark.parametrize("form", ["text", "azure"])
@every_payload
def test_azure_pipelines_is_given_no_order_but_ours(hostile, form, capfdbinary):
    from tui.cli.main import run

    run(["verify", "--notes", "-o", form, "template.json", hostile.mapped])

    out = capfdbinary.readouterr().out.decode()
    orders = re.findall(r"(^|.)##(vso\[task\.\w+|\[|vso)", out, re.MULTILINE)
    ours = {("", "vso[task.logissue"), ("", "vso[task.complete")}
    assert set(orders) <= (ours if form == "azure" else set())


def test_a_terminal_sees_no_escape_but_our_colours(workspace):
    everything = "".join(PAYLOADS.values())
    workspace.write(hostile_template(everything, "https://artifacts.example.com"))

    shown = on_terminal("verify", "--notes", workspace.template, workspace.mapped)

    assert COLOURS.search(shown.data)
    assert unexpected(COLOURS.sub(b"", shown.data.replace(b"\r\n", b"\n"))) == []


@pytest.mark.parametrize(
    "name",
    [
        "a b.json", "[draft].json", "\x1b[31mred.json", "a\nb.json", "::error::x.json",
        "##vso[task.complete]x.json", "-rf.json", "--fix", "\u202etxt.json", "*.json",
        os.fsdecode(b"\xff\xfe.json"), "日本語.json", "a\rb.json", "%0A.json",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", REPORTS)
def test_any_name_of_a_file_is_told_safely(
    form, name, workspace, monkeypatch, capfdbinary
):
    from tui.cli.main import run

    monkeypatch.chdir(workspace.folder)
    (workspace.folder / name).write_text(template_text("0"))

    code = run(["lint", "-o", form, "--", name])

    told = capfdbinary.readouterr()
    assert code == 1
    assert told.err == b""
    assert told.out
    assert unexpected(told.out) == []
    assert b"\n::error::x" not in told.out


def test_a_slip_with_control_characters_is_told_safely():
    done = bakeferry("lint", "--\x1b[2J", "x")

    assert done.returncode == 2
    assert unexpected(done.stderr) == []


@pytest.mark.parametrize("order", ["##vso[task.complete]", "##[error]x"])
@pytest.mark.parametrize(
    "arguments",
    [["lint"], ["lint", "--select"], ["verify", "--map"], ["explain"], []],
    ids=" ".join,
)
def test_a_complaint_is_no_order_either(arguments, order):
    done = bakeferry(*arguments, order)

    assert b"##" not in done.stdout + done.stderr
    assert done.stderr


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder of which a report in JSON has some tens of thousands of lines."""
    folder = tmp_path_factory.mktemp("many")
    step = '{"type": "Bash", "inlin": 1},\n'
    text = template_text("0").replace('"customize": [', f'"customize": [{step * 1500}')
    for number in range(11):
        (folder / f"{number}.json").write_text(text)
    return folder


def test_a_reader_that_leaves_early_is_no_failure_of_ours(many):
    process = subprocess.Popen(
        [*BAKEFERRY, "lint", "-o", "json", many],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    first = process.stdout.readline()
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()

    assert first.startswith(b'{"schema":"bakeferry.lint/1"')
    assert complaints == b""
    assert process.wait() == 141


def test_that_report_was_long_enough_to_be_cut_off(many):
    done = bakeferry("lint", "-o", "json", many)

    assert done.stdout.count(b"\n") >= 30_000


WRITERS = (
    ["--version"], ["--help"], ["lint", "--help"], ["explain"], ["schema", "lint"],
    ["lint", "template.json"], ["lint", "-o", "json", "template.json"],
    ["digest", "template.json"], ["digest", "-o", "json", "template.json"],
    ["completion", "bash"], ["digests", "list", "-o", "tsv"],
)  # fmt: skip


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_full_disk_is_one_clear_line(arguments, workspace, monkeypatch):
    monkeypatch.chdir(workspace.folder)
    workspace.write(template_text(SETUP_SHA256))
    with Path("/dev/full").open("wb") as full:
        done = bakeferry(*arguments, stdout=full)

    assert done.returncode == 5
    assert done.stderr == b"bakeferry: standard output: No space left on device\n"


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_pipe_nobody_reads_is_told_by_the_code_alone(
    arguments, workspace, monkeypatch
):
    monkeypatch.chdir(workspace.folder)
    workspace.write(template_text(SETUP_SHA256))
    reading, writing = os.pipe()
    os.close(reading)
    done = bakeferry(*arguments, stdout=writing)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


def test_a_closed_output_is_one_clear_line(workspace):
    workspace.write(template_text(SETUP_SHA256))
    line = f"exec {' '.join(BAKEFERRY)} lint - >&-"

    done = subprocess.run(
        ["sh", "-c", line], env=environment(), input=b"{}", capture_output=True
    )

    assert done.returncode == 5
    assert done.stderr == b"bakeferry: standard output: Bad file descriptor\n"


@pytest.mark.parametrize(
    "words",
    ["lint -", "stamp -", "digest -", "digest --check -", "vhd -", "copy - b"],
)
def test_a_closed_input_is_one_clear_line(words, workspace):
    line = f"exec {' '.join(BAKEFERRY)} {words} 0<&-"

    done = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True)

    assert done.returncode in {5, 7}
    assert b": is closed; give it a file or a pipe\n" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("page", "why", "code"),
    [
        ("/nowhere/summary.md", b"No such file or directory", 7),
        ("/dev/full", b"No space left on device", 5),
    ],
)
def test_a_summary_that_cannot_be_written_is_one_clear_line(workspace, page, why, code):
    workspace.write(template_text(SETUP_SHA256))
    env = environment(GITHUB_STEP_SUMMARY=page)

    done = bakeferry("lint", "--summary", workspace.template, env=env)

    assert done.returncode == code
    told = b"bakeferry: %b: %b; it has no summary\n" % (page.encode(), why)
    assert done.stderr == told


def test_a_summary_that_cannot_be_written_hides_nothing_that_was_found(workspace):
    workspace.write(template_text("0"))
    env = environment(GITHUB_STEP_SUMMARY="/dev/full")

    done = bakeferry("lint", "--summary", "-o", "json", workspace.template, env=env)

    assert done.returncode == 1
    assert json.loads(done.stdout)["exitCode"] == 1


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_tables_and_source_lines_keep_within_the_terminal(columns, workspace):
    long = "https://artifacts.example.com/" + "folder/" * 60 + "日本語.sh"
    text = template_text("0").replace("https://artifacts.example.com/setup.sh", long)
    workspace.write(text)

    shown = on_terminal(
        "verify", "--no-cache", workspace.template, workspace.mapped, columns=columns
    )

    drawn = [line for line in shown.lines if re.match(r" *\d* \| |  [!x✓✗]", line)]
    assert len(drawn) >= 3
    assert [line for line in drawn if width(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(
    "arguments", [["explain"], ["explain", "AIB365"]], ids=" ".join
)
def test_the_manual_keeps_within_the_terminal(arguments, columns):
    shown = on_terminal(*arguments, columns=columns)

    assert shown.code == 0
    assert [line for line in shown.lines if width(line) > columns] == []


@pytest.mark.parametrize(
    "arguments",
    [["lint", "--notes"], ["verify"], ["stamp", "--diff"], ["stamp", "--check"]],
    ids=" ".join,
)
def test_no_line_ends_in_blanks(arguments, workspace):
    workspace.write(template_text("0"))
    reading = [] if "lint" in arguments else [workspace.mapped]

    shown = on_terminal(*arguments, workspace.template, *reading)

    assert [line for line in shown.lines if line != line.rstrip()] == []


def test_a_terminal_gets_colours(workspace):
    workspace.write(template_text("0"))

    assert b"\x1b[1;31merror\x1b[0m" in on_terminal("lint", workspace.template).data


@pytest.mark.parametrize(
    "setting", [{"NO_COLOR": "1"}, {"NO_COLOR": ""}, {"TERM": "dumb"}], ids=str
)
def test_who_wants_no_colours_gets_no_escape(setting, workspace):
    workspace.write(template_text("0"))

    shown = on_terminal("verify", workspace.template, workspace.mapped, **setting)

    assert b"AIB311 error" in shown.data
    assert b"\x1b" not in shown.data


@pytest.mark.parametrize("form", REPORTS)
def test_a_pipe_gets_no_escape(form, workspace):
    workspace.write(template_text("0"))

    done = bakeferry("verify", "-o", form, workspace.template, workspace.mapped)

    assert b"\x1b" not in done.stdout + done.stderr


ASCII_ONLY = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1:strict"},
)


@pytest.mark.parametrize("setting", ASCII_ONLY, ids=str)
@pytest.mark.parametrize("form", REPORTS)
def test_where_only_ascii_can_be_shown_it_is_ascii(form, setting, workspace):
    workspace.write(template_text("0").replace('"setup"', '"größer 日本語 🚢"'))
    env = environment(**setting)

    done = bakeferry(
        "verify", "-o", form, workspace.template, workspace.mapped, env=env
    )

    assert (done.returncode, done.stderr) == (4, b"")
    assert done.stdout.isascii()


@pytest.mark.parametrize("setting", ASCII_ONLY, ids=str)
@pytest.mark.parametrize(
    "arguments",
    [["explain"], ["explain", "AIB365"], ["--help"], ["demo", "-q"]],
    ids=" ".join,
)
def test_our_own_words_need_no_more_than_ascii_either(arguments, setting):
    done = bakeferry(*arguments, env=environment(**setting))

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_a_utf8_locale_gets_the_signs_it_can_show(workspace):
    workspace.write(template_text("0").replace('"setup"', '"größer"'))

    done = bakeferry("verify", workspace.template, workspace.mapped)

    assert "größer" in done.stdout.decode()
