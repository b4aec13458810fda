"""What comes out of the command when a template, a name or a word is hostile."""

import json
import os
import re

import pytest
from command import bakeferry, on_terminal
from workspace import ADDRESS, template_text

from integrity.lint.reports.all_reports import REPORTS
from tui.cli.main import run

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
