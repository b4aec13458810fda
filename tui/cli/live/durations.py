"""Times as people type them on the command line."""

import re

import click

_DURATION = re.compile(r"(?P<number>\d{1,6})(?P<unit>[smhd]?)")
_SECONDS = {"s": 1, "m": 60, "": 60, "h": 3600, "d": 86400}


class Duration(click.ParamType[float]):
    """A time in seconds: 90s, 45m, 2h, 3d; a bare number is minutes."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        match = _DURATION.fullmatch(str(value).strip())
        if match is None:
            self.fail("wants a time like 90s, 45m, 2h or 3d", param, ctx)
        return float(int(match["number"]) * _SECONDS[match["unit"]])
