"""Lists, page by page, from a service that may be wrong or hostile."""

from collections.abc import AsyncIterator
from urllib.parse import urljoin

from integrity.secret_url import SecretUrl
from transfer.azure.bodies import text
from transfer.azure.calls import Call, Caller
from transfer.errors import AnswerUnusable

_MOST_PAGES = 1_000
_MOST_ITEMS = 100_000


async def pages(caller: Caller, url: str, doing: str) -> AsyncIterator[list[object]]:
    """The items of a list, one page after the other, each as soon as it is here.

    A `nextLink` may be relative; wherever it leads, the caller sends nothing to a
    host that is not Resource Manager's.

    Raises:
        AnswerUnusable: It goes round in a circle, has no end, or is no list.
        AzureError: As for `Caller.send`.
    """
    seen: set[str] = set()
    count = 0
    following: str | None = url
    while following is not None:
        if following in seen:
            raise AnswerUnusable(f"{doing}: the list goes round in a circle")
        if len(seen) == _MOST_PAGES:
            raise AnswerUnusable(f"{doing}: more than {_MOST_PAGES:,} pages")
        seen.add(following)
        call = Call("GET", SecretUrl(following), doing)
        page = await caller.send_for_object(call)
        value = page.get("value")
        if not isinstance(value, list):
            raise AnswerUnusable(f"{doing}: the answer is no list")
        count += len(value)
        if count > _MOST_ITEMS:
            raise AnswerUnusable(f"{doing}: more than {_MOST_ITEMS:,} items")
        yield value
        link = text(page.get("nextLink"))
        following = None if link is None else _joined(following, link, doing)


def _joined(here: str, link: str, doing: str) -> str:
    try:
        return urljoin(here, link)
    except ValueError:
        raise AnswerUnusable(f"{doing}: the next page has no address") from None
