"""Templates, outputs and builds in lines for people."""

from collections.abc import Iterator
from typing import Any

from integrity.quantities import counted, size_in_words
from transfer.azure.known_failures import explain
from tui.cli.live.cells import Row, ago, duration
from tui.cli.live.items import now
from tui.cli.shown import shown

_STATUS_WORDS = {
    "atRisk": "at risk: only in staging, dies with the template",
    "rescued": "rescued",
    "delivered": "delivered",
    "building": "building",
    "notYet": "not there yet",
    "lost": "lost: it is gone from staging, and no copy is known",
}
"""What has become of an output, for people; an unknown one is shown as it is."""

_SHORT = {"atRisk": "at risk", "notYet": "not yet"}


def status_word(row: Row) -> str:
    """The status of an output in one or two words."""
    return _SHORT.get(row["status"], str(row["status"]))


def kind_words(row: Row) -> str:
    """The kind of an output; that of an earlier run is marked."""
    return f"older {row['kind']}" if row["isOlder"] else str(row["kind"])


def describe(content: dict[str, Any], state: str) -> Iterator[str]:
    """One template in detail."""
    template = content["template"]
    yield _fact("Name", template["name"])
    yield _fact("Resource group", template["resourceGroup"])
    yield _fact("Location", template["location"])
    yield _fact("State", state)
    if template["provisioningError"]:
        yield from _trouble(template["provisioningError"], template["name"])
    yield from describe_run(template)
    yield _fact("Build timeout", _timeout(template["buildTimeoutInMinutes"]))
    yield _fact("Staging group", content["stagingResourceGroup"] or "none")
    for identity in content["identities"]:
        yield _fact("Identity", identity)
    for trigger in content["triggers"]:
        yield _fact("Trigger", f"{trigger['name']} ({trigger['kind']})")
    for output in content["runOutputs"]:
        yield from describe_output(output)


def describe_run(template: Row) -> Iterator[str]:
    """The last run of a template."""
    last = template["lastRun"]
    if last is None:
        return
    took = duration(last["seconds"])
    since = ago(last["startedAt"], now())
    when = f"{since}, took {took}" if last["endedAt"] else f"{since}, for {took}"
    yield _fact("Last run", f"{last['runState']} ({when})")
    if last["message"]:
        yield from _trouble(last["message"], template["name"])


def describe_output(output: Row) -> Iterator[str]:
    """One run output."""
    word = _STATUS_WORDS.get(output["status"], output["status"])
    size = f", {size_in_words(output['size'])}" if output["size"] is not None else ""
    kind = kind_words(output) or "?"
    yield _fact("Output", f"{output['name']} ({kind}{size}): {word}")
    if output["place"]:
        yield _fact("", output["place"])


def _trouble(message: str, name: str) -> Iterator[str]:
    yield _fact("", message)
    meaning = explain(message)
    if meaning is not None:
        yield _fact("Means", meaning.means)
        yield _fact("Do", meaning.mend_of(name))


def _timeout(minutes: int) -> str:
    return (
        counted(minutes, "minute") if minutes else "240 minutes (the service's default)"
    )


def _fact(what: str, value: str) -> str:
    return f"{what:<15} {shown(value)}"
