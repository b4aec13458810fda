"""The live side of a window before anybody has asked for it: nothing is loaded."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from tui.opening import AzureWishes
from tui.workspace.courtesy import Courtesy
from tui.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from tui.azure_session import AzureOptions
    from tui.live.joining import Joiner
    from tui.live.live import Live
    from tui.live.snapshot import LiveSnapshot

_log = logging.getLogger(__name__)


class LateLive:
    """Knows nothing until `sign_in`, which loads what speaks with Azure."""

    def __init__(
        self, wishes: AzureWishes, memory: Path | None, courtesy: Courtesy
    ) -> None:
        """Nothing is loaded or asked yet.

        Args:
            memory: Where run outputs are remembered; None: nowhere.
            courtesy: Tells when the screen works.
        """
        self.wishes = wishes
        self._memory = memory
        self._courtesy = courtesy
        self._live: Live | None = None
        self._joiner: Joiner | None = None

    @property
    def live(self) -> "Live | None":
        """What speaks with Azure; None before anybody asked for it."""
        return self._live

    def sign_in(self) -> None:
        """Begin to speak with Azure, or try again."""
        if self._live is None:
            from tui.live.live import Live  # a client of Azure: half a second
            from tui.rescues import RescuesOfThisMachine

            records = RescuesOfThisMachine(_log.warning)
            self._live = Live(
                _options(self.wishes),
                records=records,
                memory=self._memory,
                courtesy=self._courtesy,
            )
            self._live.start()
        self._live.sign_in()

    def look_again(self) -> None:
        """Look now rather than soon, where anybody has asked for Azure."""
        if self._live is not None:
            self._live.refresh()

    def snapshot(self) -> "LiveSnapshot | None":
        """What is known of Azure; None before anybody asked for it."""
        return self._live.snapshot() if self._live is not None else None

    def joined(self, snapshot: Snapshot, live: "LiveSnapshot") -> Snapshot:
        """Folders and subscription as one list."""
        if self._joiner is None:
            from tui.live.joining import Joiner  # loaded with the client

            self._joiner = Joiner()
        return self._joiner.joined(snapshot, live)

    def close(self, patience: float) -> bool:
        """End everything; says whether it has ended within so many seconds."""
        return self._live is None or self._live.close(patience)


def _options(wishes: AzureWishes) -> "AzureOptions":
    from transfer.azure.signing_in.scope import Asked
    from tui.azure_session import AzureOptions

    return AzureOptions(
        asked=Asked(wishes.subscription, wishes.tenant, wishes.group),
        cloud=wishes.cloud,
        allow_private=wishes.allow_private,
        ca_file=wishes.ca_file,
        proxy=wishes.proxy,
        environment=wishes.environment(),
    )
