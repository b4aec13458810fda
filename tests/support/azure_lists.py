"""Pages of templates, and all that a list yields."""

from collections.abc import AsyncIterator

from scripted_azure import MANAGEMENT, TEMPLATES, reply, template_body

LIST = f"{MANAGEMENT}{TEMPLATES}?api-version=2025-10-01"
EVIL = "https://management.azure.com.evil.example/x"


def page(link=None):
    body = {"value": [template_body()]}
    return reply(200, body | ({"nextLink": link} if link else {}))


async def all_of(pages: AsyncIterator[tuple[object, ...]]) -> int:
    return sum([len(rows) async for rows in pages])
