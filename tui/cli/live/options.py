"""Options of the commands that reach Azure, in az's own words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from integrity.template.versions import VERSIONS
from tui.cli.combining import combined
from tui.cli.completing import files
from tui.cli.live.online_options import sign_in_options
from tui.cli.reading_options import ProxyOption, reading_options

_FORMS = ("table", "json", "jsonl", "tsv")

_place_options = combined(
    click.option("--subscription", metavar="ID", help="The subscription; else AZURE_SUBSCRIPTION_ID, else az's default."),
    click.option("-g", "--resource-group", metavar="NAME", help="The resource group; else az's defaults.group."),
)  # fmt: skip
"""Where to work."""

wire_options = combined(
    click.option("--allow-private", multiple=True, metavar="HOST", help="A host of Azure that is behind a private endpoint."),
    click.option("--ca-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust the certificates in this file instead of the system's."),
    click.option("--proxy", type=ProxyOption(), metavar="URL", help="Go through this proxy; the environment is never asked."),
)  # fmt: skip
"""How Azure is reached; commands that read artifacts have these options already."""

telling_options = combined(
    click.option("-q", "--quiet", is_flag=True, help="No progress, and nothing about what was guessed."),
    click.option("--debug", is_flag=True, help="Tell every call on standard error; never a secret."),
)  # fmt: skip
"""What is told beside the result."""

_version_option = click.option(
    "--api-version",
    type=click.Choice(VERSIONS),
    metavar="VERSION",
    help="Of Image Builder; the newest by default.",
)

form_options = combined(
    click.option("-o", "--output", type=click.Choice(_FORMS), default="table", show_default=True, help="The form of the result; never changes the exit code."),
    click.option("--query", metavar="JMESPATH", help="Pick from the JSON document, as with az."),
)  # fmt: skip
"""How the result is told."""

untold_options = combined(
    _place_options, sign_in_options, _version_option, wire_options, telling_options
)
"""All but the form of the result."""

live_options = combined(untold_options, form_options)
"""What most commands have."""

watch_option = click.option(
    "--watch",
    is_flag=True,
    help="Look again every 10 seconds; on a terminal the list stays in its place.",
)
"""What lists have; the seconds are `live.watching.PAUSE`."""

loss_options = combined(
    click.option("-y", "--yes", is_flag=True, help="Do not ask; never answers for VHDs that would be lost."),
    click.option("--rescue-first", is_flag=True, help="Copy every VHD at risk, and delete only when all copies are verified."),
    click.option("--to", metavar="DESTINATION", shell_complete=files, help="With --rescue-first: as of `bakeferry rescue`; by default this folder."),
    click.option("--accept-loss", metavar="NAME", help="Lose the VHDs of the template of this name."),
    click.option("--force", is_flag=True, help="Lose its VHDs, whatever its name."),
)  # fmt: skip
"""What is said about the VHDs of a template that is deleted."""

file_options = combined(
    click.option("--params", multiple=True, metavar="FILE|NAME=VALUE", shell_complete=files, help="Deployment parameters: a file, or one value."),
    click.option("--set", "fills", multiple=True, metavar="NAME=VALUE", help="Put a value in place of <NAME>."),
    click.option("--location", metavar="REGION", help="What resourceGroup().location is, and where a bare template goes."),
)  # fmt: skip
"""What is said beside a file."""

live_file_options = combined(
    _place_options,
    sign_in_options,
    _version_option,
    reading_options,
    telling_options,
    form_options,
)
"""What commands have that also read a file and its artifacts."""


def asked_of(options: Mapping[str, Any]) -> dict[str, str | None]:
    """Who and where, of a command that may lack some of these options."""
    return {
        "subscription": options.get("subscription"),
        "tenant": options.get("tenant"),
        "group": options.get("resource_group"),
    }
