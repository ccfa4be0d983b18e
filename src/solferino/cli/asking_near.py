"""`solferino test knox`, `near-repeat`, `kst`, `labelling`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from solferino.cli.asking import (
    PATH,
    Above,
    Numbers,
    draws,
    files,
    options,
    points,
    precision,
    printed,
    say,
    shown,
    times,
    within,
)
from solferino.patterns.plain.where import Columns

_asked = options(files, points, times, precision, within)


def _columns(told: dict[str, Any]) -> Columns:
    """Take out of `told` what says where and when rows are."""
    return Columns(**{k: told.pop(k) for k in ("x", "y", "lat", "lon", "t", "date", "precision", "within")})


@click.command("knox")
@_asked
@click.option("--distance", required=True, type=Above(), help="How near in space: metres, or the unit of x and y.")
@click.option("--days", required=True, type=Above(), help="How near in time.")
@draws
@printed
def knox(files: tuple[Path, ...], **told: Any) -> None:
    """Do events lie near in space and time together, more than where and when they happen explains?

    Counts pairs of events within --distance and --days, ends included, and compares with worlds in which the times of
    events are exchanged. Without --within all times are: a front that moves then looks like a pattern. Say for example
    --within town,month, and only what goes beyond the ebb of fighting there and then remains.
    """
    from solferino.patterns.plain.near import knox_table

    how = shown(told)
    say(knox_table(files, _columns(told), **told), **how)


@click.command("near-repeat")
@_asked
@click.option("--distances", required=True, type=Numbers(), help="Where bands of distance end: 100,200,400.")
@click.option("--days", required=True, type=Numbers(), help="Where bands of days end: 2,7,14.")
@click.option("--streets", is_flag=True, help="Measure along streets at right angles, in x and y.")
@draws
@printed
def near_repeat(files: tuple[Path, ...], **told: Any) -> None:
    """Is an event followed by others nearby and soon, and how near, how soon?

    Counts pairs in bands of distance and days; an end belongs to the next band: 0,1,201 are the bands 0 to below 1 and
    1 to below 201. Each band has a p that allows for the search among all bands: without it, half of all tables of
    twenty bands show something where nothing is.
    """
    from solferino.patterns.plain.near import near_repeat_table

    how = shown(told)
    say(near_repeat_table(files, _columns(told), **told), **how)


@click.command("kst")
@_asked
@click.option("--distances", required=True, type=Numbers(), help="Distances, ends included: 100,200,400.")
@click.option("--days", required=True, type=Numbers(), help="Numbers of days, ends included: 2,7,14.")
@click.option("--window", type=Numbers(low=-math.inf, many=4), help="Window that was watched, in x and y: X0,Y0,X1,Y1.")
@click.option("--from", "first", default="", metavar="DAY", help="Day from which was watched; else the first told.")
@click.option("--to", "last", default="", metavar="DAY", help="Day up to which was watched; else the last told.")
@draws
@printed
def kst(files: tuple[Path, ...], **told: Any) -> None:
    """At which scales do events cluster in space and time together?

    Counts pairs within every distance and number of days (the space-time K function) and compares with worlds in which
    times are exchanged. One number speaks for all scales; each scale has a p that allows for the search. A pair counts
    for more where part of the same distance or gap lies outside of --window, or before --from or after --to: nobody
    looked there.
    """
    from solferino.patterns.plain.near import kst_table

    how = shown(told)
    say(kst_table(files, _columns(told), **told), **how)


@click.command("labelling")
@_asked
@click.option("--of", required=True, metavar="COLUMN=VALUE", help="Events asked about, such as actor=X.")
@click.option("--to", default="", metavar="COLUMN=VALUE", help="Events they lie near; left out: each other.")
@click.option("--places", type=PATH, help="Table of places they lie near, instead of --to.")
@click.option("--radii", required=True, type=Numbers(), help="Radii; the first is asked about: 360,100,800.")
@draws
@printed
def labelling(files: tuple[Path, ...], **told: Any) -> None:
    """Do events of one kind lie nearer to places, or to one another, than other events recorded there?

    Every event stays where it fell; which of them are of the kind is exchanged, within strata if --within says so. It
    answers of recorded events only: who reports what, by whom and where, goes into it.
    """
    from solferino.patterns.plain.near import labelling_table

    how = shown(told)
    say(labelling_table(files, _columns(told), **told), **how)


COMMANDS = {"knox": knox, "near-repeat": near_repeat, "kst": kst, "labelling": labelling}
