"""How qemu-img makes a VHD that Azure takes of an image that it does not take."""

from pathlib import PurePosixPath
from shlex import quote

from integrity.sizes import MIB
from transfer.vhd.footer import DiskType
from transfer.vhd.inspection import Inspection

_AS_AZURE_WANTS = "-O vpc -o subformat=fixed,force_size"
_OF_QEMU = {"vhd": "vpc"}
"""What qemu-img calls otherwise than we do."""

_COPYING = "copy it here; then "
_MERGING = "have Hyper-V's `Merge-VHD` make one disk of it and its parent; then "
"""qemu-img reads no differencing disk as what it is."""


def how_to_convert(image: Inspection, name: str) -> str:
    """What to do, for people; empty where nothing has to be done.

    Args:
        name: The path or address of the image, without secrets.
    """
    if not image.problems:
        return ""
    if not image.size:
        return "nothing is in it: copy it anew from where it came, or build it again"
    is_remote = "://" in name
    base = PurePosixPath(name.partition("?")[0] if is_remote else name).name
    source = quote(f"./{base}" if base.startswith("-") else base)
    if image.format == "none":
        return (
            f"see what it is with `qemu-img info {source}`;"
            f" `qemu-img convert {_AS_AZURE_WANTS}` makes a fixed VHD of most images"
        )
    goal = quote(f"{base.rpartition('.')[0] or base}-fixed.vhd".lstrip("-"))
    made = _commands(image, source, goal)
    words = ", then ".join(f"`{command}`" for command in made)
    verb = "makes" if len(made) == 1 else "make"
    before = f"{_COPYING if is_remote else ''}{_MERGING if _has_parent(image) else ''}"
    return f"{before}{words} {verb} a fixed VHD"


def _has_parent(image: Inspection) -> bool:
    footer = image.footer
    return footer is not None and footer.disk_type is DiskType.DIFFERENCING


def _commands(image: Inspection, source: str, goal: str) -> tuple[str, ...]:
    """One where the disk's size fits; Azure wants whole MiB, and only raw ones grow."""
    kind = _OF_QEMU.get(image.format, image.format)
    size = image.disk_size
    if size is None or size % MIB == 0:
        return (f"qemu-img convert -f {kind} {_AS_AZURE_WANTS} {source} {goal}",)
    raw = goal.replace("-fixed.vhd", "-whole.raw")
    return (
        f"qemu-img convert -f {kind} -O raw {source} {raw}",
        f"qemu-img resize -f raw {raw} {-(-size // MIB) * MIB}",
        f"qemu-img convert -f raw {_AS_AZURE_WANTS} {raw} {goal}",
    )
