"""One VHD examined: what it is, what is wrong with it, and who would take it."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.sizes import MIB, TIB
from transfer.vhd.footer import (
    FOOTER_SIZE,
    DiskType,
    Footer,
    NoFooter,
    parse_footer,
)
from transfer.vhd.kinds import kind_of
from transfer.vhd.partitions import Partitions, Scheme, partitions

_VERSION = 0x0001_0000
_SMALLEST_DISK = 20 * MIB
_LARGEST_DISK = 32 * TIB
_LARGEST_PAGE_BLOB = 8 * TIB

_ARTICLES: Mapping[DiskType | None, str] = MappingProxyType(
    {
        DiskType.DYNAMIC: "a dynamic",
        DiskType.DIFFERENCING: "a differencing",
        None: "an unknown kind of",
    }
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file's size, its start and its last 512 bytes say."""

    size: int
    """Bytes of the file, footer included."""

    format: str
    """`vhd`, `raw`, another kind's name, or `none`: nothing says what it is."""

    footer: Footer | None
    """None: it is no VHD. A raw disk image has no footer."""

    partitions: Partitions | None
    """None where the start of the file is not the start of the disk."""

    problems: tuple[str, ...]
    """Why Azure would not take it as it is; none for a sound fixed VHD."""

    @property
    def disk_size(self) -> int | None:
        """Bytes of the disk that is in it; None in an image of another kind."""
        if self.footer:
            return self.footer.current_size
        return self.size if self.partitions else None

    @property
    def is_sound(self) -> bool:
        """Whether this is a fixed VHD as Azure wants it."""
        return not self.problems

    def objections(self, taker: str) -> tuple[str, ...]:
        """Why one of `TAKERS` would refuse it; none if it would take it."""
        return (*self.problems, *TAKERS[taker](self))


def inspect(size: int, *, tail: bytes, head: bytes) -> Inspection:
    """Examine a file.

    Args:
        size: Bytes of the file.
        tail: Its last 512 bytes.
        head: Its first `HEAD_SIZE` bytes, or all of a smaller one.
    """
    try:
        footer = parse_footer(tail)
    except NoFooter as error:
        if other := kind_of(head):
            why = f"it is {other.article}, and Azure takes fixed VHDs only"
            return Inspection(size, other.name, None, None, (why,))
        table = partitions(head)
        kind = "none" if table.scheme is Scheme.NONE else "raw"
        return Inspection(size, kind, None, table, (str(error),))
    is_disk = footer.disk_type is DiskType.FIXED
    return Inspection(
        size,
        "vhd",
        footer,
        partitions(head) if is_disk else None,
        tuple(_problems(size, footer)),
    )


def _problems(size: int, footer: Footer) -> Iterator[str]:
    if not footer.checksum_holds:
        yield "the footer's checksum does not fit its bytes: it is damaged"
    if footer.version != _VERSION:
        yield f"the footer has the unknown version {footer.version:#x}"
    if footer.disk_type is not DiskType.FIXED:
        yield f"it is {_ARTICLES[footer.disk_type]} disk, and Azure takes fixed ones only"
        return
    disk = size - FOOTER_SIZE
    if footer.current_size != disk:
        yield (
            f"the footer speaks of {footer.current_size:,} bytes, "
            f"but {disk:,} stand before it"
        )
    if disk % MIB:
        yield f"the disk's {disk:,} bytes are no whole number of MiB"


def _managed_disk(image: Inspection) -> Iterator[str]:
    """Limits of an upload: learn.microsoft.com/rest/api/compute, DiskCreationData."""
    disk = image.disk_size
    if disk is None:
        return
    if disk < _SMALLEST_DISK:
        yield "a managed disk has at least 20 MiB"
    if disk > _LARGEST_DISK:
        yield "a managed disk has at most 32 TiB"


def _azure_stack(image: Inspection) -> Iterator[str]:
    """Machines of generation 1 only: azure-stack/user/azure-stack-vm-considerations."""
    yield from _bootable(
        image, (1,), "Azure Stack Hub has machines of generation 1 only"
    )


def _marketplace(image: Inspection) -> Iterator[str]:
    """An image is a page blob that must start: azure/marketplace, certification FAQ."""
    if image.size > _LARGEST_PAGE_BLOB:
        yield "a page blob has at most 8 TiB"
    yield from _bootable(
        image, (1, 2), "nothing on it looks as if a machine could start"
    )


def _bootable(
    image: Inspection, generations: tuple[int, ...], otherwise: str
) -> Iterator[str]:
    found = set(image.partitions.generations) if image.partitions else set(generations)
    if not found:
        yield "nothing on it looks as if a machine could start"
    elif not found & set(generations):
        yield otherwise


TAKERS: Mapping[str, Callable[[Inspection], Iterator[str]]] = MappingProxyType(
    {
        "managed disk": _managed_disk,
        "Azure Marketplace": _marketplace,
        "Azure Stack Hub": _azure_stack,
    }
)
"""Who may be asked to take a VHD, and what each wants beyond a sound one."""
