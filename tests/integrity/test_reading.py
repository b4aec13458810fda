"""What was read, as the rules of each file ask for it."""

from pathlib import Path

from integrity.facts import ArtifactFact
from integrity.reading import facts_by_folder
from integrity.secret_url import SecretUrl

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
