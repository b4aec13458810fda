"""Secrets of a template stay in the template, whatever is told of it and wherever."""

import asyncio
import base64
import json
import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from behaviours import Content, honest, redirect, status
from command import bakeferry, environment, on_terminal
from faulty_server import serving
from workspace import ADDRESS, SETUP, template_text

from integrity.lint.reports.all_reports import REPORTS

SIGNATURE = "cAnArY1sIgNaTuRe0123456789abcdefGHIJKL%2B%2Fx%3D"
PASSWORD = "cAnArY2pAsSwOrD"
ACCOUNT_KEY = ("cAnArY3aCcOuNtKeY0123456789+/" * 3)[:86] + "=="
WEB_TOKEN = "eyJcAnArY4hEaDeR.eyJcAnArY4bOdY00.cAnArY4sIgNaTuRe"
BEARER = "cAnArY5bEaReR0123456789"
CANARIES = {
    "signature": SIGNATURE,
    "password": PASSWORD,
    "account key": ACCOUNT_KEY,
    "web token": WEB_TOKEN,
    "bearer": BEARER,
}
SAS = f"sv=2022-11-02&se=2030-01-01&sr=b&sig={SIGNATURE}"
FILE = {"type": "File", "destination": "/tmp/x", "sha256Checksum": "0" * 64}

STEPS = (
    {"type": "Shell", "scriptUri": f"{ADDRESS}/setup.sh?{SAS}", "sha256Checksum": "0"},
    {"type": "Shell", "scriptUri": f"https://user:{PASSWORD}@127.0.0.1/setup.sh"},
    {"type": "Shell", "scriptUri": f"setup.sh?{SAS}"},
    {"type": "Shell", "scriptUri": f"//user:{PASSWORD}@files/setup.sh?{SAS}"},
    {"type": "Shell", "scriptUri": f"https://user:{PASSWORD}@[x/setup.sh?{SAS}"},
    {"type": "Shell", "scriptUri": f"https://10.0.0.1/setup.sh?{SAS}"},
    {"type": "Shell", "scriptUri": f"ftp://user:{PASSWORD}@files/setup.sh?{SAS}"},
    {**FILE, "sourceUri": f" {ADDRESS}/setup.sh?{SAS} "},
    {**FILE, "sourceUri": f"https://github.com/o/r/blob/main/setup.sh?{SAS}"},
    {"type": "shell", "scriptURI": f"{ADDRESS}/setup.sh?{SAS}", "inlin": [SAS]},
    {
        "type": "Shell",
        "inline": [
            f"export AccountKey={ACCOUNT_KEY}",
            f"curl -H 'Authorization: Bearer {WEB_TOKEN}' {ADDRESS}/setup.sh?{SAS}",
            f"curl -H 'Authorization: Bearer {BEARER}' -O {ADDRESS}/setup.sh",
            f"wget https://user:{PASSWORD}@files.example/setup.sh",
            "reboot",
        ],
    },
)


def template_with(*steps) -> str:
    """A template of these steps, each member on a line of its own."""
    template = json.loads(template_text())
    template["properties"]["customize"] = steps
    return json.dumps(template, indent=2)


LAYOUTS = {
    "indented": template_with(*STEPS),
    "on one line": re.sub(r"\n\s*", "", template_with(*STEPS)),
    "as PowerShell writes it": template_with(*STEPS).replace("&", r"\u0026"),
}


def spilled(*outputs: bytes) -> list[str]:
    """The canaries that an output holds, as they are or encoded."""
    data = b"\n".join(outputs).decode("utf-8", "replace")
    return [
        name
        for name, canary in CANARIES.items()
        for plain in (canary, unquote(canary))
        for written in (plain, quote(plain, safe=""), _base64(plain), plain[6:-1])
        if written in data
    ]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode().rstrip("=")


@pytest.fixture(params=LAYOUTS)
def secretive(request, workspace, monkeypatch):
    """A workspace whose template is full of secrets."""
    monkeypatch.chdir(workspace.folder)
    workspace.write(LAYOUTS[request.param])
    (workspace.folder / "b.json").write_text(template_text("0"))
    return workspace


