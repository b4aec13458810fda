"""How a verification that has ended stands among the transfers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tui.glyphs import ASCII
from tui.screens.transfers.rows import TransferRows
from tui.workspace.judged import VerifyRun

READ = VerifyRun(1, total=10, done=10, ended_at=datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("run", "sign", "became"),
    [
        (READ, "ok", "done"),
        (replace(READ, problems=3), "!", "3 not read"),
        (replace(READ, problems=3, is_cancelled=True), "=", "cancelled"),
    ],
    ids=["read", "partly", "cancelled"],
)
def test_what_could_not_be_read_is_no_success(run, sign, became):
    what, *_, rate, _ = TransferRows((run,), ASCII).cells(0)

    assert what[0].text.strip() == sign
    assert [piece.text for piece in rate] == [became]
