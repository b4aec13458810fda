"""The walks through the application on which its pictures are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scenes import (
    broken,
    empty,
    failing,
    half,
    judged,
    looking,
    paused,
    proposing,
    read,
)
from still_azure import (
    EXPIRED,
    UNREACHABLE,
    StillAzure,
    build_log,
    full_board,
    no_outputs,
)
from still_jobs import StillJobs, some_jobs
from still_workspace import StillWorkspace

NARROW, WIDE = (80, 24), (120, 36)


@dataclass(frozen=True)
class Walk:
    """Keys, and the pictures that are taken on the way."""

    of: Callable[..., StillWorkspace]
    steps: Sequence[tuple[Sequence[str], str]]
    size: tuple[int, int] = WIDE
    preferences: dict[str, object] = field(default_factory=dict)
    jobs: Callable[[], StillJobs] | None = None
    azure: Callable[[], StillAzure] | None = None
    """The subscription beside the files; None: nobody has asked for one."""


WALKS = {
    "views": Walk(
        judged,
        (
            ((), "templates"),
            (("j", "space", "space"), "templates-marked"),
            (("slash", *"rhel"), "templates-filtering"),
            (("enter",), "templates-filtered"),
            (("slash", *"x", "enter"), "templates-filtered-away"),
            (("slash", "escape", "z"), "templates-with-others"),
            (("2",), "outputs"),
            (("3",), "transfers-never"),
            (("4",), "logs"),
            (("5", "j"), "digests"),
            (("slash", *"xyz", "enter"), "digests-filtered-away"),
            (("6",), "account"),
        ),
    ),
    "views, narrow": Walk(
        judged,
        (
            ((), "templates-narrow"),
            (("2",), "outputs-narrow"),
            (("3",), "transfers-never-narrow"),
            (("4",), "logs-narrow"),
            (("5", "j"), "digests-narrow"),
            (("6",), "account-narrow"),
        ),
        NARROW,
    ),
    "template": Walk(
        judged,
        (
            (("enter",), "template-source"),
            (("n",), "template-source-problem"),
            (("i",), "explain-finding"),
            (("escape", "tab"), "template-artifacts"),
            (("y",), "copy-artifact"),
            (("escape", "tab"), "template-distribute"),
            (("tab", "j"), "template-versions"),
            (("question_mark",), "help-template"),
        ),
    ),
    "template, narrow": Walk(
        judged,
        (
            (("enter",), "template-source-narrow"),
            (("tab",), "template-artifacts-narrow"),
            (("tab",), "template-distribute-narrow"),
            (("tab",), "template-versions-narrow"),
        ),
        NARROW,
    ),
    "read": Walk(
        read,
        (
            ((), "templates-read"),
            (("3",), "transfers-before"),
            (("1", "G", "enter", "tab"), "artifacts-read"),
            (("j",), "artifacts-second"),
            (("j",), "artifacts-third"),
            (("comma", "comma", "comma", "comma"), "artifacts-other-template"),
        ),
    ),
    "running": Walk(
        half,
        (
            ((), "templates-running"),
            (("x",), "transfers-running"),
            (("1", "enter", "tab"), "artifacts-running"),
            (("q",), "quit-running"),
        ),
    ),
    "running, narrow": Walk(
        half,
        (
            ((), "templates-running-narrow"),
            (("x",), "transfers-running-narrow"),
            (("1", "enter", "tab"), "artifacts-running-narrow"),
            (("q",), "quit-running-narrow"),
        ),
        NARROW,
    ),
    "copies": Walk(
        judged,
        (
            ((), "templates-copying"),
            (("3",), "transfers-copies"),
            (("j", "j"), "transfers-copy-paused"),
            (("j", "j"), "transfers-copy-failed"),
            (("j",), "transfers-copy-done"),
            (("y",), "copy-job"),
            (("escape", "slash", *"xyz", "enter"), "transfers-filtered-away"),
            (("slash", "escape", "g", "C"), "cancel-copy"),
            (("escape", "q"), "quit-copying"),
        ),
        jobs=some_jobs,
    ),
    "copies, narrow": Walk(
        judged,
        (
            ((), "templates-copying-narrow"),
            (("3",), "transfers-copies-narrow"),
            (("C",), "cancel-copy-narrow"),
            (("escape", "q"), "quit-copying-narrow"),
        ),
        NARROW,
        jobs=some_jobs,
    ),
    "paused": Walk(paused, (((), "templates-paused"), (("3",), "transfers-paused"))),
    "looking": Walk(looking, (((), "templates-looking"), (("5",), "digests-never"))),
    "looking, narrow": Walk(looking, (((), "templates-looking-narrow"),), NARROW),
    "empty": Walk(empty, (((), "templates-empty"), (("question_mark",), "help-empty"))),
    "empty, narrow": Walk(empty, (((), "templates-empty-narrow"),), NARROW),
    "broken": Walk(
        broken,
        (
            ((), "templates-broken"),
            (("enter",), "template-broken"),
            (("m",), "messages"),
        ),
    ),
    "broken, narrow": Walk(broken, (((), "templates-broken-narrow"),), NARROW),
    "proposing": Walk(
        proposing,
        (
            (("S",), "stamp"),
            (("escape", "F"), "fix-not"),
        ),
    ),
    "proposing, narrow": Walk(proposing, ((("S",), "stamp-narrow"),), NARROW),
    "failing": Walk(failing, ((("S",), "stamp-fails"),)),
    "dialogs": Walk(
        judged,
        (
            (("question_mark",), "help-templates"),
            (("escape", "ctrl+t"), "theme"),
            (("escape", "y"), "copy-template"),
            (("escape", "i"), "explain-which"),
            (("escape", "m"), "messages-none"),
            (("escape", "ctrl+p"), "palette"),
            (("escape", "colon", *"ver"), "command"),
            (("escape", "ctrl+r"), "read-only"),
        ),
    ),
    "dialogs, narrow": Walk(
        judged,
        (
            (("question_mark",), "help-templates-narrow"),
            (("escape", "ctrl+t"), "theme-narrow"),
            (("escape", "i", "enter"), "explain-narrow"),
            (("escape", "ctrl+p"), "palette-narrow"),
        ),
        NARROW,
    ),
    "azure": Walk(
        read,
        (
            (("g", "j", "j", "j"), "azure-templates"),
            (("D",), "azure-delete"),
            (("escape", "B"), "azure-build-asked"),
            (("escape", "g", "B"), "azure-submit"),
            (("escape", "4"), "azure-build"),
        ),
        azure=lambda: StillAzure(log=build_log()),
    ),
    "azure, narrow": Walk(
        read,
        (
            (("g", "j", "j", "j"), "azure-templates-narrow"),
            (("D",), "azure-delete-narrow"),
            (("escape", "B"), "azure-build-asked-narrow"),
            (("escape", "4"), "azure-build-narrow"),
        ),
        NARROW,
        azure=lambda: StillAzure(log=build_log()),
    ),
    "board": Walk(
        judged,
        (
            (("2",), "board"),
            (("j", "j", "j"), "board-rescued"),
            (("k",), "board-delivered"),
            (("j", "j", "j"), "board-lost"),
            (("slash", *"xyz", "enter"), "board-filtered-away"),
        ),
        jobs=some_jobs,
        azure=full_board,
    ),
    "board, narrow": Walk(
        judged, ((("2",), "board-narrow"),), NARROW, jobs=some_jobs, azure=full_board
    ),
    "board, of templates without outputs": Walk(
        judged, ((("2",), "board-none"),), azure=no_outputs
    ),
    "azure, anew": Walk(
        judged,
        ((("g", "j", "j", "j", "B"), "azure-submit-anew"),),
        azure=StillAzure,
    ),
    "azure, anew, narrow": Walk(
        judged,
        (
            (("g", "B"), "azure-submit-narrow"),
            (("escape", "j", "j", "j", "B"), "azure-submit-anew-narrow"),
        ),
        NARROW,
        azure=StillAzure,
    ),
    "azure, expired": Walk(
        read,
        (((), "azure-expired"), (("2",), "azure-expired-outputs")),
        azure=lambda: StillAzure(EXPIRED),
    ),
    "azure, expired, narrow": Walk(
        read, (((), "azure-expired-narrow"),), NARROW, azure=lambda: StillAzure(EXPIRED)
    ),
    "azure, unreachable, narrow": Walk(
        read,
        (((), "azure-unreachable-narrow"),),
        NARROW,
        azure=lambda: StillAzure(UNREACHABLE),
    ),
    "too small": Walk(judged, (((), "too-small"),), (50, 12)),
    "as small as can be": Walk(half, (((), "smallest"),), (60, 16)),
    "one cell": Walk(judged, (((), "one-cell"),), (1, 1)),
}
