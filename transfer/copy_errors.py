"""What can go wrong in a copy, and what to do about each.

CopyError, a `TransferError`
├── Resumable                 the job stays; the same command takes it up again
│   ├── AccessDenied          credentials are missing, expired or too weak
│   │   └── NotReadable       this machine does not let us read a file or a folder
│   ├── Unreachable           the other end failed, also when asked again for long
│   ├── DiskFailed            the system could not write, or not be sure that it had
│   ├── DestinationLost       somebody else wrote there, or took our lease
│   │   └── ForeignBlocks     blocks that no list names wait there, with other ids
│   └── Paused                somebody wished for a pause
├── GivenUp                   somebody wished for an end
├── ArtifactGone              nothing is there any more
│   └── ContainerGone         there is no such container, or nothing in that part of it
├── ArtifactReplaced          another version is there than the one begun with
├── Misbehaved                the other end broke the protocol, again and again
├── ContentDiffers            bytes are not what they have to be
│   └── NotExpected           nor is the whole what somebody was told it would be
├── DestinationExists         nothing is overwritten unless it is asked for
├── DestinationUnfit          what is there cannot take these bytes
│   ├── DestinationMissing    there is no such folder or container
│   └── NoPageBlobThere       a disk needs a page blob, which cannot be made there
├── ServerCopyFailed          the service gave its own copy up
├── CannotVerifyOrigin        the service may not read the artifact by itself
├── NotAVhd                   what is to be rescued is no disk that Azure takes
├── LeftOut                   it is neither a file nor a folder, so no part of a copy
└── Refused                   a rule of ours forbids it: names, two of one name
    ├── HostNotAllowed        its address may not be dialled
    ├── HostNotTrusted        it has not proven who it is
    ├── AnswerNotTaken        it answers with a redirect, or in a forced encoding
    ├── NotSingle             many files are meant, and nobody said so
    └── NoBlobAddress         it is an address, but none of a blob that may be read

The journal's own stand in `journal/errors`, and what this machine is short of in
`shortages`.
"""

from collections.abc import Iterable
from typing import ClassVar

from integrity.safe_text import safe_text
from transfer.errors import TransferError


class CopyError(TransferError):
    """The root: whoever catches it has caught everything that a copy raises."""

    advice: str = ""
    """What to do, in a sentence for people."""

    resumable: ClassVar[bool] = False
    """Whether the same command goes on where this one stopped."""

    def __init__(self, item: str, why: str) -> None:
        super().__init__(f"{safe_text(item)}: {safe_text(why)}")
        self.item = safe_text(item)
        """An address as it may be shown, or a path."""

        self.why = safe_text(why)


class Resumable(CopyError):
    """The copy stopped; nothing is lost, and it can be taken up again."""

    advice = "Run the same command again: it goes on where it stopped."
    resumable = True


class AccessDenied(Resumable):
    """Credentials are missing, expired or too weak: 401, 403."""

    advice = (
        "Sign in again, or give an address with a fresh signature, with the role "
        "Storage Blob Data Reader to read and Contributor to write; "
        "then run the same command again."
    )


class NotReadable(AccessDenied):
    """A file or a folder of this machine may not be read by whoever we are."""

    advice = "Have it made readable, then run the same command again."


class Unreachable(Resumable):
    """The other end failed, and went on failing."""

    advice = "Look at the network, then run the same command again."


class DiskFailed(Resumable):
    """The system failed to write, or could not promise that it had."""

    advice = "Look at the disk: what was written last is fetched again the next time."


class DestinationLost(Resumable):
    """The destination changed under our hands: lease lost, other writer, deleted."""

    advice = (
        "Find out who else writes there. Nothing was overwritten; "
        "run the same command again when it is yours."
    )


class ForeignBlocks(DestinationLost):
    """Blocks that belong to no blob yet have ids of another length than ours."""

    advice = (
        "Another program has begun to upload a blob of this name, and its blocks wait "
        "there unseen. Let it finish, choose another name, or wait: they go a week "
        "after the last of them. To be rid of them now, put an empty blob there "
        '(`az storage blob upload --data ""`) and delete it; '
        "then run the same command again."
    )


class Paused(Resumable):
    """Somebody has asked for a pause, from here or from another window."""

    advice = "What has arrived stays; the job can be taken up at any time."


