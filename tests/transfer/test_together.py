"""Several processes that want the same file: one brings it, nobody spoils it."""

from copying import ARTIFACT
from killable import copy_once, expected

from transfer.copy_errors import DestinationExists
from transfer.journal.errors import JobBusy
from transfer.journal.store import Journal

PROCESSES = 6


def copy_and_tell(folder, answers, state):
    try:
        copy_once(folder, state=state)
    except (JobBusy, DestinationExists) as error:
        answers.put(type(error).__name__)
    else:
        answers.put("copied")


def at_once(processes, folder, states):
    """What becomes of processes that begin the same copy, each with its journal."""
    answers = processes.Queue()
    at_work = [
        processes.Process(target=copy_and_tell, args=(folder, answers, state))
        for state in states
    ]
    for each in at_work:
        each.start()
    told = [answers.get(timeout=60) for _ in at_work]
    for each in at_work:
        each.join()
        each.close()
    answers.close()
    answers.join_thread()
    return told


def test_j06_of_many_at_once_one_copies_and_the_others_say_why_not(processes, tmp_path):
    told = at_once(processes, tmp_path, ["state"] * PROCESSES)

    assert "copied" in told
    assert set(told) <= {"copied", "JobBusy"}
    assert (tmp_path / "disk.vhd").read_bytes() == expected()
    assert list(tmp_path.glob("*.part")) == []
    with Journal.open(tmp_path / "state") as journal:
        assert journal.find(ARTIFACT, str(tmp_path / "disk.vhd")) is None
        assert len(journal.jobs()) == 1


def test_j06_where_no_journal_keeps_them_apart_one_is_named_and_none_is_mixed(
    processes, tmp_path
):
    told = at_once(processes, tmp_path, ["one", "two", "three"])

    assert sorted(told) == ["DestinationExists", "DestinationExists", "copied"]
    assert (tmp_path / "disk.vhd").read_bytes() == expected()
