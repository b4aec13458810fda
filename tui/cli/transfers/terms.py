"""The terms of each copy: what the options come to, or those its job was begun on."""

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import click

from integrity.dataclass import dataclass
from transfer.copy_options import CopyOptions
from transfer.journal.records import Terms
from transfer.limiting import MOST_STREAMS, RateLimit
from transfer.receipt import Level
from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Tools
from tui.cli.transfers.options import LEVELS
from tui.cli.transfers.orders import Order


def rescue_options(options: Mapping[str, Any], *, any_file: bool) -> RescueOptions:
    """What the options come to.

    Raises:
        click.UsageError: They contradict each other.
    """
    verify, sha256 = options["verify"], options["expect_sha256"]
    if sha256 and verify == "ranges":
        raise click.UsageError("--expect-sha256 reads all of the copy: not ranges")
    return RescueOptions(
        copying=CopyOptions(
            afresh=bool(options.get("afresh")),
            level=LEVELS[verify] if verify else None,
            expected_sha256=sha256,
        ),
        overwrite=bool(options.get("overwrite")),
        only=options.get("only"),
        any_file=any_file,
    )


def terms_kept(begun: Terms, options: Mapping[str, Any]) -> Terms:
    """What a job was begun on, except for what is said anew."""
    verify, rate, streams = (
        options[one] for one in ("verify", "limit_rate", "streams")
    )
    overwrite = options["overwrite"]
    return Terms(
        overwrite=begun.overwrite if overwrite is None else overwrite,
        level=int(LEVELS[verify]) if verify else begun.level,
        limit_rate=begun.limit_rate if rate is None else rate or None,
        streams=streams or begun.streams,
        origin=begun.origin,
        tree=begun.tree,
        sha256=options["expect_sha256"] or begun.sha256,
    )


def check_one_expected(options: Mapping[str, Any], wanted: Collection[object]) -> None:
    """One digest is of one artifact.

    Raises:
        click.UsageError: Several may be meant.
    """
    is_tree = options.get("recursive") or options.get("at_risk")
    if options["expect_sha256"] and (is_tree or len(wanted) > 1):
        why = "--expect-sha256 is of one artifact, and several may be meant here"
        raise click.UsageError(why)


@dataclass(slots=True)
class Manner:
    """How every copy of a run is made."""

    tools: Tools
    options: RescueOptions
    _limits: dict[int | None, RateLimit] = field(default_factory=dict)
    """One for all copies with the same limit: it is theirs together."""

    def tools_for(self, order: Order) -> Tools:
        """What one copy is made with."""
        terms = order.terms
        if terms is None:
            return self.tools
        rate = terms.limit_rate
        limit = self._limits.setdefault(rate, RateLimit(rate))
        return replace(
            self.tools,
            limit=limit,
            tree=Path(terms.tree) if terms.tree else None,
            at_once=terms.streams or MOST_STREAMS,
        )

    def options_for(self, order: Order) -> RescueOptions:
        """What was decided about one copy."""
        options, terms = replace(self.options, origin=order.origin), order.terms
        if order.strategy == "service":  # has to be asked for, also when taken up
            options = replace(options, only=order.strategy)
        if terms is None:
            return options
        level = None if terms.level is None else Level(terms.level)
        expected = terms.sha256 or None
        copying = replace(options.copying, level=level, expected_sha256=expected)
        return replace(options, overwrite=terms.overwrite, copying=copying)
