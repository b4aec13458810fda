"""Reading what templates name: live, each artifact once, paused, cancelled, resumed."""

import asyncio

from behaviours import Content, honest, says_nothing
from faulty_server import serving
from many_templates import many_templates, template_naming
from open_workspace import all_judged, nothing_runs, opened
from workspace import ADDRESS, SETUP, SETUP_SHA256, template_at, template_text

from integrity.artifacts.opener import UrlMap
from integrity.digests.history import DigestHistory
from integrity.lint.verdict import Verdict
from tui.session import SessionOptions
from tui.workspace.stages import ArtifactStage


def keys_of(snapshot):
    return [one.key for one in snapshot.entries]


def verified(workspace, keys):
    """Verify, and wait for the run after those that there were."""
    before = len(workspace.snapshot().runs)
    workspace.verify(keys)
    return workspace.wait(lambda now: len(now.runs) == before + 1)


def over_http(**changes):
    loopback = frozenset(("127.0.0.1",))
    return SessionOptions(allow_private=loopback, allow_insecure_http=True, **changes)


def test_a_verified_template_knows_its_verdicts_and_when_it_was_read(tmp_path):
    mapped = many_templates(tmp_path, 2, each=2)
    (tmp_path / "artifacts" / "1-0.sh").write_bytes(b"another one")
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        snapshot = verified(workspace, keys_of(workspace.wait(all_judged)))
        first, second = snapshot.entries
        [run] = snapshot.runs

    assert [one.verdict for one in first.artifacts] == [Verdict.MATCH] * 2
    assert [one.verdict for one in second.artifacts] == [
        Verdict.MISMATCH,
        Verdict.MATCH,
    ]
    assert first.verified_at is not None
    assert first.read == 2
    assert (run.total, run.done, run.problems) == (4, 4, 0)
    assert not run.is_cancelled


def test_findings_that_need_the_bytes_come_with_the_facts(tmp_path):
    mapped = many_templates(tmp_path, 1, each=1)
    (tmp_path / "artifacts" / "0-0.sh").unlink()
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        before = workspace.wait(all_judged).entries[0]
        workspace.verify([before.key])
        after = workspace.wait(lambda now: now.entries[0].errors > before.errors)

    assert after.entries[0].artifacts[0].verdict is Verdict.PROBLEM
    assert after.entries[0].differing == 0


def test_an_artifact_that_many_name_is_read_once_and_told_to_all(tmp_path):
    (tmp_path / "artifacts").mkdir()
    (tmp_path / "artifacts" / "setup.sh").write_bytes(SETUP)
    for number in range(40):
        (tmp_path / f"{number}.json").write_text(template_text(SETUP_SHA256))
    mapped = UrlMap(ADDRESS, tmp_path / "artifacts")
    with opened(tmp_path, session=SessionOptions(maps=(mapped,))) as workspace:
        snapshot = verified(workspace, keys_of(workspace.wait(all_judged)))

    assert snapshot.runs[0].total == 1
    assert {one.matching for one in snapshot.entries} == {1}


