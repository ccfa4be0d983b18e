"""`solferino test proximity`, `odds`, `repeats`, `double-tap`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from solferino.cli.asking import PATH, Numbers, draws, files, points, precision, printed, say, shown
from solferino.patterns.plain.where import Columns


@click.command("proximity")
@files
@points
@precision
@click.option("--places", required=True, type=PATH, help="Table of places: those protected and those comparable.")
@click.option("--protected", required=True, metavar="COLUMN=VALUE", help="Which places are meant: kind=hospital.")
@click.option("--within", default="", help="Strata of places: columns of their table, parted by commas, or 10km.")
@click.option("--radii", required=True, type=Numbers(), help="Radii; the first is asked about: 360,100,800.")
@draws
@printed
def proximity(files: tuple[Path, ...], **told: Any) -> None:
    """Did protected places draw more strikes than comparable places nearby?

    Draws as many places as are protected from among the comparable ones of the same stratum, again and again, and
    counts strikes near any of them. Comparable places are schools, clinics, large buildings: what stood in the same
    town at the same distance from its centre. A stratum in which nothing else stands makes the test refuse. Of the
    places only sizes of strata are printed.
    """
    from solferino.patterns.plain.places import proximity_table

    columns = Columns(**{k: told.pop(k) for k in ("x", "y", "lat", "lon", "precision", "within")})
    how = shown(told)
    say(proximity_table(files, columns, **told), **how)


@click.command("odds")
@files
@click.option("--group", required=True, metavar="COLUMN=VALUE", help="Units asked about: kind=hospital.")
@click.option("--hit", required=True, metavar="COLUMN=VALUE", help="What happened to them: damaged=yes.")
@click.option("--within", default="", help="Columns that make strata, parted by commas: block, or place,month.")
@click.option("--count", default="", help="Column that says how many units a row stands for.")
@click.option("--seed", default=0, type=int, hidden=True)
@click.option("--permutations", default=0, type=int, hidden=True, expose_value=False)
@printed
def odds(files: tuple[Path, ...], **told: Any) -> None:
    """Were the odds of being hit the same for two groups, stratum by stratum?

    The exact conditional test of tables of two by two, with the odds ratio and its exact interval; p is two-sided and
    nothing is drawn at random. To find no difference is not to find equality: the interval says what stays open.
    """
    from solferino.patterns.plain.places import odds_table

    how = shown(told)
    say(odds_table(files, **told), **how)


@click.command("repeats")
@files
@click.option("--town", default="", help="Column of towns; chance is let loose within each.")
@click.option("--place", required=True, help="Column that says which place was hit.")
@click.option("--standing", type=PATH, help="Table of every place that stood, never hit or not, by the same columns.")
@click.option("--weight", default="", help="Column of that table: beds, floor area, days open.")
@draws
@printed
def repeats(files: tuple[Path, ...], **told: Any) -> None:
    """Are the same places hit again more often than chance, given the places that stood in each town?

    Lets each town's attacks fall on any place that stands there. Without --standing it refuses, and says the
    break-even: only if more places than that stood, hit alike, is there more repetition than chance gives.
    """
    from solferino.patterns.plain.places import repeats_table

    how = shown(told)
    say(repeats_table(files, **told), **how)


@click.command("double-tap")
@files
@click.option("--place", required=True, help="Column that says which place was struck.")
@click.option("--time", required=True, help="Column of dates with times: 2016-11-24 13:05.")
@click.option("--least", default=5, show_default=True, type=click.IntRange(0), help="Minutes that one salvo may last.")
@click.option(
    "--most", default=60, show_default=True, type=click.IntRange(1), help="Minutes within which a return counts."
)
@draws
@printed
def double_tap(files: tuple[Path, ...], **told: Any) -> None:
    """Are places struck again within the hour more often than the times of day explain?

    A strike within --least minutes of the one before is of the same salvo. Clock times are exchanged among the days
    of a place and part of the day. Times that are rounded to the hour make it refuse.
    """
    from solferino.patterns.plain.places import double_tap_table

    how = shown(told)
    say(double_tap_table(files, **told), **how)


@click.command("listed")
@files
@click.option("--places", required=True, type=PATH, help="Table of places, hit or not, listed or not, one a row.")
@click.option("--place", required=True, help="Column that names a place, in both tables.")
@click.option("--date", default="date", show_default=True, help="Column of the days of hits.")
@click.option(
    "--listing", default="listed", show_default=True, help="Column of the day a place was listed; else empty."
)
@click.option("--from", "first", default="", metavar="COLUMN", help="Column of the first day a place stood.")
@click.option("--to", "last", default="", metavar="COLUMN", help="Column of the last day a place stood.")
@click.option("--within", default="", help="Columns of places that make strata, parted by commas: town,kind.")
@draws
@printed
def listed(files: tuple[Path, ...], **told: Any) -> None:
    """Were places hit more after they were listed than unlisted fellows at the same time?

    Exchanges the days of listing among the places of a stratum, those never listed included, so that a front that comes
    nearer to all is no finding. That places are listed because the front comes nearer to them is not allowed for.
    Of the places only sizes of strata are printed.
    """
    from solferino.patterns.plain.listing import listed_table

    how = shown(told)
    say(listed_table(files, **told), **how)


COMMANDS = {"proximity": proximity, "odds": odds, "repeats": repeats, "double-tap": double_tap, "listed": listed}
