"""Each way in which a copy can stop has the code that scripts were promised."""

import pytest

from transfer import copy_errors, shortages
from transfer.copy_errors import (
    AccessDenied,
    AnswerNotTaken,
    ArtifactGone,
    ArtifactReplaced,
    CannotVerifyOrigin,
    ContainerGone,
    ContentDiffers,
    CopyError,
    DestinationExists,
    DestinationLost,
    DestinationMissing,
    DestinationUnfit,
    DiskFailed,
    ForeignBlocks,
    GivenUp,
    HostNotAllowed,
    HostNotTrusted,
    LeftOut,
    Misbehaved,
    NoBlobAddress,
    NoPageBlobThere,
    NotAVhd,
    NotExpected,
    NotReadable,
    NotSingle,
    Paused,
    Refused,
    Resumable,
    ServerCopyFailed,
    Unreachable,
)
from transfer.journal import errors as journal_errors
from transfer.journal.errors import (
    JobBusy,
    JournalLocked,
    JournalTooNew,
    JournalUnusable,
)
from transfer.shortages import DiskFull, OutOfMemory, TooManyOpenFiles
from tui.cli.transfers.codes import code_of_copy

PROMISED = {
    AccessDenied("a", "b"): 6,
    CannotVerifyOrigin("a", "b"): 6,
    ContentDiffers("a", "b"): 4,
    DestinationExists("a", "b"): 3,
    DestinationMissing("a", "b"): 3,
    DestinationUnfit("a", "b"): 3,
    AnswerNotTaken("a", "b"): 3,
    HostNotAllowed("a", "b"): 3,
    HostNotTrusted("a", "b"): 3,
    NoPageBlobThere("a", "b"): 3,
    NotSingle("a", "b"): 3,
    NotReadable("a", "b"): 6,
    ContainerGone("a", "b"): 7,
    LeftOut("a", "b"): 0,
    ForeignBlocks("a", "b"): 5,
    NoBlobAddress("a", "b"): 3,
    NotAVhd("a", ["b"], "c"): 3,
    Refused("a", "b"): 3,
    JobBusy("a", 1): 3,
    DiskFull("a", 1): 5,
    DiskFailed("a", "b"): 5,
    OutOfMemory(): 5,
    TooManyOpenFiles("a"): 5,
    DestinationLost("a", "b"): 5,
    Paused("a", "b"): 5,
    GivenUp("a", "b"): 130,
    NotExpected("a", "b", "c"): 4,
    JournalLocked("a", 1): 5,
    ArtifactReplaced("a", "b"): 5,
    ArtifactGone("a", "b"): 7,
    Misbehaved("a", "b"): 7,
    ServerCopyFailed("a", "b"): 7,
    Unreachable("a", "b"): 7,
    JournalTooNew("a", "b"): 2,
    JournalUnusable("a", "b"): 6,
}


@pytest.mark.parametrize(("error", "code"), PROMISED.items(), ids=repr)
def test_an_error_before_anything_has_begun(error, code):
    assert code_of_copy(error, has_begun=False) == code


def test_what_broke_off_on_the_way_is_partial():
    assert code_of_copy(Unreachable("a", "b"), has_begun=True) == 5


def test_what_is_no_vhd_is_told_the_option_that_copies_it():
    assert "--any-file" in NotAVhd("a", ["b"], "c").advice


def test_where_the_service_may_not_read_the_option_that_forbids_to_stream_is_named():
    assert "Without --only" in CannotVerifyOrigin("a", "b").advice


def test_no_error_of_the_engine_is_forgotten():
    kinds = {
        kind
        for kind in (
            vars(copy_errors) | vars(shortages) | vars(journal_errors)
        ).values()
        if isinstance(kind, type) and issubclass(kind, CopyError)
    }
    assert kinds - {CopyError, Resumable} == {type(error) for error in PROMISED}
