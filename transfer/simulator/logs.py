"""What a build writes into its customization log, as a function of the time gone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from transfer.simulator.state import Build, Stage

_PROVISIONERS = {
    "Shell": "shell",
    "PowerShell": "powershell",
    "File": "file",
    "WindowsRestart": "windows-restart",
    "WindowsUpdate": "windows-update",
}

_OUT = "PACKER OUT"
_ERR = "PACKER ERR"


def log_text(build: Build, now: datetime) -> bytes:
    """The log as it is by now."""
    gone = ((build.ended or now) - build.began).total_seconds()
    lines = (
        f"[{build.id}] {stream} {text}"
        for second, stream, text in _lines(build)
        if second <= gone
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(build: Build) -> Iterator[tuple[float, str, str]]:
    """Each line with the second that it is written in, in order."""
    for stage in build.stages:
        if stage.sub_state == "Building":
            yield from _building(stage)
        elif stage.step is not None:
            yield from _step(build, stage, stage.step)
    last = build.stages[-1]
    if build.plan.fails_at is None:
        yield (
            last.end,
            _OUT,
            "==> Builds finished. The artifacts of successful builds are:",
        )
        yield last.end, _OUT, "--> azure-arm: Azure.ResourceManagement.VMImage:"
    else:
        minutes, seconds = divmod(round(last.end), 60)
        took = f"{minutes} minutes {seconds} seconds"
        why = build.plan.failure
        yield last.end, _OUT, f"Build 'azure-arm' errored after {took}: {why}"
    yield last.end, _ERR, f"{_when(build, last.end)} [INFO] (telemetry) Finalizing."


def _when(build: Build, second: float) -> str:
    return f"{build.began + timedelta(seconds=second):%Y/%m/%d %H:%M:%S}"


def _building(stage: Stage) -> Iterator[tuple[float, str, str]]:
    words = (
        "==> azure-arm: Running builder ...",
        "==> azure-arm: Creating resource group ...",
        "==> azure-arm: Validating deployment template ...",
        "==> azure-arm: Deploying deployment template ...",
        "==> azure-arm: Getting the VM's IP address ...",
        "==> azure-arm: Connected to the build VM!",
    )
    pace = (stage.end - stage.begin) / len(words)
    for number, text in enumerate(words):
        yield stage.begin + number * pace, _OUT, text


def _step(build: Build, stage: Stage, step: int) -> Iterator[tuple[float, str, str]]:
    customizer = build.steps[step]
    kind = _PROVISIONERS.get(customizer.get("type", ""), "shell")
    name = customizer.get("name") or f"step {step + 1}"
    telemetry = "packer: [INFO] (telemetry)"
    begin = stage.begin
    yield begin, _ERR, f"{_when(build, begin)} {telemetry} Starting provisioner {kind}"
    yield begin, _OUT, f"==> azure-arm: Provisioning with {kind}: {name}"
    count = build.plan.lines_each_step
    pace = (stage.end - begin) / (count + 1)
    for number in range(1, count + 1):
        text = f"    azure-arm: {name}: line {number} of {count}"
        yield begin + number * pace, _OUT, text
    if build.plan.fails_at == step + 1:
        yield stage.end, _OUT, f"==> azure-arm: {build.plan.failure}"
        yield (
            stage.end,
            _OUT,
            "==> azure-arm: Provisioning step had errors: Running the cleanup "
            "provisioner, if present...",
        )
    yield stage.end, _ERR, f"{_when(build, stage.end)} {telemetry} ending {kind}"
