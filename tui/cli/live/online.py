"""Azure opened for `--online`, and asked what the rules want to know."""

from collections.abc import Mapping, Sequence
from typing import Any

from integrity.facts import AzureFact
from integrity.reading import TemplateFile
from transfer.azure.arm import ResourceManager
from tui.cli.live.running import Live, run_live
from tui.submitting.online import azure_facts


def ask_azure(
    files: Sequence[TemplateFile], options: Mapping[str, Any]
) -> list[AzureFact | None] | int:
    """Open Azure for `--online` and ask; an exit code when it cannot be asked."""
    found: list[AzureFact | None] = []

    async def job(live: Live) -> int:
        found.extend(await facts_for(live, live.manager(), files))
        return 0

    code = run_live({**options, "api_version": None}, job)
    return code or found


async def facts_for(
    live: Live, manager: ResourceManager, files: Sequence[TemplateFile]
) -> list[AzureFact | None]:
    """What Azure tells of each file's template; what it does not tell is noted."""
    return await azure_facts(
        manager, files, live.note, group=live.group, records=live.session.records
    )
