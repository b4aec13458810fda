"""The shapes of what machines read of disks and copies; schemas are made from these.

Within `/1` fields are only added, and so may be values of an enumeration.
"""

from typing import Annotated, Literal, TypedDict

from integrity.lint.reports.documents import (
    Address,
    Count,
    Head,
    Seconds,
    Sha256,
    Size,
    Tail,
    Time,
)


class TakerItem(TypedDict):
    """Somebody who may be asked to take a disk."""

    name: Annotated[
        str, ("examples", ("managed disk", "Azure Marketplace", "Azure Stack Hub"))
    ]
    takes: bool
    objections: list[str]


class VhdDocument(Head, Tail):
    """The result of `bakeferry vhd -o json`."""

    schema: Literal["bakeferry.vhd/1"]
    artifact: Address
    format: Annotated[
        str,
        ("examples", ("vhd", "vhdx", "qcow2", "vmdk", "vdi", "raw", "none")),
        ("description", "none: nothing says what it is."),
    ]
    diskType: Annotated[
        str | None, ("examples", ("fixed", "dynamic", "differencing", None))
    ]
    size: Size
    diskSize: Annotated[Size | None, ("description", "What the footer says.")]
    dataBytes: Annotated[Size, ("description", "Bytes that are no hole.")]
    checksumHolds: bool | None
    isWholeMebibytes: Annotated[
        bool, ("description", "Without the footer it is n MiB.")
    ]
    creator: str | None
    created: Time | None
    uniqueId: str | None
    partitionScheme: Annotated[str | None, ("examples", ("gpt", "mbr", "none", None))]
    generations: Annotated[list[Count], ("description", "It seems made for these.")]
    sha256: Annotated[Sha256 | None, ("description", "null: not asked for.")]
    problems: list[str]
    advice: Annotated[str | None, ("description", "What makes a fixed VHD of it.")]
    takers: list[TakerItem]


class CopyItem(TypedDict):
    """One copy: its receipt, or why there is none."""

    name: str
    artifact: Address
    destination: Address
    outcome: Annotated[str, ("examples", ("copied", "planned", "failed", "skipped"))]
    strategy: Annotated[
        str | None,
        (
            "examples",
            ("server-side", "streamed", "service", "download", "upload", "local", None),
        ),
    ]
    why: Annotated[str | None, ("description", "The reason for the strategy.")]
    job: Annotated[str | None, ("description", "Of the copy, or to be taken up.")]
    size: Annotated[Size | None, ("description", "Bytes, holes included.")]
    dataBytes: Size | None
    movedBytes: Annotated[Size | None, ("description", "In this run.")]
    level: Annotated[
        str | None,
        (
            "examples",
            ("unverified", "length-checked", "transfer-checked", "verified", None),
        ),
    ]
    sha256: Sha256 | None
    crc64: Annotated[
        str | None, ("description", "CRC-64/NVME of the whole, 16 hex digits.")
    ]
    etag: str | None
    notKept: Annotated[
        list[str],
        ("description", "Properties and metadata that no blob can be given."),
    ]
    startedAt: Time | None
    seconds: Seconds | None
    problem: str | None
    advice: str | None
    resume: Annotated[str | None, ("description", "The command that goes on.")]
    exitCode: Count


class CopiesSummary(TypedDict):
    """How many of what."""

    copied: Count
    planned: Count
    failed: Count
    skipped: Annotated[Count, ("description", "Neither files nor folders.")]
    movedBytes: Size


class CopiesDocument(Head, Tail):
    """The result of `copy`, `rescue` and `jobs resume` with `-o json`."""

    schema: Literal["bakeferry.copies/1"]
    summary: CopiesSummary
    items: list[CopyItem]


class JobItem(TypedDict):
    """One job of the journal."""

    id: str
    state: Annotated[str, ("examples", ("active", "publishing", "done", "given up"))]
    isRunning: Annotated[bool, ("description", "A process works on it now.")]
    artifact: Address
    destination: Address
    strategy: str
    size: Size
    arrivedBytes: Annotated[Size, ("description", "By the journal; at most so many.")]
    level: str | None
    sha256: Sha256 | None
    expectedSha256: Annotated[
        Sha256 | None, ("description", "Without which nothing is published.")
    ]
    updatedAt: Time


class JobsSummary(TypedDict):
    """How many of what."""

    jobs: Count
    resumable: Count


class JobsDocument(Head, Tail):
    """The result of `jobs list`, `show`, `cancel`, `remove` and `clean` as JSON."""

    schema: Literal["bakeferry.jobs/1"]
    summary: JobsSummary
    items: list[JobItem]


class CopyEvent(CopyItem):
    """One copy has ended."""

    event: Literal["item"]


class JobEvent(JobItem):
    """One job."""

    event: Literal["item"]


class ProgressEvent(TypedDict):
    """How far a copy has come; at most once a second for each."""

    event: Literal["progress"]
    name: str
    stage: Annotated[
        str,
        (
            "examples",
            ("waiting", "reading", "hashing", "copying", "retrying", "done"),
        ),
    ]
    doneBytes: Size
    totalBytes: Size | None
    waitsFor: str | None
    """What it is waiting for; null while it moves."""
