"""Whether all that is to be copied fits on this machine's disks together."""

from collections.abc import Iterable
from pathlib import Path

from transfer.shortages import check_room
from tui.cli.transfers.looking import Look


class Room:
    """What copies that begin anew need, disk by disk."""

    def __init__(self) -> None:
        """Nothing is needed yet."""
        self._needed: dict[int, int] = {}
        self._folders: dict[int, Path] = {}

    def take(self, looks: Iterable[Look]) -> None:
        """These are to be copied, too."""
        for look in looks:
            home = look.order.destination
            if isinstance(home, Path) and look.begun is None and look.error is None:
                folder = _existing(home.parent)
                disk = folder.stat().st_dev
                self._folders.setdefault(disk, folder)
                self._needed[disk] = self._needed.get(disk, 0) + (look.data_bytes or 0)

    def check(self) -> None:
        """Refuse what cannot all fit.

        Raises:
            DiskFull: It cannot.
        """
        for disk, needed in self._needed.items():
            folder = self._folders[disk]
            check_room(str(folder), needed, folder)


def check_room_for(looks: Iterable[Look]) -> None:
    """Refuse what cannot all fit.

    Raises:
        DiskFull: It cannot.
    """
    room = Room()
    room.take(looks)
    room.check()


def _existing(folder: Path) -> Path:
    """The nearest folder that is there already: the others are made on its disk."""
    return next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
