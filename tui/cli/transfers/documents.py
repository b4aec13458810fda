"""The shapes of what machines read of disks and copies; schemas are made from these.

Within `/1` fields are only added, and so may be values of an enumeration.
"""

from typing import Annotated, Literal, TypedDict

from integrity.lint.reports.documents import (
    Address,
    Count,
    Head,
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
    format: Annotated[str, ("examples", ("vhd", "none"))]
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
    takers: list[TakerItem]


TRANSFER_SCHEMAS: dict[str, object] = {"vhd": VhdDocument}
"""What can be asked for by name."""
