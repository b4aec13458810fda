"""A File step as a script step: quoted safely, in the file's own style."""

import json
import shlex
from dataclasses import replace

import pytest
from judging import template_of

from integrity.lint.rewrite import download_fix, download_step
from integrity.template.edit import apply

SHA = "1a53ef5144c5224267c0640f2f0cef5a29ca421623f36c04db78adc056d9c6a8"
URL = "https://artifacts.example.com/agent.tgz"
TEMPLATE = """{
  "properties": {
    "source": {"type": "PlatformImage", "publisher": "%s"},
    "customize": [
      %s
    ]
  }
}
"""
FILE = """{
        "type": "File",
        "name": "agent",
        "sourceUri": "https://artifacts.example.com/agent.tgz",
        "destination": "/tmp/agent.tgz"
      }"""


def template_with(step: str, publisher: str = "Canonical"):
    return template_of(TEMPLATE % (publisher, step))


def with_file_step(publisher: str = "Canonical", **members: object):
    members = {"type": "File", "sourceUri": URL, **members}
    return template_with(json.dumps(members), publisher)


def downloaded(publisher: str = "Canonical", **members: object) -> str | None:
    template = with_file_step(publisher, **members)
    return download_step(template.customizers[0], SHA)


def commands(publisher: str = "Canonical", **members: object) -> list[str]:
    text = downloaded(publisher, **members)
    assert text is not None
    return json.loads(text)["inline"]


def test_linux_downloads_with_curl_and_checks():
    assert commands(destination="/tmp/agent.tgz") == [
        "curl -fsSL --retry 5 -o /tmp/agent.tgz "
        "https://artifacts.example.com/agent.tgz",
        f"echo '{SHA}  /tmp/agent.tgz' | sha256sum -c -",
    ]


def test_windows_downloads_with_powershell_and_checks():
    lines = commands("MicrosoftWindowsServer", destination="C:\\install\\agent.msi")

    assert lines[1:] == [
        "Invoke-WebRequest -UseBasicParsing "
        "-Uri 'https://artifacts.example.com/agent.tgz' "
        "-OutFile 'C:\\install\\agent.msi'",
        "$hash = (Get-FileHash -Algorithm SHA256 "
        "-LiteralPath 'C:\\install\\agent.msi').Hash",
        f"if ($hash -ne '{SHA}') {{ throw 'SHA-256 mismatch' }}",
    ]


def test_outside_tmp_it_downloads_as_root():
    assert commands(destination="/opt/agent.tgz")[0].startswith("sudo curl ")


@pytest.mark.parametrize(
    "hostile", ["a b", "a'b", 'a"b', "$(reboot)", "`reboot`", "a;reboot", "a&b", "-o x"]
)
def test_a_shell_takes_hostile_names_as_they_are(hostile):
    url, path = f"https://a.example.com/{hostile}", f"/tmp/{hostile}"

    download, check = commands(sourceUri=url, destination=path)

    assert shlex.split(download)[-3:] == ["-o", path, url]
    assert shlex.split(check)[:2] == ["echo", f"{SHA}  {path}"]


@pytest.mark.parametrize("quote", ["'", "\u2018", "\u2019", "\u201a", "\u201b"])
def test_powershell_takes_every_quote_doubled(quote):
    lines = commands("MicrosoftWindowsServer", destination=f"C:\\a{quote}; reboot #")

    assert f"-OutFile 'C:\\a{quote}{quote}; reboot #'" in lines[1]


def test_the_fix_is_in_the_style_of_the_file():
    template = template_with(FILE)
    fix = download_fix(template.customizers[0], SHA)

    assert fix is not None
    assert apply(template.document, fix.edits) == TEMPLATE % (
        "Canonical",
        f"""{{
        "type": "Shell",
        "name": "agent",
        "inline": [
          "curl -fsSL --retry 5 -o /tmp/agent.tgz {URL}",
          "echo '{SHA}  /tmp/agent.tgz' | sha256sum -c -"
        ]
      }}""",
    )


def test_tabs_and_windows_line_ends_stay():
    step = FILE.replace("        ", "\t\t").replace("      }", "\t}")
    template = template_with(step.replace("\n", "\r\n").replace("{\r", "{\r"))
    text = download_step(template.customizers[0], SHA)

    assert text is not None
    assert text.count("\r\n") == text.count("\n") == 7
    assert json.loads(text)["type"] == "Shell"


@pytest.mark.parametrize(
    ("inner", "unit"),
    [(10 * " ", 4 * " "), (7 * " ", " "), (6 * " ", 2 * " "), (2 * " ", 2 * " ")],
    ids=["four blanks", "one blank", "as far as its brace", "less far"],
)
def test_a_step_is_indented_as_it_was_by_as_much_as_it_was(inner, unit):
    template = template_with(FILE.replace("\n        ", f"\n{inner}"))

    lines = str(download_step(template.customizers[0], SHA)).splitlines()

    assert lines[1] == f'      {unit}"type": "Shell",'
    assert lines[4].startswith(f'      {2 * unit}"curl')
    assert lines[-1] == "      }"


def test_a_name_stays_readable_whatever_its_letters():
    for step in (FILE, FILE.replace("\n", " ")):
        template = template_with(step.replace('"agent"', '"überwachen"'))
        assert '"überwachen"' in str(download_step(template.customizers[0], SHA))


def test_a_step_that_an_expression_makes_has_no_indentation():
    template = template_with(FILE)
    [step] = template.customizers
    step.node = replace(step.node, computed=True)

    assert "\n" not in str(download_step(step, SHA))


def test_a_step_on_one_line_stays_on_one_line():
    text = downloaded(destination="/tmp/x")

    assert text is not None
    assert "\n" not in text


def test_without_a_digest_there_is_a_place_for_it_and_no_fix():
    template = with_file_step(destination="/tmp/x")
    [step] = template.customizers

    assert "<sha256>" in str(download_step(step, None))
    assert download_fix(step, None) is None


@pytest.mark.parametrize(
    "members",
    [
        {"destination": "x"},
        {"destination": "/tmp/a\nb"},
        {"destination": "/tmp/a\\b"},
        {"destination": "C:\\x"},
        {"destination": ""},
        {"destination": "/tmp/x", "sourceUri": "https://a.example.com/x\ny"},
        {"destination": "/tmp/x", "sourceUri": f"{URL}?sig={SHA}"},
        {"destination": "/tmp/x", "sourceUri": "https://u:Harbour-4@a.example.com/x"},
    ],
)
def test_what_cannot_be_written_safely_is_not_written(members):
    assert downloaded(**members) is None


def test_a_step_with_more_in_it_is_shown_but_not_replaced():
    template = with_file_step(destination="/tmp/x", comment="keep me")
    [step] = template.customizers

    assert download_step(step, SHA) is not None
    assert download_fix(step, SHA) is None
