"""`solferino test scan` and `before-after`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from solferino.cli.asking import draws, files, points, printed, say, shown, times
from solferino.patterns.plain.where import Columns


@click.command("scan")
@files
@points
@times
@click.option("--place", default="", help="Column that says of which place a row is; left out: rows at one point.")
@click.option("--model", default="permutation", show_default=True, help="What chance is.",
              type=click.Choice(["permutation", "poisson", "bernoulli"]))  # fmt: skip
@click.option("--cases", default="", metavar="COLUMN=VALUE", help="bernoulli: which rows are cases, among all rows.")
@click.option("--exposure", default="", help="poisson: column of the exposure of a row's place.")
@click.option("--count", default="", help="Column that says how many cases a row stands for.")
@click.option("--most", default=0.5, show_default=True, type=click.FloatRange(0, 1), help="Largest part of the cases.")
@click.option("--longest", "days", default=0.5, show_default=True, type=click.FloatRange(0, 1),
              help="Largest part of the days.")  # fmt: skip
@click.option("--alive", is_flag=True, help="Only what lasts to the end: a look ahead, one of many if repeated.")
@draws
@printed
def scan(files: tuple[Path, ...], **told: Any) -> None:
    """Where and when is the excess?

    Looks at every cylinder of neighbouring places and days for the one that stands out most, and compares with the one
    that stands out most in random worlds. permutation exchanges the days of cases, poisson spreads them by an exposure,
    bernoulli draws them among all rows. The edge of a cylinder is no border.
    """
    from solferino.patterns.plain.days import scan_table

    columns = Columns(**{k: told.pop(k) for k in ("x", "y", "lat", "lon", "t", "date")})
    how = shown(told)
    say(scan_table(files, columns, **told), **how)


@click.command("before-after")
@files
@click.option("--date", "column", default="date", show_default=True, help="Column of dates such as 2016-11-24.")
@click.option("--on", required=True, metavar="DAY", help="The day that is asked about.")
@click.option("--window", required=True, type=click.IntRange(1), help="Days before, and days from then on.")
@click.option("--count", default="", help="Column that says how many events a row stands for.")
@click.option("--from", "first", default="", metavar="DAY", help="First day of the series; else the first told.")
@click.option("--to", "last", default="", metavar="DAY", help="Last day of the series; else the last told.")
@click.option("--seed", default=0, type=int, hidden=True)
@click.option("--permutations", default=0, type=int, hidden=True, expose_value=False)
@printed
def before_after(files: tuple[Path, ...], **told: Any) -> None:
    """Did the rate change after a day, more than after other days of the same series?

    Lays the same two windows around every other day of the series; p is two-sided.
    Days without a row have no event. A date chosen after looking, or reports that change with the event, are not
    allowed for.
    """
    from solferino.patterns.plain.days import before_after_table

    how = shown(told)
    say(before_after_table(files, **told), **how)


COMMANDS = {"scan": scan, "before-after": before_after}
