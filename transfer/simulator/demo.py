"""The demo's subscription: seven templates, each with something to see."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from integrity.sizes import MIB
from transfer.simulator.catalog import (
    Resources,
    gallery,
    identity,
    marketplace_image,
    principal_of,
    right_to_read_blobs,
)
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.scenario import (
    SUBSCRIPTION,
    AccountSeed,
    BlobSeed,
    BuildPlan,
    GroupSeed,
    Json,
    Scenario,
    SubmissionError,
    TemplateSeed,
    platform_image,
)

GROUP = "rg-golden"
REGION = "westeurope"
_RESCUED = "contosoimages"
"""The account that VHDs are rescued to, and that edge-iot delivers to."""

_ARTIFACTS = "https://artifacts.example.com"
_GROUP_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
_HOUR = 3600.0
_DAY = 24 * _HOUR
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})

_UBUNTU = ("Canonical", "ubuntu-24_04-lts", "server")
_WINDOWS = ("MicrosoftWindowsDesktop", "windows-11", "win11-24h2-avd")
_RHEL = ("RedHat", "RHEL", "9_5")
_SLES = ("SUSE", "sles-sap-15-sp6", "gen2")


def demo_scenario(artifacts: Mapping[str, bytes] = _NO_FILES) -> Scenario:
    """The workspace of the demo as it stands in Azure.

    The VHDs of win11-avd and rhel9-base are only in staging; of ubuntu-golden's a copy lies
    elsewhere, which no journal tells of, so it counts as at risk as well. sles15-sap is
    building and will fail at its fourth customizer.

    Args:
        artifacts: What the templates' addresses serve.
    """
    return Scenario(
        templates=(
            _ubuntu(),
            _windows(),
            _rhel(),
            _sles(),
            _legacy(),
            _hostile(),
            _edge(),
        ),
        groups=(GroupSeed(GROUP, REGION, {"team": "images"}), GroupSeed("rg-edge")),
        accounts=(_rescued_to(),),
        artifacts=artifacts,
        resources=_resources(),
    )


def _template(
    name: str,
    names: tuple[str, str, str],
    steps: list[Json],
    outputs: list[Json],
    **more: Any,
) -> TemplateSeed:
    properties = {
        "source": platform_image(*names),
        "customize": steps,
        "distribute": outputs,
        **more.pop("properties", {}),
    }
    fields = {"group": GROUP, "location": REGION, "tags": {"team": "images"}} | more
    return TemplateSeed(name=name, properties=properties, **fields)


def _shell(name: str, path: str) -> Json:
    return {"type": "Shell", "name": name, "scriptUri": f"{_ARTIFACTS}/linux/{path}"}


def _vhd(name: str, **more: Any) -> Json:
    return {"type": "VHD", "runOutputName": f"{name}-vhd", **more}


def _shared(name: str) -> Json:
    image = f"{_GROUP_ID}/providers/Microsoft.Compute/galleries/golden/images/{name}"
    return {
        "type": "SharedImage",
        "runOutputName": name,
        "galleryImageId": image,
        "targetRegions": [{"name": REGION, "replicaCount": 1}],
    }


_GOLDEN_DISK = Disk(size=64 * MIB, data=12 * MIB, stretches=16, seed=11)


def _ubuntu() -> TemplateSeed:
    return _template(
        "ubuntu-golden",
        _UBUNTU,
        [_shell("harden", "harden.sh"), _shell("monitoring", "monitoring.sh")],
        [_vhd("ubuntu-golden"), _shared("ubuntu-golden")],
        plan=BuildPlan(disk=_GOLDEN_DISK),
        ran_before=(8 * _DAY, _DAY),
        properties={"vmProfile": {"vmSize": "Standard_D2s_v5", "osDiskSizeGB": 30}},
    )


def _windows() -> TemplateSeed:
    script = {"type": "PowerShell", "runElevated": True}
    fonts = {
        "type": "File",
        "name": "fonts",
        "sourceUri": f"{_ARTIFACTS}/large/fonts.zip",
        "destination": "C:\\Windows\\Temp\\fonts.zip",
    }
    setup = f"{_ARTIFACTS}/windows/setup.ps1"
    optimize = f"{_ARTIFACTS}/windows/optimize.ps1"
    return _template(
        "win11-avd",
        _WINDOWS,
        [
            fonts,
            script | {"name": "setup", "scriptUri": setup},
            script | {"name": "optimize", "scriptUri": optimize},
            {"type": "WindowsRestart", "name": "restart", "restartTimeout": "10m"},
        ],
        [_vhd("win11-avd")],
        plan=BuildPlan(disk=Disk(size=256 * MIB, data=96 * MIB, stretches=64, seed=12)),
        ran_before=(5 * _HOUR,),
        properties={"buildTimeoutInMinutes": 180},
    )


def _rhel() -> TemplateSeed:
    return _template(
        "rhel9-base",
        _RHEL,
        [_shell("update", "subscription-manager.sh"), _shell("harden", "harden.sh")],
        [_vhd("rhel9-base")],
        plan=BuildPlan(disk=Disk(size=128 * MIB, data=20 * MIB, stretches=24, seed=13)),
        ran_before=(3 * _DAY,),
    )


def _sles() -> TemplateSeed:
    names = ("repositories", "tuning", "monitoring", "cluster", "registration")
    return _template(
        "sles15-sap",
        _SLES,
        [_shell(name, f"{name}.sh") for name in names],
        [_shared("sles15-sap")],
        plan=BuildPlan(
            each_step=90.0,
            lines_each_step=40,
            fails_at=4,
            failure=(
                "Script exited with non-zero exit status: 127."
                " Allowed exit codes are: [0]"
            ),
        ),
        ran_before=(240.0,),
        properties={"buildTimeoutInMinutes": 120},
    )


def _legacy() -> TemplateSeed:
    step = {
        "type": "PowerShell",
        "name": "setup",
        "scriptUri": f"{_ARTIFACTS}/windows/setup-2019.ps1",
    }
    return _template(
        "legacy-2019",
        ("MicrosoftWindowsServer", "WindowsServer", "2019-datacenter"),
        [step, step],
        [_vhd("legacy-2019")],
        error=SubmissionError(
            "Other",
            f"Downloading external file (<{step['scriptUri']}>) to local file failed"
            " [attempt 1 of 10]: status code: 404",
        ),
        properties={"buildTimeoutInMinutes": 45},
    )


def _hostile() -> TemplateSeed:
    """Brackets, a reversal of the reading direction, escape codes: only text."""
    return _template(
        "infra[prod]",
        _UBUNTU,
        [
            _shell("tools [prod] \x1b[2J", "infra-tools.sh"),
            {"type": "Shell", "name": "helper", "inline": ["true"]},
        ],
        [_shared("infra-prod")],
        tags={"description": "[[/red] infra \u202eexe.sdp\u202c \x1b]0;owned\x07"},
        ran_before=(2 * _HOUR,),
        plan=BuildPlan(
            fails_at=1, failure="[bold]tools[/bold]: \x1b[31mcannot\x1b[0m \u202ednif"
        ),
    )


def _edge() -> TemplateSeed:
    wanted = f"https://{_RESCUED}.blob.core.windows.net/vhds/edge-iot.vhd"
    return _template(
        "edge-iot",
        _UBUNTU,
        [
            {
                "type": "Shell",
                "name": "agent",
                "scriptUri": f"{_ARTIFACTS}/edge/agent-install.sh",
            }
        ],
        [_vhd("edge-iot", uri=wanted)],
        group="rg-edge",
        plan=BuildPlan(disk=Disk(size=32 * MIB, data=4 * MIB, stretches=4, seed=14)),
        ran_before=(10 * _DAY,),
    )


def _rescued_to() -> AccountSeed:
    rescued = BlobSeed(
        "vhds", "ubuntu-golden.vhd", fixed_vhd(_GOLDEN_DISK), is_page_blob=True
    )
    return AccountSeed(
        _RESCUED, GROUP, REGION, containers=("vhds", "images"), blobs=(rescued,)
    )


def _resources() -> Resources:
    path = f"{_GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
    builder = f"{path}/image-builder"
    account = f"{_GROUP_ID}/providers/Microsoft.Storage/storageAccounts/{_RESCUED}"
    images = ("ubuntu-golden", "sles15-sap", "infra-prod")
    found = gallery(_GROUP_ID, "golden", REGION, images)
    found |= identity(builder, REGION)
    found |= right_to_read_blobs(account, principal_of(builder))
    for names, size in ((_UBUNTU, 30), (_WINDOWS, 127), (_RHEL, 64), (_SLES, 64)):
        found |= marketplace_image(SUBSCRIPTION, REGION, names, disk_gib=size)
    return found
