"""A subscription in which nothing moves: what it says was decided before."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from transfer.azure.build_steps import Customizer, LogLine, LogStep
from transfer.azure.dying import Dying
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import BuildStatus, TemplateDetail, TemplateSummary
from transfer.azure.whereabouts import PlacedOutput, Status, at_risk
from tui.live.joining import Joiner
from tui.live.rows import RowMaker
from tui.live.sizes import Unread, VhdSize
from tui.live.snapshot import (
    Deletion,
    LiveAccount,
    LiveLog,
    LiveSnapshot,
    LiveTemplate,
    SignIn,
)
from tui.live.submitting import SubmissionPlan
from tui.submitting.request import own_name, resolved_body, with_digests
from tui.submitting.submission import Submission

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
SOME_DAY = datetime(2026, 1, 5, 14, 2).astimezone()
"""As the clock on the wall has it, wherever that is."""

DISK = "https://stage.blob.core.windows.net/vhds/disk.vhd"


def template(name, run_state="Succeeded", **more) -> LiveTemplate:
    """A template whose last build began twelve minutes ago."""
    found = template_id(SUBSCRIPTION, "rg-golden", name)
    began = datetime.now(UTC) - timedelta(minutes=12, seconds=4.5)
    ended = None if run_state == "Running" else began + timedelta(minutes=10)
    run = BuildStatus(Safe(run_state), started=began, ended=ended, **more)
    summary = TemplateSummary(
        found, Safe(name), Safe("rg-golden"), Safe("westeurope"), Safe("Succeeded"),
        last_run=run, timeout_minutes=90,
    )  # fmt: skip
    return LiveTemplate(str(found).casefold(), summary)


def disk(of: LiveTemplate) -> PlacedOutput:
    """A VHD that is only in staging."""
    found = of.summary.id
    name = f"{found.name}-vhd"
    where = Safe("staging IT_rg-golden_1f3c")
    made = datetime.now(UTC) - timedelta(hours=3, minutes=1)
    return PlacedOutput(
        found.child("runOutputs", name), found, Safe("VHD"), Status.AT_RISK, where,
        address=SecretUrl(DISK), made=made,
    )  # fmt: skip


def some_templates() -> tuple[LiveTemplate, LiveTemplate]:
    """One that was built, and one that is being built."""
    sles = template("sles15-sap", "Running", sub_state=Safe("Customizing"))
    return template("rhel9-base"), sles


RHEL, SLES = some_templates()
OUTPUTS = {RHEL.key: (disk(RHEL),), SLES.key: ()}
SIGNED_IN = LiveAccount(
    SignIn.ON, Safe("user@contoso.test"), Safe("az login"), group=Safe("rg-golden"),
    subscription=Safe("prod-images"), as_of=SOME_DAY,
)  # fmt: skip
EXPIRED = replace(
    SIGNED_IN,
    state=SignIn.EXPIRED,
    trouble=Safe("list image templates: ExpiredAuthenticationToken: expired (401)"),
)
UNREACHABLE = replace(
    EXPIRED, state=SignIn.FAILED, trouble=Safe("list image templates: no answer")
)


def build_log() -> LiveLog:
    """The log of a build in the second of its three customizers."""
    steps = (
        LogStep(Safe("shell"), Safe("harden"), 1, has_ended=True),
        LogStep(Safe("shell"), Safe("cluster"), 2),
    )
    lines = [
        LogLine(number, 1, Safe(f"azure-arm: cluster: line {number} of 40"), False)
        for number in range(1, 30)
    ]
    customizers = tuple(
        Customizer("shell", Safe(name)) for name in ("harden", "cluster", "clean")
    )
    return LiveLog(
        SLES.key, Safe("9f1c customization.log"), lines, len(lines), steps,
        customizers, is_growing=True,
    )  # fmt: skip


class StillAzure:
    """Stands in for `LateLive`, and for the `Live` in it."""

    def __init__(self, account=SIGNED_IN, log=None, outputs=OUTPUTS, sizes=()) -> None:
        self.live = self
        templates = some_templates()
        self._joiner = Joiner()
        self._snapshot = LiveSnapshot(
            number=1,
            account=account,
            templates=templates,
            rows=RowMaker().rows(templates, outputs),
            outputs=outputs,
            at_risk=sum(len(at_risk(placed)) for placed in outputs.values()),
            sizes=dict(sizes),
            log=log,
        )

    def __getattr__(self, name):
        """Whatever has no answer does nothing."""
        return lambda *words: None

    def snapshot(self) -> LiveSnapshot:
        """What was decided."""
        return self._snapshot

    def joined(self, snapshot, live):
        """Both sides as one list."""
        return self._joiner.joined(snapshot, live)

    def close(self, patience) -> bool:
        """Nothing runs."""
        return True

    def plan_deletion(self, key) -> "Future[Deletion]":
        """One VHD would be lost."""
        return _done(deletion())

    def plan_submission(self, candidate, group) -> "Future[SubmissionPlan]":
        """The file as it is; rhel9-base stands in Azure with another limit."""
        found = candidate.template
        body = with_digests(resolved_body(found), found, candidate.facts)
        name = own_name(found, str(candidate.path))
        where = template_id(SUBSCRIPTION, group or "rg-golden", name)
        plain = Submission(candidate, where, body, (), (), 3, ())
        if name != "rhel9-base":
            return _done(SubmissionPlan(plain, None))
        live = {
            **body,
            "properties": {**body["properties"], "buildTimeoutInMinutes": 1},
        }
        standing = TemplateDetail(RHEL.summary, live, "2024-02-01")
        return _done(SubmissionPlan(replace(plain, standing=standing), deletion()))


def full_board() -> StillAzure:
    """One output of each kind that a person may meet; copies of some are `some_jobs`."""
    staged = "https://stage.blob.core.windows.net/vhds"
    made = datetime.now(UTC) - timedelta(hours=3, minutes=1)
    image = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-golden/providers"
    image += "/Microsoft.Compute/galleries/golden/images/win11/versions/1.0.42"

    def vhd(name, status, place, **more):
        template = template_id(SUBSCRIPTION, "rg-golden", name)
        output = template.child("runOutputs", "vhd")
        address = SecretUrl(f"{staged}/{name}-vhd.vhd")
        known = {"address": address, "made": made} | more
        return PlacedOutput(output, template, Safe("VHD"), status, Safe(place), **known)

    lost = vhd("rhel9-base", Status.AT_RISK, "staging IT_rg-golden_rhel9-base_77aa")
    gallery = lost.template.child("runOutputs", "gallery")
    kept = "https://golden.blob.core.windows.net/vhds/ubuntu-golden-vhd.vhd"
    own = "https://stedge.blob.core.windows.net/vhds/edge.vhd"
    outputs = (
        vhd("win11-avd", Status.AT_RISK, "staging IT_rg-golden_win11-avd_1f3c"),
        lost,
        vhd(
            "sles15-sap",
            Status.BUILDING,
            "",
            address=None,
            made=None,
            minutes=90,
            began=datetime.now(UTC) - timedelta(minutes=12, seconds=4),
        ),
        vhd("legacy-2019", Status.LOST, "gone with its group"),
        vhd("ubuntu-golden", Status.RESCUED, kept),
        vhd("edge-iot", Status.DELIVERED, own, address=SecretUrl(own)),
        PlacedOutput(
            gallery,
            lost.template,
            Safe("SharedImage"),
            Status.DELIVERED,
            Safe(image),
            regions=(Safe("westeurope"), Safe("northeurope")),
        ),
    )
    size = VhdSize(32212255232, 12670153523)
    no_right = Unread(Safe("refused: 403"), Safe("Storage Blob Data Reader"))
    return StillAzure(
        outputs={RHEL.key: outputs, SLES.key: ()},
        sizes={f"{staged}/rhel9-base-vhd.vhd": size, own: no_right},
    )


def deletion() -> Deletion:
    """One VHD would be lost."""
    place = Safe(f"subscription {SUBSCRIPTION}, rg-golden")
    return Deletion(
        RHEL.key,
        Safe("rhel9-base"),
        place,
        Safe("IT_rg-golden_1f3c"),
        (Dying(disk(RHEL), 32212255232),),
        (),
    )


def _done(result) -> Future:
    future: Future = Future()
    future.set_result(result)
    return future


def no_outputs() -> StillAzure:
    """A subscription whose templates have built nothing yet."""
    return StillAzure(outputs={one.key: () for one in some_templates()})
