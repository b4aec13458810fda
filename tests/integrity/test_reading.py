"""What was read, as the rules of each file ask for it."""

from pathlib import Path

import pytest

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.reading import (
    FILE_LIMIT,
    TemplateFile,
    facts_by_folder,
    references_of,
    request_of,
    wider,
)
from integrity.secret_url import SecretUrl
from integrity.template.loader import load

NETWORK = [f"https://example.com/{number}.sh" for number in range(50)]
FOLDERS = [Path(f"team-{number}") for number in range(20)]
LOCAL = "setup.sh"


def facts():
    keys = [(url, None) for url in NETWORK] + [(LOCAL, folder) for folder in FOLDERS]
    return {key: ArtifactFact(SecretUrl(key[0])) for key in keys}


def test_a_folder_knows_the_network_and_its_own_files():
    known = facts()
    own = facts_by_folder(known)
    for folder in FOLDERS:
        assert own[folder][LOCAL] is known[LOCAL, folder]
        assert own[folder][NETWORK[0]] is known[NETWORK[0], None]
    assert LOCAL not in own[None]


def test_what_came_from_the_network_is_held_once_for_all_folders():
    own = facts_by_folder(facts())
    held = {id(part): part for folder in FOLDERS for part in own[folder].maps}
    assert sum(map(len, held.values())) == len(facts())


def asked(limit=None, *, declared=False):
    return ArtifactRequest(NETWORK[0], limit, checksum_declared=declared)


def test_of_a_file_step_no_more_than_20_mib_are_wanted():
    assert FILE_LIMIT == 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("one", "other", "limit"), [(1, 1, 1), (1, None, None), (None, 1, None)]
)
def test_what_two_places_name_is_read_as_far_as_either_needs(one, other, limit):
    assert wider(asked(one), asked(other)) == asked(limit)


@pytest.mark.parametrize(("one", "other"), [(True, False), (False, True)])
def test_what_one_of_two_places_declares_is_declared(one, other):
    both = wider(asked(declared=one), asked(declared=other))
    assert both == asked(declared=True)


LOOP = """{"resources": [{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "name": "[concat('image', copyIndex())]",
  "copy": {"name": "images", "count": 3},
  "properties": {"customize": [
    {"type": "Shell", "scriptUri": "https://example.com/setup.sh"},
    {"type": "Shell", "scriptUri": "[concat('https://example.com/', copyIndex())]"}
  ]}
}]}"""


def test_a_place_is_told_once_however_often_a_loop_comes_to_it():
    file = TemplateFile(load("template.json", LOOP.encode()), folder=None)

    assert [one.url.rpartition("/")[2] for one in references_of(file)] == [
        "setup.sh", "0", "1", "2",
    ]  # fmt: skip


BOTH = """{"resources": [{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "properties": {"customize": [
    {"type": "File", "sourceUri": "https://example.com/a", "sha256Checksum": "%s"},
    {"type": "Shell", "scriptUri": "https://example.com/b"}
  ]}
}]}""" % ("0" * 64)


def test_only_of_what_a_file_step_brings_the_rest_does_not_matter():
    file = TemplateFile(load("template.json", BOTH.encode()), folder=Path("team"))
    copied, run = (request_of(one, file) for one in references_of(file))

    assert (copied.limit, copied.checksum_declared) == (FILE_LIMIT, True)
    assert (run.limit, run.checksum_declared) == (None, False)
    assert copied.folder == run.folder == Path("team")