def test_templates_that_are_not_judged_yet_are_verified_when_they_are(tmp_path):
    mapped = many_templates(tmp_path, 30, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        found = workspace.wait(lambda now: len(now.entries) == 30)
        snapshot = verified(workspace, keys_of(found))

    assert {one.read for one in snapshot.entries} == {1}


async def test_artifacts_that_differ_in_their_query_alone_are_told_apart(tmp_path):
    async with serving(honest(Content(SETUP))) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/x?sig=one")))
        (tmp_path / "b.json").write_text(template_at(server.url("/x?sig=two")))
        with opened(tmp_path, session=over_http()) as workspace:
            judged = await asyncio.to_thread(workspace.wait, all_judged)
            snapshot = await asyncio.to_thread(verified, workspace, keys_of(judged))

    assert snapshot.runs[0].total == 2
    assert {one.matching for one in snapshot.entries} == {1}
    assert "sig=one" not in str(snapshot)


async def test_a_running_verification_takes_others_in(tmp_path):
    async with serving(honest(Content(SETUP)), [says_nothing]) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        (tmp_path / "b.json").write_text(template_at(server.url("/b")))
        with opened(tmp_path, session=over_http()) as workspace:
            judged = await asyncio.to_thread(workspace.wait, all_judged)
            first, second = keys_of(judged)
            workspace.verify([first])
            await asyncio.to_thread(workspace.wait, _is_asking)
            workspace.verify([second])
            snapshot = await asyncio.to_thread(
                workspace.wait, lambda now: now.entries[1].matching == 1
            )
            run = snapshot.run
            workspace.cancel()
            ended = await asyncio.to_thread(workspace.wait, nothing_runs)

    assert (run.number, run.total, run.done) == (1, 2, 1)
    assert [one.name for one in run.under_way] == ["a"]
    assert [run.is_cancelled for run in ended.runs] == [True]


async def test_cancelling_a_silent_server_frees_the_workspace_at_once(tmp_path):
    async with serving(says_nothing) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        with opened(tmp_path, session=over_http()) as workspace:
            judged = await asyncio.to_thread(workspace.wait, all_judged)
            workspace.verify(keys_of(judged))
            await asyncio.to_thread(workspace.wait, _is_asking)
            workspace.cancel()
            workspace.cancel()
            snapshot = await asyncio.to_thread(workspace.wait, nothing_runs)

    assert snapshot.entries[0].artifacts[0].progress.stage is ArtifactStage.CANCELLED
    assert snapshot.entries[0].verified_at is None


async def test_what_is_asked_for_while_a_cancelled_run_lets_go_is_read_then(tmp_path):
    async with serving(honest(Content(SETUP)), [says_nothing]) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        with opened(tmp_path, session=over_http()) as workspace:
            keys = keys_of(await asyncio.to_thread(workspace.wait, all_judged))
            workspace.verify(keys)
            await asyncio.to_thread(workspace.wait, _is_asking)
            workspace.cancel()
            workspace.verify(keys)
            await asyncio.to_thread(workspace.wait, lambda now: now.entries[0].matching)


async def test_what_was_read_before_a_cancel_is_not_read_again(tmp_path):
    async with serving(honest(Content(SETUP))) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        (tmp_path / "b.json").write_text(template_at(server.url("/b")))
        with opened(tmp_path, session=over_http(), at_once=1) as workspace:
            keys = keys_of(await asyncio.to_thread(workspace.wait, all_judged))
            await asyncio.to_thread(verified, workspace, keys[:1])
            server.plan.append(says_nothing)
            workspace.verify(keys)
            await asyncio.to_thread(workspace.wait, _is_asking)
            workspace.cancel()
            await asyncio.to_thread(workspace.wait, lambda now: len(now.runs) == 2)
            snapshot = await asyncio.to_thread(verified, workspace, keys)

    asked = [one.target for one in server.requests]
    assert asked == ["/a", "/b", "/b"]
    assert [one.matching for one in snapshot.entries] == [1, 1]


async def test_what_is_known_is_checked_anew_when_nothing_else_was_asked_for(tmp_path):
    async with serving(honest(Content(SETUP))) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        with opened(tmp_path, session=over_http()) as workspace:
            keys = keys_of(await asyncio.to_thread(workspace.wait, all_judged))
            await asyncio.to_thread(verified, workspace, keys)
            await asyncio.to_thread(verified, workspace, keys)

    assert len(server.requests) == 2


def test_what_was_read_goes_into_the_history_and_stays_there(tmp_path):
    mapped = many_templates(tmp_path, 1, each=2)
    session = SessionOptions(maps=(mapped,), state_directory=tmp_path / "state")
    with opened(tmp_path / "templates", session=session) as workspace:
        verified(workspace, keys_of(workspace.wait(all_judged)))
        now = workspace.history.seen()
    with DigestHistory.open(tmp_path / "state") as history:
        later = history.seen()

    assert [one.name for one in now] == ["0-0.sh", "0-1.sh"]
    assert later == now


def test_what_is_as_it_was_before_is_shown_as_read_and_judged_no_more(tmp_path):
    mapped = many_templates(tmp_path, 2, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        found = workspace.wait(all_judged).entries
        keys = [one.key for one in found]
        verified(workspace, keys)
        first = workspace.wait(
            lambda now: all(
                one.judged_at > before.judged_at
                for one, before in zip(now.entries, found, strict=True)
            )
        )
        (tmp_path / "artifacts" / "1-0.sh").write_bytes(b"new and longer than before")
        verified(workspace, keys)
        verified(workspace, keys)
        second = workspace.wait(
            lambda now: now.entries[1].judged_at > first.entries[1].judged_at
        )

    assert second.entries[0].judged_at == first.entries[0].judged_at
    assert second.entries[0].verified_at > first.entries[0].verified_at


def test_a_local_artifact_that_has_changed_is_read_again(tmp_path):
    mapped = many_templates(tmp_path, 2, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        keys = keys_of(workspace.wait(all_judged))
        verified(workspace, keys)
        (tmp_path / "artifacts" / "1-0.sh").write_bytes(b"new and longer than before")
        snapshot = verified(workspace, keys)

    assert snapshot.runs[1].total == 1
    assert [one.differing for one in snapshot.entries] == [0, 1]


def test_a_paused_verification_begins_nothing_until_it_goes_on(tmp_path):
    mapped = many_templates(tmp_path, 60, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,)), at_once=2
    ) as workspace:
        keys = keys_of(workspace.wait(all_judged))

        def verify_and_pause():  # at one time, lest all of it is read in between
            workspace.verify(keys)
            workspace.pause()

        workspace._engine.tell(verify_and_pause)
        paused = workspace.wait(lambda now: now.run is not None and now.run.is_paused)
        number = paused.number
        workspace.rescan()
        (tmp_path / "templates" / "late.json").write_text(template_naming([]))
        later = workspace.wait(
            lambda now: now.number > number and len(now.entries) == 61
        )
        still = workspace.snapshot().run
        workspace.resume()
        ended = workspace.wait(nothing_runs)

    assert later.run.is_paused
    assert still.done <= paused.run.done + 2
    assert ended.runs[0].done == 60


async def test_a_pause_does_not_make_a_server_look_slow(tmp_path):
    body = SETUP * 20_000
    async with serving(honest(Content(body))) as server:
        (tmp_path / "a.json").write_text(template_at(server.url("/a")))
        with opened(tmp_path, session=over_http()) as workspace:
            keys = keys_of(await asyncio.to_thread(workspace.wait, all_judged))
            workspace.verify(keys)
            workspace.pause()
            workspace.resume()
            snapshot = await asyncio.to_thread(workspace.wait, nothing_runs)

    assert snapshot.runs[0].problems == 0
    assert snapshot.entries[0].artifacts[0].fact.size == len(body)


def test_a_file_that_is_edited_names_other_artifacts(tmp_path):
    mapped = many_templates(tmp_path, 2, each=1)
    with opened(
        tmp_path / "templates", session=SessionOptions(maps=(mapped,))
    ) as workspace:
        first, second = workspace.wait(all_judged).entries
        verified(workspace, [first.key])
        first.path.write_text(second.path.read_text())
        snapshot = workspace.wait(
            lambda now: now.entries[0].artifacts[0].name == "1-0.sh"
        )

    assert snapshot.entries[0].verified_at is None
    assert snapshot.entries[0].artifacts[0].verdict is None


def _is_asking(snapshot):
    return snapshot.run is not None and any(
        one.progress.stage is ArtifactStage.ASKING for one in snapshot.run.under_way
    )