READING = ("--no-cache", f"--map={ADDRESS}=artifacts")
COMMANDS = (
    *(("lint", "--notes", "-o", form) for form in REPORTS),
    *(("verify", "--inline", "--notes", "-o", form, *READING) for form in REPORTS),
    *(("stamp", "--check", "-o", form, *READING) for form in ("text", "json", "jsonl")),
    ("stamp", "--diff", *READING),
    ("stamp", *READING),
    ("lint", "--diff"),
    ("lint", "--fix"),
    ("lint", "--migrate-to", "2025-10-01"),
    ("explain", "AIB365"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: " ".join(words[:4]))
def test_no_command_shows_a_secret_of_a_template(
    arguments, secretive, bakeferry, capfdbinary
):
    bakeferry(*arguments, "template.json")

    told = capfdbinary.readouterr()
    assert told.out
    assert spilled(told.out, told.err) == []


@pytest.mark.parametrize("columns", [80, 1000])
def test_a_terminal_shows_where_a_secret_is_but_not_the_secret(secretive, columns):
    shown = on_terminal("lint", "--notes", "template.json", columns=columns)

    assert b"AIB305" in shown.data
    assert b"sig=****" in shown.data
    assert spilled(shown.data) == []


def test_carets_stand_below_the_hidden_secret(workspace, bakeferry, capsys):
    workspace.write(template_with(STEPS[0]))

    bakeferry("lint", "--select", "AIB305", "template.json")

    lines = capsys.readouterr().out.splitlines()
    source = next(line for line in lines if "sig=" in line)
    carets = lines[lines.index(source) + 1]
    assert source[carets.index("^") : carets.rindex("^") + 1] == "*" * len(SIGNATURE)


def test_the_page_of_a_job_shows_no_secret(secretive, bakeferry, monkeypatch):
    page = secretive.folder / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    bakeferry("verify", "--summary", "template.json", *READING)

    assert "AIB305" in page.read_text().replace("\\", "")
    assert spilled(page.read_bytes()) == []


def test_what_stamp_writes_still_holds_them(secretive, bakeferry):
    before = secretive.template.read_text()

    bakeferry("stamp", *READING, "template.json")
    after = secretive.template.read_text()

    assert after != before
    assert after.count(SIGNATURE) == before.count(SIGNATURE)


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", f"--map=https://user:{PASSWORD}@a.example/?{SAS}", "b.json"],
        ["verify", f"--map=https://a.example/?{SAS}=nowhere", "b.json"],
        ["verify", f"--mapp=https://a.example/?{SAS}", "b.json"],
        ["verify", f"--proxy=socks5://user:{PASSWORD}@a.example", "b.json"],
        ["verify", f"--proxy=http://user:{PASSWORD}@a.example:x", "b.json"],
        ["verify", f"--proxy=http://user:{PASSWORD}@127.0.0.1:1/", "b.json", *READING],
        ["lint", f"https://user:{PASSWORD}@a.example/?{SAS}"],
        ["lint", f"a?{SAS}"],
        ["lint", "--params", f"https://user:{PASSWORD}@a.example/x?sig", "b.json"],
        ["lint", "--ca-file", f"https://user:{PASSWORD}@a.example/", "b.json"],
        ["lint", "--params", f"key={ACCOUNT_KEY}", "--set", f"x={WEB_TOKEN}", "b.json"],
        [f"https://user:{PASSWORD}@a.example/?{SAS}"],
        ["explain", f"https://user:{PASSWORD}@a.example/?{SAS}"],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_slip_on_the_command_line_repeats_no_secret(
    arguments, secretive, bakeferry, capfdbinary
):
    bakeferry(*arguments)

    told = capfdbinary.readouterr()
    assert told.out + told.err
    assert spilled(told.out, told.err) == []


def test_a_parameter_that_is_a_secret_stays_one(workspace, bakeferry, capsys):
    resource = template_with(
        {"type": "Shell", "scriptUri": "[concat('ftp://a/x?', parameters('sas'))]"}
    )
    workspace.write(
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/'
        'deploymentTemplate.json#", "contentVersion": "1.0.0.0", '
        '"parameters": {"sas": {"type": "securestring"}}, '
        f'"resources": [{resource}]}}'
    )

    bakeferry("verify", "-o", "json", "template.json", "--params", f"sas={SAS}")

    told = capsys.readouterr()
    assert "ftp://a/x" in told.out
    assert spilled(told.out.encode(), told.err.encode()) == []


def loud(folder: Path) -> dict[str, str]:
    """An environment in which every library logs whatever it has to say."""
    site = folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\n"
    )
    changes = {"PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1"}
    env = environment(BAKEFERRY_CACHE_DIR=str(folder / "cache"), **changes)
    return {**env, "PYTHONPATH": f"{site}:{env['PYTHONPATH']}"}


BODY = SETUP * 10_000
ANSWERS = {
    "as it should be": honest(Content(BODY)),
    "not found": status("404 Not Found", body=f"no {SAS}".encode()),
    "forbidden": status("403 Forbidden", f"WWW-Authenticate: Bearer {BEARER}"),
    "leads to a signed address": redirect(f"/other?{SAS}"),
    "leads to a private address": redirect(f"http://10.0.0.1/?{SAS}"),
    "leads to a password": redirect(f"http://user:{PASSWORD}@127.0.0.1/"),
    "leads to no address": redirect(f"http://user:{PASSWORD}@[x/?{SAS}"),
    "leads to a file": redirect(f"file:///etc/passwd?{SAS}"),
    "has a secret for a version": honest(Content(BODY, etag=f'"{BEARER}"')),
}


@pytest.mark.parametrize("how", ["-o text", "-o json", "-o sarif", "-o junit"])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_no_answer_makes_it_spill(answer, how, workspace):
    async with serving(answer) as server:
        url = server.url(f"/setup.sh?{SAS}")
        step = {"type": "Shell", "scriptUri": url, "sha256Checksum": "0" * 64}
        workspace.write(template_with(step))
        done = await asyncio.to_thread(
            bakeferry,
            "verify",
            *how.split(),
            "--allow-private=127.0.0.1",
            "--allow-insecure-http",
            workspace.template,
            env=loud(workspace.folder),
        )

    told = [done.stdout, done.stderr.replace(f'"{BEARER}"'.encode(), b"")]
    remembered = [one.read_bytes() for one in (workspace.folder / "cache").iterdir()]
    assert server.requests
    assert b"DEBUG:asyncio:" in done.stderr
    assert b"Traceback" not in done.stderr
    assert [name for name in spilled(*told, *remembered) if name != "bearer"] == []
