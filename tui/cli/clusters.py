"""The option that names a cluster, and the cluster while a command works with it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

import click

from integrity.safe_text import safe_text
from tui.cli.exit_codes import ExitCode
from tui.cli.shown import shown
from tui.cluster.errors import ClusterError, ClusterUnfit, DaskMissing

if TYPE_CHECKING:
    from integrity.survey import Reader
    from tui.cluster.connection import Cluster
    from tui.session_options import SessionOptions

_ADDRESS = re.compile(
    r"(?:(?P<scheme>tcp|tls|ws|wss)://)?(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\])"
    r":(?P<port>\d{1,5})",
    re.ASCII,
)

_CODES: Mapping[type[ClusterError], ExitCode] = {
    DaskMissing: ExitCode.USAGE,
    ClusterUnfit: ExitCode.REFUSED,
}
"""What is not here is a remote error."""


class SchedulerOption(click.ParamType[str]):
    """The address of a Dask scheduler; without a scheme it is `tcp:`."""

    name = "scheduler"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        match = _ADDRESS.fullmatch(str(value))
        if match is None or not 0 < int(match["port"]) < 2**16:
            told = safe_text(str(value))
            self.fail(f"'{told}' is not HOST:PORT or tls://HOST:PORT", param, ctx)
        return f"{match['scheme'] or 'tcp'}://{match['host']}:{match['port']}"


scheduler_option = click.option(
    "--scheduler",
    type=SchedulerOption(),
    metavar="ADDRESS",
    help="Have the workers of this Dask cluster do it; they must see the same files.",
)


class ClusterFailed(click.ClickException):
    """A cluster cannot be used: one line, and a code of its own."""

    def __init__(self, error: ClusterError) -> None:
        super().__init__(str(error))
        self.exit_code = _code_of_cluster(error)  # type: ignore[misc]  # click asks the instance

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"bakeferry: {shown(self.message)}", file=file, err=file is None)


def _code_of_cluster(error: ClusterError) -> ExitCode:
    """The exit code of something between us and a cluster."""
    return _CODES.get(type(error), ExitCode.REMOTE)


@contextmanager
def cluster_at(address: str) -> Iterator["Cluster"]:
    """The cluster whose scheduler is at an address, connected.

    Raises:
        ClusterFailed: It cannot be used.
    """
    from tui.cluster.connection import connected  # only who names a cluster pays

    try:
        with connected(address) as cluster:
            yield cluster
    except ClusterError as error:
        raise ClusterFailed(error) from error


def cluster_if_any(address: str | None) -> AbstractContextManager["Cluster | None"]:
    """The same; None where no cluster is named."""
    return nullcontext() if address is None else cluster_at(address)


def read_by(
    cluster: "Cluster", reader: "Reader", options: "SessionOptions"
) -> "Reader":
    """A reader that has a cluster read, and remembers what it did before."""
    from tui.cluster.reading import ClusterReading

    return replace(reader, elsewhere=ClusterReading(cluster, options, reader))
