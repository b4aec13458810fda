"""The rules about addresses, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, script, steps
from mending import mended

from integrity.lint.rules.addresses import unsupported_address
from integrity.lint.severity import Severity

URL = "https://artifacts.example.com/setup.sh"
BLOB = "https://contosoimages.blob.core.windows.net/scripts/setup.sh"


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/o/r/blob/main/a/b.sh",
        "https://raw.githubusercontent.com/o/r/raw/main/a/b.sh",
        "https://raw.githubusercontent.com/o/r/tree/main/a/b.sh",
        "https://github.com/o/r/main/a/b.sh",
    ],
)
def test_an_address_between_page_and_raw_file_leads_nowhere(url):
    (complaint,) = complaints(unsupported_address, steps(script(url)))

    raw = "https://raw.githubusercontent.com/o/r/main/a/b.sh"
    assert complaint.help == f"Write {raw}"
    assert complaint.fix is not None
    assert complaint.fix.edits[0].replacement == f'"{raw}"'


def test_a_raw_address_without_repository_or_version_leads_nowhere():
    url = "https://raw.githubusercontent.com/o/a.sh"

    assert messages(unsupported_address, steps(script(url))) == [
        "the service cannot fetch this: it lacks the repository, the version or the file"
    ]


def test_http_is_a_warning():
    (complaint,) = complaints(
        unsupported_address, steps(script("http://a.example.com/x"))
    )

    assert complaint.severity is Severity.WARNING


@pytest.mark.parametrize(
    "url",
    [
        "scripts/setup.sh",
        "./setup.sh",
        "/opt/setup.sh",
        "C:\\scripts\\setup.ps1",
        "\\\\files\\scripts\\setup.ps1",
        "file:///opt/setup.sh",
        "ftp://files.example.com/setup.sh",
        "git@github.com:o/r.git",
        "https:///setup.sh",
        "https://[broken/setup.sh",
    ],
)
def test_what_the_service_cannot_fetch_is_an_error(url):
    (complaint,) = complaints(unsupported_address, steps(script(url)))

    assert complaint.severity is None
    assert complaint.message.startswith("the service cannot fetch this: ")


def test_white_space_around_an_address_is_taken_away():
    template = steps(script(f" {URL}\n"))

    (step,) = mended(unsupported_address, template)["properties"]["customize"]
    assert step["scriptUri"] == URL


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://10.0.0.4/a.ps1", "10.0.0.4 is in a network of yours"),
        ("https://[::1]/a.ps1", "::1 is in a network of yours"),
        ("https://buildserver/a.ps1", "buildserver is in a network of yours"),
        (
            "https://a.blob.core.windows.net/scripts/",
            "the address ends at a container",
        ),
        (
            "https://raw.githubusercontent.com/o/r/main/scripts/",
            "the address ends at a folder",
        ),
    ],
)
def test_what_the_service_cannot_reach_is_refused(url, why):
    (complaint,) = complaints(unsupported_address, steps(script(url)))

    assert complaint.severity is None
    assert complaint.message == f"the service cannot fetch this: {why}"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://a.example.com/my script.ps1", "a blank in the address"),
        ("https://a.example.com/my - script.ps1", "a blank in the address"),
        (
            "https://a.example.com/setup.ps1 -Office365 $true",
            "arguments after the address: a script is given none",
        ),
        (
            "https://a.example.com/setup.PS1 $env:PROFILE",
            "arguments after the address: a script is given none",
        ),
        ("https://a.example.com/\u200bx", "an invisible U+200B in the address"),
        (
            "https://a.file.core.windows.net/share/x.ps1",
            "a file share of Azure serves nobody without a SAS",
        ),
        (
            "https://st-images.blob.core.windows.net/scripts/x.ps1",
            "no storage account can be called 'st-images'",
        ),
    ],
)
def test_a_doubtful_address_is_a_warning(url, message):
    (complaint,) = complaints(unsupported_address, steps(script(url)))

    assert complaint.severity is Severity.WARNING
    assert complaint.message == message


@pytest.mark.parametrize(
    "url",
    [
        URL,
        BLOB,
        "HTTPS://A.EXAMPLE.COM/x",
        "https://stimages-secondary.blob.core.windows.net/scripts/x.ps1",
        "https://stimages.z01.blob.storage.azure.net/scripts/x.ps1",
    ],
)
def test_an_https_address_breaks_no_rule_of_schemes(url):
    assert messages(unsupported_address, steps(script(url))) == []
