"""`bakeferry templates diff`: a file, the live template, and what its addresses serve."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from integrity.lint.verdict import Verdict
from integrity.reading import TemplateFile, fact_key, read_artifacts
from integrity.secret_url import redacted
from integrity.template.loader import load
from integrity.template.references import declared_artifacts
from integrity.verify import verdict_of
from transfer.azure.bodies import Body
from transfer.azure.comparing import Difference, differences
from transfer.azure.defaults import clean_template
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.live.one_file import body_of, open_one
from tui.cli.live.output import Single, as_json
from tui.cli.live.running import Live, run_live
from tui.cli.progress_line import ProgressLine
from tui.cli.session import session_options
from tui.cli.shown import shown
from tui.session import Session

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_THE_SAME = "The file says what stands in Azure."


def compare(path: str, options: Mapping[str, Any]) -> int:
    """Tell what a file and a live template do not share; returns the exit code."""
    one = open_one(path, options)
    body = body_of(one, options["location"])
    single = Single("diff", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(options["name"] or one.name)
        template = await manager.template(resource)
        found = differences(body, template.body)
        drift = await _drift(template, live) if options["drift"] else []
        codes = [ExitCode.FINDINGS] if found else []
        codes += [ExitCode.INTEGRITY for each in drift if each["today"]]
        codes += [ExitCode.PARTIAL for each in drift if each["problem"]]
        code = worst(codes)
        content = {
            "id": str(resource),
            "items": [_item(each) for each in found],
            "drift": drift,
        }
        single.show(content, _lines(content), code)
        return code

    return run_live(options, job)


def _item(difference: Difference) -> dict[str, Any]:
    return {
        "pointer": shown(difference.pointer),
        "change": difference.change.value,
        "here": _value(difference.here),
        "live": _value(difference.live),
    }


def _value(value: object) -> str | None:
    text = as_json(value)
    return None if text is None else shown(text)


async def _drift(template: TemplateDetail, live: Live) -> list[dict[str, str | None]]:
    """The artifacts whose addresses serve something else than what is built."""
    options, cloud = live.options, live.session.place.cloud
    reading = session_options(options, inner_suffixes=cloud.inner_suffixes)
    clean = clean_template(template.body, api_version=template.api_version)
    loaded = load("the live template", json.dumps(clean).encode())
    file = TemplateFile(loaded, None)
    async with Session(reading) as session:
        with ProgressLine("diff", quiet=options["quiet"]) as progress:
            facts = await read_artifacts(
                (file,),
                session.reader,
                at_once=options["jobs"],
                on_progress=progress,
            )
    found: list[dict[str, str | None]] = []
    for reference in (
        one for each in loaded.templates for one in declared_artifacts(each)
    ):
        fact = facts[fact_key(reference, file)]
        verdict = verdict_of(reference.expected, fact)
        if reference.expected is None or verdict is Verdict.MATCH:
            continue
        why = fact.problem.message if fact.problem else "too large to be read whole"
        found.append(
            {
                "step": shown(reference.step.label),
                "url": redacted(reference.url),
                "stored": shown(reference.expected),
                "today": fact.sha256 if verdict is Verdict.MISMATCH else None,
                "problem": shown(why) if verdict is Verdict.PROBLEM else None,
            }
        )
    return found


def lines_between(here: Body, live: Body) -> Iterator[str]:
    """What a file and a live template do not share, for people."""
    items = [_item(each) for each in differences(here, live)]
    yield from _difference_lines(items)
    if not items:
        yield _THE_SAME


def _difference_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        yield f"{_SIGNS[item['change']]} {item['pointer']}"
        if item["here"] is not None:
            yield f"    file  {item['here']}"
        if item["live"] is not None:
            yield f"    live  {item['live']}"


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield from _difference_lines(content["items"])
    for drift in content["drift"]:
        yield f"! {drift['step']}: {drift['url']}"
        yield f"    built  {drift['stored']}"
        yield f"    today  {drift['today'] or drift['problem']}"
    if content["drift"]:
        yield "The template goes on building the bytes it was submitted with."
    if not content["items"]:
        yield _THE_SAME
