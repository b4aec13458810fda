"""What builds leave behind: their logs, images, and disks in storage accounts."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from transfer.simulator.accounts import BlobKind
from transfer.simulator.disks import fixed_vhd
from transfer.simulator.logs import log_text
from transfer.simulator.scenario import BuildPlan
from transfer.simulator.sparse import SparseBytes
from transfer.simulator.state import Template
from transfer.simulator.world import World


def write_log(world: World, template: Template, now: datetime) -> None:
    """Have the log of the newest build be as long as it is by now."""
    build = template.last_build
    account = world.accounts.get(template.staging_account or "")
    if build is None or account is None:
        return
    text = log_text(build, now)
    known = account.container("packerlogs", now).blobs.get(build.log_name)
    if text and (known is None or known.content.size < len(text)):
        blob = account.put("packerlogs", build.log_name, SparseBytes.of(text), now)
        blob.properties["Content-Type"] = "text/plain; charset=utf-8"


def deliver(
    world: World,
    template: Template,
    output: dict[str, Any],
    plan: BuildPlan,
    now: datetime,
) -> dict[str, Any]:
    """What the run output of a distributor says once it is done."""
    if output["type"] == "VHD":
        address = _write_vhd(world, template, output, plan, now)
        return {"artifactUri": address, "provisioningState": "Succeeded"}
    artifact = output.get("imageId") or output.get("galleryImageId", "")
    if output["type"] == "SharedImage" and "/versions/" not in artifact:
        day, second = divmod(int(now.timestamp()), 86_400)
        artifact = f"{artifact}/versions/0.{day}.{second}"
    place = output.get("location", template.location)
    world.resources[artifact.casefold()] = {
        "id": artifact,
        "name": artifact.rpartition("/")[2],
        "location": place,
        "tags": output.get("artifactTags", {}),
        "properties": {"provisioningState": "Succeeded"},
    }
    return {"artifactId": artifact, "provisioningState": "Succeeded"}


def _write_vhd(
    world: World,
    template: Template,
    output: dict[str, Any],
    plan: BuildPlan,
    now: datetime,
) -> str:
    """Put the disk where the template wants it, else into the staging account."""
    wanted = output.get("uri")
    name = f"{output['runOutputName']}_{now:%Y%m%d%H%M%S}.vhd"
    account = world.accounts[template.staging_account or ""]
    container = "vhds"
    if wanted:
        named = urlsplit(wanted).hostname or ""
        account = world.accounts.get(named.partition(".")[0], account)
        path = urlsplit(wanted).path.strip("/")
        container, _, name = path.partition("/")
        name = name or f"{output['runOutputName']}.vhd"
    disk = fixed_vhd(plan.disk)
    account.put(container, name, disk, now, kind=BlobKind.PAGE)
    return f"{world.endpoints.blobs(account.name)}/{container}/{name}"
