"""Thousands of templates: work is bounded by what changes, not by what is open."""

import asyncio
import time
from datetime import UTC, datetime

from many_templates import many_templates
from open_workspace import all_judged, nothing_runs, opened

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.secret_url import SecretUrl
from tui.session import SessionOptions
from tui.workspace.judged import ArtifactProgress
from tui.workspace.known import MOVING, Known
from tui.workspace.stages import ArtifactStage
from tui.workspace.workspace import PUBLISH_SECONDS

SHARED = ("https://files.example/setup.sh", None)
WANTED = ((SHARED, ArtifactRequest(SHARED[0])),)
TEMPLATES = 2_000

MANY = 80
"""Enough to tell what grows with them from what does not."""


def known_by_many():
    known = Known()
    for number in range(TEMPLATES):
        known.add_user(str(number), WANTED)
    known.touched.clear()
    return known


def test_the_progress_of_an_artifact_that_all_share_touches_a_few_rows_only():
    known = known_by_many()
    known.move(SHARED, ArtifactProgress(ArtifactStage.READING))
    assert len(known.touched) == TEMPLATES  # all of them show that it has begun
    known.touched.clear()

    for done in range(100):
        known.move(SHARED, ArtifactProgress(ArtifactStage.READING, done))

    assert len(known.touched) == MOVING


def test_what_an_artifact_is_touches_all_rows_that_name_it():
    known = known_by_many()
    fact = ArtifactFact(SecretUrl(SHARED[0]), size=1)

    known.learn(SHARED, fact, datetime.now(UTC))

    assert len(known.touched) == TEMPLATES


def test_who_does_not_name_an_artifact_any_more_is_not_touched():
    known = known_by_many()
    for number in range(TEMPLATES - 1):
        known.drop_user(str(number), WANTED)

    known.move(SHARED, ArtifactProgress(ArtifactStage.WAITING))

    assert known.touched == {str(TEMPLATES - 1)}


def test_verifying_one_of_many_leaves_the_rows_of_the_others_the_same(tmp_path):
    mapped = many_templates(tmp_path, MANY)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        before = workspace.wait(all_judged)
        workspace.verify([before.entries[MANY // 2].key])
        after = workspace.wait(
            lambda now: now.entries[MANY // 2].verified_at is not None
        )

    changed = [
        number
        for number, (old, new) in enumerate(
            zip(before.entries, after.entries, strict=True)
        )
        if old is not new
    ]
    assert changed == [MANY // 2]


def test_many_artifacts_make_no_more_snapshots_than_a_screen_can_use(tmp_path):
    mapped = many_templates(tmp_path, MANY)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        before = workspace.wait(all_judged)
        began = time.monotonic()
        workspace.verify([one.key for one in before.entries])
        after = workspace.wait(nothing_runs)
        most = (time.monotonic() - began) / PUBLISH_SECONDS + 2

    assert after.runs[0].done == 3 * MANY
    assert after.number - before.number <= most


def test_a_cancelled_verification_of_many_reads_on_no_more_than_it_reads_at_once(
    tmp_path,
):
    mapped = many_templates(tmp_path, MANY)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,)), at_once=4
    ) as workspace:
        keys = [one.key for one in workspace.wait(all_judged).entries]
        asked = []

        def cancel_once_some_are_read():  # on its loop, which nobody else holds up
            run = workspace._verifying.run
            if run is None or run.done <= 10:
                asyncio.get_running_loop().call_soon(cancel_once_some_are_read)
                return
            asked.append(run)
            workspace._verifying.cancel()

        workspace._engine.tell(cancel_once_some_are_read)
        workspace.verify(keys)
        workspace.wait(lambda now: asked)
        stopped = workspace.wait(nothing_runs).runs[0]
        workspace.verify(keys)
        resumed = workspace.wait(lambda now: len(now.runs) == 2)
        done = workspace.wait(
            lambda now: all(one.verified_at is not None for one in now.entries)
        )
        workspace.verify(keys)  # while they are still judged by what was read
        anew = workspace.wait(lambda now: len(now.runs) == 3)

    assert stopped.is_cancelled
    assert asked[0].done <= stopped.done <= asked[0].done + 4
    assert resumed.runs[1].total == 3 * MANY - stopped.done
    assert {one.matching for one in done.entries} == {3}
    assert anew.runs[2].total == 3 * MANY


def test_a_verified_row_that_nothing_touches_stays_the_very_same_value(tmp_path):
    mapped = many_templates(tmp_path, 2, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        found = workspace.wait(all_judged).entries
        workspace.verify([one.key for one in found])
        before = workspace.wait(
            lambda now: all(
                one.judged_at > earlier.judged_at
                for one, earlier in zip(now.entries, found, strict=True)
            )
        )
        before.entries[1].path.write_text("[]")
        after = workspace.wait(lambda now: len(now.others) == 1)

    assert after.entries[0].verified_at is not None
    assert after.entries[0] is before.entries[0]
