"""Whoever meets an error of a copy is told what to do."""

from errno import ENOMEM

import pytest

from transfer import copy_errors, shortages
from transfer.azure.blobs.failures import is_deleted
from transfer.copy_errors import (
    ArtifactGone,
    ContainerGone,
    CopyError,
    Refused,
    Resumable,
    Unreachable,
)
from transfer.journal import errors as journal_errors
from transfer.most_telling import most_telling, translated
from transfer.shortages import OutOfMemory

KINDS = [
    (kind, tree.__doc__)
    for tree in (copy_errors, shortages, journal_errors)
    for kind in vars(tree).values()
    if isinstance(kind, type)
    and issubclass(kind, CopyError)
    and kind.__module__ == tree.__name__
    and kind is not CopyError
]


@pytest.mark.parametrize(("kind", "tree"), KINDS)
def test_every_error_stands_in_the_tree_and_says_what_to_do(kind, tree):
    assert kind.__name__ in tree
    assert kind.advice.endswith(".")
    assert kind.resumable is issubclass(kind, Resumable)


def test_what_a_service_says_cannot_reach_the_terminal():
    error = CopyError("disk\x1b]52;c;x\x07", "answered \x9b31m")

    assert not set(str(error)) & {"\x1b", "\x07", "\x9b"}


def test_of_several_failures_the_one_that_stays_is_told():
    group = BaseExceptionGroup(
        "", [Unreachable("a", "b"), ExceptionGroup("", [Refused("c", "d")])]
    )

    assert isinstance(most_telling(group), Refused)


@pytest.mark.parametrize(
    ("error", "is_known_to_be_gone"),
    [
        (ArtifactGone("a", "answered 404 BlobNotFound"), True),
        (ContainerGone("a", "answered 404 ContainerNotFound"), True),
        (ArtifactGone("a", "answered 404"), False),
        (Unreachable("a", "BlobNotFound"), False),
    ],
    ids=["blob", "container", "a proxy's", "no answer"],
)
def test_a_404_without_the_services_own_word_deletes_nothing(
    error, is_known_to_be_gone
):
    assert is_deleted(error) is is_known_to_be_gone


@pytest.mark.parametrize(
    "short",
    [MemoryError(), RuntimeError("can't start new thread"), OSError(ENOMEM, "no")],
    ids=repr,
)
def test_d49_memory_that_was_short_is_no_mistake_of_ours(short):
    group = BaseExceptionGroup("", [Unreachable("a", "b"), ExceptionGroup("", [short])])

    assert isinstance(most_telling(group), Resumable)
    assert isinstance(translated(short), OutOfMemory)


def test_a_mistake_of_ours_is_not_hidden_behind_an_error_of_theirs():
    group = BaseExceptionGroup("", [Unreachable("a", "b"), ZeroDivisionError()])

    assert most_telling(group) is group
