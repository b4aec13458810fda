"""What stands there under a misspelt key is told of the key, and not missed as well."""

import json

import pytest
from judging import IDENTITY

from integrity.lint.linter import judge_file
from integrity.lint.selection import EVERYTHING, Selection
from integrity.lint.severity import Severity
from integrity.template.loader import load

GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g"
TEMPLATE = f"""{{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "apiVersion": "2024-02-01",
  "name": "golden",
  "location": "westus2",
  "identity": {{"type": "UserAssigned", "userAssignedIdentities": {{"{IDENTITY}": {{}}}}}},
  "properties": {{
    "vmProfile": {{"vmSize": "Standard_D2s_v3"}},
    "source": {{
      "type": "PlatformImage", "publisher": "Canonical", "version": "22.04.202209200",
      "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts"
    }},
    "customize": [
      {{"type": "Shell", "name": "one", "inline": ["true"]}},
      {{
        "type": "File", "name": "two", "destination": "/tmp/two",
        "sourceUri": "https://contoso.blob.core.windows.net/files/two",
        "sha256Checksum": "{"0123456789abcdef" * 4}"
      }}
    ],
    "distribute": [
      {{
        "type": "ManagedImage", "runOutputName": "image", "location": "westus2",
        "imageId": "{GROUP}/providers/Microsoft.Compute/images/i"
      }}
    ]
  }}
}}"""


def told(right, wrong, version="2024-02-01", selection=EVERYTHING):
    text = TEMPLATE.replace(f'"{right}"', f'"{wrong}"', 1).replace(
        "2024-02-01", version
    )
    findings = judge_file(load("t.json", text.encode()), selection=selection).findings
    return [one.rule for one in findings if one.severity is not Severity.NOTE]


def test_the_template_is_clean():
    assert json.loads(TEMPLATE)
    assert told("inline", "inline") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("location", "locaton"),
        ("identity", "idenity"),
        ("properties", "propertes"),
        ("userAssignedIdentities", "userAssignedIdentity"),
        ("source", "sources"),
        ("publisher", "publsher"),
        ("inline", "inlines"),
        ("sourceUri", "sourceUrl"),
        ("destination", "destinaton"),
        ("sha256Checksum", "sha256CheckSums"),
        ("distribute", "distribution"),
        ("runOutputName", "runOutput"),
        ("imageId", "imagId"),
    ],
)
def test_a_misspelt_key_is_one_finding(right, wrong):
    assert told(right, wrong) == ["AIB104"]


def test_what_is_misspelt_is_missed_where_the_service_ignores_it():
    assert told("runOutputName", "runOutput", version="2023-07-01") == [
        "AIB403",
        "AIB104",
    ]


def test_what_is_misspelt_is_missed_where_nobody_hears_of_its_name():
    ignoring = Selection(ignore=("AIB104",))

    assert told("runOutputName", "runOutput", selection=ignoring) == ["AIB403"]


def test_a_key_that_stands_there_too_is_the_one_that_counts():
    both = 'runOutputName": "a b", "runOutput'

    assert told("runOutputName", both) == ["AIB404", "AIB104"]
