"""Runs a command that reaches Azure: opens what it needs, and makes errors codes."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import field
from typing import Any

import click

from integrity.dataclass import dataclass
from integrity.parallel import leaves
from integrity.safe_text import safe_text
from integrity.template.resource_ids import IMAGE_TEMPLATE, ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.resource_ids import parse_id, template_id
from transfer.azure.signing_in.scope import Asked, Setting
from transfer.errors import (
    AzureError,
    AzureUnreachable,
    BuildRunning,
    HostRefused,
    NoSubscription,
    OperationTooLong,
    RightMissing,
    SignInFailed,
    SignInRefused,
    StagingForbidden,
    TemplateExists,
)
from tui.azure_session import AzureOptions, AzureSession, Place, with_cloud
from tui.cli.awaiting import awaited
from tui.cli.exit_codes import ExitCode
from tui.cli.live.options import asked_of
from tui.cli.live.telling_calls import telling_calls
from tui.cli.shown import say, say_aside, shown
from tui.cloud_choice import CloudUnknown
from tui.rescues import RescuesOfThisMachine

_CODES: Mapping[type[AzureError], ExitCode] = {
    SignInFailed: ExitCode.PERMISSION,
    SignInRefused: ExitCode.PERMISSION,
    RightMissing: ExitCode.PERMISSION,
    StagingForbidden: ExitCode.PERMISSION,
    NoSubscription: ExitCode.USAGE,
    HostRefused: ExitCode.REFUSED,
    TemplateExists: ExitCode.REFUSED,
    BuildRunning: ExitCode.REFUSED,
    OperationTooLong: ExitCode.PARTIAL,
}
"""What is not here is a remote error."""

_LIBRARIES = ("azure", "msal")
_SILENT = logging.NullHandler()


def code_of_error(error: AzureError) -> ExitCode:
    """The exit code of something between us and Azure."""
    if isinstance(error, Declined | Halfway):
        return error.code
    found = (code for kind, code in _CODES.items() if isinstance(error, kind))
    return next(found, ExitCode.REMOTE)


class Declined(AzureError):
    """We do not do it, though Azure would; the message says what would change that."""

    code = ExitCode.REFUSED


class Halfway(AzureError):
    """Something failed after the subscription was changed: how it stands, and what goes on."""

    def __init__(self, error: AzureError, stands: str) -> None:
        super().__init__(f"{error}; {stands}")
        self.code = code_of_error(error)


class NotFound(AzureError):
    """Something that was named is not in the subscription; the message says where."""


@dataclass(slots=True)
class Live:
    """What a command works with while Azure is open."""

    session: AzureSession
    options: Mapping[str, Any]

    going_on: str | None = None
    """What Azure goes on with when we leave early, and what to type then."""

    left: str | None = None
    """What stays half done when we leave early, in words of our own."""

    closing: list[Callable[[], object]] = field(default_factory=list)
    """Called before anything is told: what was painted makes room."""

    def manager(self, *, api_version: str | None = None) -> ResourceManager:
        """Who reads what stands in the subscription."""
        return self.session.manager(api_version=api_version)

    @property
    def group(self) -> str | None:
        """The resource group that is meant; None: nobody said."""
        setting = self.session.place.scope.group
        return setting.value if setting else None

    def note(self, text: str) -> None:
        """Say something beside the result, on standard error."""
        say(self.options)(text)

    async def locate(self, name: str) -> tuple[ResourceManager, ResourceId]:
        """The template that a name or an id stands for, and who reads it.

        Without a group the whole subscription is searched.

        Raises:
            NotFound: There is none of that name.
            click.UsageError: It is no name, or there are several.
        """
        if not name:  # a variable that is not set
            raise click.UsageError("the template's name is empty")
        if name.startswith("/"):
            return self._by_id(name)
        manager = self.manager()
        if self.group is not None:
            try:
                return manager, template_id(manager.subscription, self.group, name)
            except ValueError as error:
                raise click.UsageError(shown(str(error))) from error
        found = [
            template.id
            async for page in manager.templates()
            for template in page
            if template.id.name.casefold() == name.casefold()
        ]
        if not found:
            raise NotFound(
                f"no image template {safe_text(name)} in this subscription; "
                "`bakeferry templates list` shows them"
            )
        if len(found) > 1:
            groups = ", ".join(str(one.group) for one in found)
            raise click.UsageError(
                f"{shown(name)} is in several resource groups: name one with -g: "
                f"{shown(groups)}"
            )
        self.note(f"{name} was found in resource group {found[0].group}")
        return manager, found[0]

    def _by_id(self, text: str) -> tuple[ResourceManager, ResourceId]:
        resource = parse_id(text)
        if resource is None or not resource.is_a(IMAGE_TEMPLATE):
            raise click.UsageError(f"{shown(text)} is no id of an image template")
        manager = ResourceManager(
            self.session.caller,
            resource.subscription,
            api_version=self.options.get("api_version"),
        )
        return manager, resource


Job = Callable[[Live], Awaitable[int]]


def run_live(options: Mapping[str, Any], job: Job) -> int:
    """Open Azure, do a job, and return its exit code.

    An error of Azure's becomes one message, with what mends it, and a code.
    """
    for library in _LIBRARIES:  # what it would say is in our one message
        logging.getLogger(library).addHandler(_SILENT)
    with telling_calls() if options.get("debug") else nullcontext():
        return _Run(options, job).answer()


@dataclass(slots=True)
class _Run:
    """One job, and Azure as far as it was opened for it."""

    options: Mapping[str, Any]
    job: Job

    live: Live | None = None
    """None before Azure is open."""

    def answer(self) -> int:
        """Do the job, whatever comes of it."""
        try:
            return awaited(self._do())
        except KeyboardInterrupt:
            self._leave()
            left = self.live.left if self.live is not None else None
            raise KeyboardInterrupt(*[left] if left else []) from None
        except CloudUnknown as error:
            raise click.UsageError(shown(str(error))) from error
        except AzureError as error:
            return self._complain(error)
        except ExceptionGroup as failed:
            return self._complain(_azure_error(failed))

    async def _do(self) -> int:
        note = say(self.options)
        records = RescuesOfThisMachine(note)
        wanted = await with_cloud(_azure_options(self.options))
        async with AzureSession(wanted, records=records) as session:
            self.live = Live(session, self.options)
            _tell_guesses(session.place, note)
            return await self.job(self.live)

    def _leave(self) -> None:
        """Say what Azure goes on with, as far as we have begun anything."""
        self._close()
        if self.live is not None and self.live.going_on:
            say_aside(self.live.going_on)

    def _complain(self, error: AzureError) -> ExitCode:
        self._close()
        message = str(error)
        if isinstance(error, AzureUnreachable):
            message += "; is there a network? A proxy is named with --proxy URL"
        say_aside(message)
        return code_of_error(error)

    def _close(self) -> None:
        for close in self.live.closing if self.live is not None else ():
            close()


def _azure_error(group: ExceptionGroup[Exception]) -> AzureError:
    """One error that stands for several; anything else is a slip, and raised."""
    azure, others = group.split(AzureError)
    if azure is None or others is not None:
        raise group
    return next(leaves(azure))


def _azure_options(options: Mapping[str, Any]) -> AzureOptions:
    """What the options come to; a command that judges has its own api-version."""
    how = options.get("sign_in")
    return AzureOptions(
        asked=Asked(**asked_of(options)),
        cloud=options.get("cloud"),
        api_version=options.get("api_version"),
        allow_private=frozenset(options.get("allow_private", ())),
        ca_file=options.get("ca_file"),
        proxy=options.get("proxy"),
        ask=_show_code if how == "device-code" else None,
        browser=how == "browser",
    )


def _show_code(address: str, code: str) -> None:
    click.echo(f"To sign in, open {shown(address)} and type {shown(code)}", err=True)


def _tell_guesses(place: Place, note: Callable[[str], object]) -> None:
    """Say which values nobody gave on the command line, and where they came from."""
    scope = place.scope
    cloud = Setting(place.cloud.name, place.cloud_origin)
    known = {
        "subscription": scope.subscription,
        "resource group": scope.group,
        "cloud": cloud,
    }
    for what, setting in known.items():
        if setting is None or setting.origin.startswith("--"):
            continue
        if setting.origin == "the default":
            continue
        named = f"{setting.label} ({setting.value})" if setting.label else setting.value
        note(f"{what} {named}, from {setting.origin}")
