"""What the last windows knew of run outputs, shown until Azure has answered.

Names, places and sizes are kept; of an address never what lets anybody in.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.digests.store import STRANGE, Row, Store, StoreKind
from integrity.safe_text import safe_text
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.bodies import items
from transfer.azure.resource_ids import parse_id
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.live.sizes import VhdSize

_KIND = StoreKind(
    what="memory of run outputs",
    file_name="outputs-1.sqlite",
    schema="""
CREATE TABLE IF NOT EXISTS template (
    cloud TEXT NOT NULL, key TEXT NOT NULL, run TEXT NOT NULL, told TEXT NOT NULL,
    PRIMARY KEY (cloud, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vhd (
    address TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, data INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
""",
    probes=(
        "SELECT cloud, key, run, told FROM template LIMIT 1",
        "SELECT address, size, data FROM vhd LIMIT 1",
    ),
)


@dataclass(frozen=True, slots=True)
class Recalled:
    """The run outputs of one template, as they were."""

    key: str
    run: str
    """Tells the run that they were read after from every other."""

    outputs: tuple[PlacedOutput, ...]


class OutputMemory:
    """Remembers outputs and sizes; whatever goes wrong with it counts as nothing."""

    def __init__(self, directory: Path | None, cloud: str) -> None:
        """Open it.

        Args:
            directory: None remembers nothing.
            cloud: The address of Resource Manager: ids are of one cloud only.
        """
        self._store = Store(directory, _KIND)
        self._cloud = cloud

    def recall(self, within: ResourceId) -> Iterator[Recalled]:
        """What was known of the templates of a subscription, or of a group."""
        rows = self._store.all(
            "SELECT key, run, told FROM template WHERE cloud = ? AND"
            " substr(key, 1, length(?)) = ?",
            (self._cloud, *(f"{within}/".casefold(),) * 2),
        )
        for key, run, told in rows:
            with suppress(*STRANGE):
                found = tuple(map(_output, json.loads(str(told))))
                yield Recalled(str(key), str(run), found)

    def remember(self, one: Recalled) -> None:
        """Keep what is known of a template in place of what was."""
        told = json.dumps([_told(output) for output in one.outputs])
        self._store.keep(
            (
                "INSERT OR REPLACE INTO template VALUES (?, ?, ?, ?)",
                [(self._cloud, one.key, one.run, told)],
            )
        )

    def forget(self, keys: Iterable[str]) -> None:
        """These templates are gone."""
        rows: Sequence[Row] = [(self._cloud, key) for key in keys]
        self._store.keep(("DELETE FROM template WHERE cloud = ? AND key = ?", rows))

    def size(self, address: SecretUrl) -> VhdSize | None:
        """How large a VHD was; None where nobody looked."""
        row = self._store.one(
            "SELECT size, data FROM vhd WHERE address = ?", (address.without_query,)
        )
        return VhdSize(int(str(row[0])), int(str(row[1]))) if row else None

    def remember_size(self, address: SecretUrl, found: VhdSize) -> None:
        """Keep how large a VHD is."""
        row = (address.without_query, found.size, found.data_bytes)
        self._store.keep(("INSERT OR REPLACE INTO vhd VALUES (?, ?, ?)", [row]))

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _told(output: PlacedOutput) -> dict[str, object]:
    return {
        "id": str(output.id),
        "template": str(output.template),
        "kind": output.kind,
        "status": output.status,
        "place": output.place,
        "address": output.address.without_query if output.address else None,
        "made": _seconds(output.made),
        "began": _seconds(output.began),
        "minutes": output.minutes,
        "regions": output.regions,
        "older": output.is_older,
    }


def _output(told: dict[str, object]) -> PlacedOutput:
    """Raises: KeyError, TypeError, ValueError: it is none."""
    address, regions = told["address"], told.get("regions", ())
    return PlacedOutput(
        id=_id(told["id"]),
        template=_id(told["template"]),
        kind=safe_text(str(told["kind"])),
        status=Status(str(told["status"])),
        place=safe_text(str(told["place"])),
        address=None if address is None else SecretUrl(str(address)),
        made=_moment(told["made"]),
        began=_moment(told.get("began")),
        minutes=int(str(told.get("minutes", 0))),
        regions=tuple(safe_text(str(one)) for one in items(regions)),
        is_older=bool(told.get("older", False)),
    )


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _moment(told: object) -> datetime | None:
    return None if told is None else datetime.fromtimestamp(float(str(told)), UTC)


def _id(told: object) -> ResourceId:
    found = parse_id(str(told))
    if found is None:
        raise ValueError(told)
    return found