class GivenUp(CopyError):
    """Somebody has cancelled it, from here or from another window."""

    advice = "`bakeferry jobs clean` removes what given-up jobs have left."


class ArtifactGone(CopyError):
    """There is nothing behind the address any more: 404, 410."""

    advice = (
        "Is the name right? What Image Builder keeps in staging goes with its template; "
        "then build the image again."
    )


class ContainerGone(ArtifactGone):
    """There is no such container, or no blob in the part of it that is meant."""

    advice = "Is the name right? Upper case and lower case differ in it."


class ArtifactReplaced(CopyError):
    """Another version stands behind the address than the one that was begun with."""

    advice = (
        "Versions are never mixed. Start anew to copy the version that is there now; "
        "what has arrived of the old one is kept until you do."
    )


class Misbehaved(CopyError):
    """The other end broke the protocol, and did so again when asked again."""

    advice = "A proxy may be in between. Report it with the request's id."


class ContentDiffers(CopyError):
    """Bytes are not what they have to be; nothing was published."""

    advice = "Run the command again: chunks that differ are fetched anew."

    def __init__(self, item: str, why: str, chunks: Iterable[int] = ()) -> None:
        super().__init__(item, why)
        self.chunks = tuple(chunks)
        """Those that differ, counted from 0; none if only the whole is known to."""


class NotExpected(ContentDiffers):
    """It has another digest than somebody was told; nothing was published."""

    advice = "Find out which digest is right, and say it in the same command."

    def __init__(self, item: str, sha256: str, expected: str) -> None:
        super().__init__(item, f"its sha256 is {sha256 or 'unknown'}, not {expected}")
        self.sha256 = sha256
        """What it is instead; empty where nobody can say."""


class DestinationExists(CopyError):
    """Something is at the destination."""

    advice = "Choose another name, or allow it with --overwrite."


class DestinationUnfit(CopyError):
    """What is at the destination cannot take these bytes."""

    advice = "Choose another name, or another folder or container."


class DestinationMissing(DestinationUnfit):
    """There is no such folder or container."""

    advice = "Make it first, or choose another: nothing was copied."


class NoPageBlobThere(DestinationUnfit):
    """What is a disk needs a page blob, and none can be made there."""

    advice = (
        "Choose another folder, container or account: a VHD needs a page blob, "
        "which an account with hierarchical namespace does not have."
    )


class ServerCopyFailed(CopyError):
    """The service gave up its own copy."""

    advice = "Copy range by range, which can be taken up where it stopped."


class CannotVerifyOrigin(CopyError):
    """The service may not read the artifact by itself: firewall, tenant, rights."""

    advice = "Without --only the bytes are streamed through this machine instead."


class NotAVhd(CopyError):
    """What is to be rescued is no fixed VHD, and nothing else was asked for."""

    advice = "If it is to be copied as it is, say --any-file."

    def __init__(self, item: str, problems: Iterable[str], how: str) -> None:
        super().__init__(item, "; ".join(problems))
        sentence = safe_text(f"{how[:1].upper()}{how[1:]}")
        self.advice = f"{sentence}. {self.advice}"


class LeftOut(CopyError):
    """Something in a folder is neither a file nor a folder: no copy is made of it."""

    advice = "Only files are copied; what a link leads to can be named by itself."


class Refused(CopyError):
    """A rule of ours forbids it."""

    advice = "Name another file, or another place for it."


class HostNotAllowed(Refused):
    """Its address may not be dialled; why says what allows it, where anything does."""

    advice = "Nothing was sent to it."


class HostNotTrusted(Refused):
    """It does not prove who it is; why says what may help, where anything does."""

    advice = "Nothing was sent to it."


class AnswerNotTaken(Refused):
    """It leads elsewhere, or encodes what was asked for as it is, again and again."""

    advice = (
        "A copy follows no redirect and unpacks nothing: give the blob's own address. "
        "If it is, a proxy in between answers; what has arrived stays."
    )


class NotSingle(Refused):
    """A folder or a container is meant, and nobody said that all in it is."""

    advice = "Say -r to copy all that is in it, or name the files."


class NoBlobAddress(Refused):
    """It is an address, but none of a blob, or its bytes could change on the way."""

    advice = "Use an https address of a storage account, or a plain path."
