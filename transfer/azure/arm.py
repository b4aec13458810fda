"""What Resource Manager knows of image templates, read and never changed."""

from collections.abc import AsyncIterator, Callable, Mapping
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote, urlencode

from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import IMAGE_TEMPLATE, ResourceId
from integrity.template.versions import NEWEST
from transfer.azure.bodies import Body
from transfer.azure.calls import Call, Caller
from transfer.azure.paging import pages
from transfer.azure.resources import (
    RunOutput,
    TemplateDetail,
    TemplateSummary,
    Trigger,
    detail_of,
    run_output_of,
    summary_of,
    trigger_of,
)
from transfer.errors import AnswerUnusable, ResourceMissing

PROVIDER = IMAGE_TEMPLATE.partition("/")[0]
TRIGGERS_SINCE = "2022-07-01"

API_VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "microsoft.resources": "2021-04-01",
        "microsoft.storage": "2023-05-01",
        "microsoft.compute": "2024-03-03",
        "microsoft.authorization": "2022-04-01",
        "microsoft.managedidentity": "2023-01-31",
    }
)
"""What each other provider is asked with, by its name in lower case."""

COMPUTE_IMAGES = "2024-07-01"
"""Managed and platform images; galleries have versions of their own."""

Item = TypeVar("Item")


class ResourceManager:
    """Reads what stands in one subscription."""

    def __init__(
        self, caller: Caller, subscription: str, *, api_version: str | None = None
    ) -> None:
        """Prepare.

        Args:
            subscription: Its id.
            api_version: For image templates; None is the newest that we know.
        """
        self.caller = caller
        self.subscription = subscription
        self.api_version = api_version or NEWEST

    async def templates(
        self, group: str | None = None
    ) -> AsyncIterator[tuple[TemplateSummary, ...]]:
        """The image templates of the subscription or a group, page by page.

        Raises:
            AzureError: As for `pages`; what came before stays good.
        """
        within = f"/resourceGroups/{quote(group, safe='')}" if group else ""
        path = f"/subscriptions/{self.subscription}{within}/providers/{IMAGE_TEMPLATE}"
        doing = "list image templates"
        async for page in self._listed(path, doing, summary_of):
            yield page

    async def template(
        self, template: ResourceId, *, api_version: str | None = None
    ) -> TemplateDetail:
        """An image template, whole.

        Raises:
            ResourceMissing: There is none of that id.
            AzureError: As for `Caller.send`.
        """
        version = api_version or self.api_version
        doing = f"read image template {template.name}"
        body = await self.caller.send_for_object(
            Call("GET", self.url(template.path, version), doing)
        )
        return _understood(detail_of(body, version), doing)

    async def find_template(self, template: ResourceId) -> TemplateDetail | None:
        """An image template; None when there is none of that id.

        Raises:
            AzureError: As for `Caller.send`.
        """
        try:
            return await self.template(template)
        except ResourceMissing:
            return None

    async def run_outputs(
        self, template: ResourceId
    ) -> AsyncIterator[tuple[RunOutput, ...]]:
        """What the template's runs have brought forth, page by page."""
        doing = f"list run outputs of {template.name}"
        async for page in self._listed(
            f"{template.path}/runOutputs", doing, run_output_of
        ):
            yield page

    async def triggers(
        self, template: ResourceId
    ) -> AsyncIterator[tuple[Trigger, ...]]:
        """What starts runs of the template by itself, page by page."""
        doing = f"list triggers of {template.name}"
        path = f"{template.path}/triggers"
        version = max(self.api_version, TRIGGERS_SINCE)
        async for page in self._listed(path, doing, trigger_of, version):
            yield page

    async def read(
        self,
        path: str,
        doing: str,
        *,
        api_version: str | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Body:
        """The body of anything that Resource Manager has.

        Args:
            path: From `/subscriptions` on, escaped.
            api_version: None is the one that we know its provider by.
        """
        version = api_version or api_version_for(path)
        url = self.url(path, version, query)
        return await self.caller.send_for_object(Call("GET", url, doing))

    async def listed(
        self,
        path: str,
        doing: str,
        *,
        query: Mapping[str, str] | None = None,
    ) -> AsyncIterator[object]:
        """The items of any list that Resource Manager has."""
        url = self.url(path, api_version_for(path), query).reveal()
        async for page in pages(self.caller, url, doing):
            for item in page:
                yield item

    def url(
        self, path: str, api_version: str, query: Mapping[str, str] | None = None
    ) -> SecretUrl:
        """The address of a path, which is escaped already."""
        asked = urlencode({"api-version": api_version, **(query or {})})
        return SecretUrl(f"{self.caller.cloud.resource_manager}{path}?{asked}")

    async def _listed(
        self,
        path: str,
        doing: str,
        parse: Callable[[object], Item | None],
        api_version: str | None = None,
    ) -> AsyncIterator[tuple[Item, ...]]:
        """The items of a list as values; what has no id is left out."""
        url = self.url(path, api_version or self.api_version).reveal()
        async for page in pages(self.caller, url, doing):
            yield tuple(found for item in page if (found := parse(item)) is not None)


def api_version_for(path: str) -> str:
    """The version that the provider in a path is asked with."""
    folded = path.casefold()
    provider = folded.rpartition("/providers/")[2].partition("/")[0]
    if "/providers/microsoft.compute/images" in folded or "/locations/" in folded:
        return COMPUTE_IMAGES
    return API_VERSIONS.get(provider, API_VERSIONS["microsoft.resources"])


def _understood(value: Item | None, doing: str) -> Item:
    if value is None:
        raise AnswerUnusable(f"{doing}: the answer has no id that one could go by")
    return value
