"""Addresses with a slip of the pen in them, and what was meant."""

import pytest
from judging import complaints, messages, script, steps
from mending import mended

from integrity.lint.rules.addresses import unsupported_address
from integrity.lint.rules.checksums import not_pinned
from integrity.lint.severity import Severity

REST = "contosoimages.blob.core.windows.net/scripts/setup.sh"
BLOB = f"https://{REST}"
SAS = "?sv=2022-11-02&se=2099-01-01&sr=b&sp=r&sig=c2ln"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (f"“{BLOB}”", "a quotation mark around the address"),
        (f"'{BLOB}", "a quotation mark around the address"),
        (f"{BLOB}\u00a0", "white space around the address"),
        (f"\ufeff{BLOB}", "an invisible U+FEFF around the address"),
        (f"{BLOB}\u200b", "an invisible U+200B around the address"),
        (f"{BLOB},", "a comma at the end of the address"),
        (f"{BLOB};", "a semicolon at the end of the address"),
        (BLOB.replace("/", "\\"), "a backslash in the address"),
        (f"htps://{REST}", "https:// is misspelt"),
        (f"https:/{REST}", "https:// is misspelt"),
        (f"https//{REST}", "https:// is misspelt"),
        (f"https:///{REST}", "https:// is misspelt"),
        (f"https://{BLOB}", "https:// is there twice"),
        (REST, "https:// is missing before the address"),
        (f"//{REST}", "https:// is missing before the address"),
        (
            BLOB.replace("blob.", "privatelink.blob."),
            "a privatelink name is one for DNS: no certificate has it",
        ),
        (
            BLOB.replace("windows.net", "window.net"),
            "Azure's hosts end in core.windows.net, not window.net",
        ),
        (
            BLOB.replace("core.windows.net", "Core.Windows.com"),
            "Azure's hosts end in core.windows.net, not windows.com",
        ),
    ],
)
def test_a_slip_is_mended_to_what_was_meant(url, message):
    template = steps(script(url))

    assert messages(unsupported_address, template) == [message]
    (step,) = mended(unsupported_address, template)["properties"]["customize"]
    assert step["scriptUri"] == BLOB


@pytest.mark.parametrize("query", [SAS.replace("&", "&amp;"), f"?{SAS}"])
def test_a_sas_that_was_pasted_wrongly_is_mended(query):
    template = steps(script(BLOB + query))

    (step,) = mended(unsupported_address, template)["properties"]["customize"]
    assert step["scriptUri"] == BLOB + SAS


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (SAS.replace("sp=r", "sp=w"), "the SAS gives no right to read: sp=w"),
        (
            "?sv=2022-11-02&ss=fq&srt=o&sp=r&sig=c2ln",
            "the SAS is not for blobs: ss=fq",
        ),
        (
            "?sv=2022-11-02&ss=b&srt=sc&sp=rl&sig=c2ln",
            "the SAS is not for what is in a container: srt=sc",
        ),
    ],
)
def test_a_sas_that_opens_nothing_is_an_error(query, message):
    (complaint,) = complaints(unsupported_address, steps(script(BLOB + query)))

    assert (complaint.severity, complaint.message) == (None, message)


def test_a_sas_that_a_shell_has_cut_is_doubtful():
    """Where anybody may read the blob, the rest of the query does no harm."""
    template = steps(script(f"{BLOB}?sv=2022-11-02"))

    (complaint,) = complaints(unsupported_address, template)
    assert complaint.severity is Severity.WARNING
    assert complaint.message == "the SAS has no sig"


@pytest.mark.parametrize(
    "url",
    [
        BLOB + SAS,
        f"{BLOB}?sv=2022-11-02&ss=bf&srt=sco&sp=rwdl&sig=c2ln",
        f"{BLOB}?versionId=2024-01-01T00:00:00Z",
        "https://contoso.blob.core.usgovcloudapi.net/scripts/setup.sh",
        "https://artifacts.example.com/setup.sh?sp=w&sig=1&amp;x=2",
    ],
)
def test_what_only_looks_like_a_slip_is_none(url):
    assert messages(unsupported_address, steps(script(url))) == []


def test_no_checksum_is_missed_of_an_address_that_has_to_be_mended():
    assert messages(not_pinned, steps(script(f"https:/{REST}"))) == []
