"""Other images of disks than VHDs: how their files begin, and what they are called."""

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ImageKind:
    """A format that Azure does not take."""

    name: str
    """As qemu-img calls it."""

    article: str
    """For people, in a sentence."""

    start: bytes
    """The first bytes of its files."""


KINDS = (
    ImageKind("vhdx", "a VHDX", b"vhdxfile"),
    ImageKind("qcow2", "a qcow2 image", b"QFI\xfb"),
    ImageKind("vmdk", "a VMDK", b"KDMV"),
    ImageKind("vmdk", "a VMDK", b"# Disk DescriptorFile"),
    ImageKind("vdi", "a VDI", b"<<< Oracle VM VirtualBox Disk Image"),
    ImageKind("vdi", "a VDI", b"<<< QEMU VM Virtual Disk Image"),
)


def kind_of(head: bytes) -> ImageKind | None:
    """The kind of an image by its first bytes; None: a raw disk, or no image at all."""
    return next((each for each in KINDS if head.startswith(each.start)), None)
