"""What every test on plain tables asks for alike, and how its result is printed."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from solferino.words.errors import UsageError

if TYPE_CHECKING:
    from solferino.patterns.result import Result

F = TypeVar("F", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)


class Numbers(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """Numbers parted by commas, none below `low`; exactly `many`, if that is said."""

    name = "n,n,…"

    def __init__(self, *, low: float = 0.0, many: int = 0) -> None:
        self.low, self.many = low, many

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        try:
            found = tuple(float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not numbers parted by commas, such as 100,360,800", param, ctx)
        if not all(math.isfinite(x) for x in found) or min(found) < self.low or (self.low == 0 and max(found) == 0):
            self.fail(f"{value!r} is to hold numbers from zero up, one above zero", param, ctx)
        if self.many and len(found) != self.many:
            self.fail(f"{value!r} is not {self.many} numbers", param, ctx)
        return found


class Above(click.ParamType):  # type: ignore[type-arg]  # generic for the checker only
    """One number from zero up."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not 0 <= found < math.inf:
            self.fail(f"{value!r} is not a number from zero up", param, ctx)
        return found


def options(*made: Callable[[F], F]) -> Callable[[F], F]:
    """Join options into one decorator, in the order in which help lists them."""

    def decorate(function: F) -> F:
        for option in reversed(made):
            function = option(function)
        return function

    return decorate


files = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
points = options(
    click.option(
        "--x", default="", help="Column of x, in metres or any other unit of a plane; guessed if there is an x."
    ),
    click.option("--y", default="", help="Column of y."),
    click.option(
        "--lat", default="", help="Column of degrees north, instead of x and y; distances are then in metres."
    ),
    click.option("--lon", default="", help="Column of degrees east."),
)
times = options(
    click.option("--t", default="", help="Column of times as numbers of days; guessed if there is a t."),
    click.option("--date", default="", help="Column of dates such as 2016-11-24, instead of --t."),
)
precision = click.option("--precision", default="", help="Column that says how exactly a row is placed.")
within = click.option(
    "--within", default="",
    help="Strata within which chance is let loose, parted by commas: columns, month, a span such as 30d, a grid such as"
    " 10km.",
)  # fmt: skip
draws = options(
    click.option("--permutations", "draws", default=999, show_default=True, type=click.IntRange(19, 999_999),
                 help="How many random worlds."),
    click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the random worlds."),
)  # fmt: skip
printed = options(
    click.option("--figure", type=PATH, help="Write a figure of the result, as SVG."),
    click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value."),
    click.option("--whole", is_flag=True, help="As --json, with family, strata, facts and the figure's data beside."),
)


def shown(told: dict[str, Any]) -> dict[str, Any]:
    """Take out of `told` how the result is shown."""
    return {k: told.pop(k) for k in ("figure", "as_json", "whole")}


def say(result: Result, *, figure: Path | None, as_json: bool, whole: bool) -> None:
    """Print a result; exit 3 where the test refused."""
    if figure is not None:
        from solferino.draw.pattern import pattern

        try:
            figure.write_text(pattern(result.figure, title=result.sentence, note=result.null), "utf-8")
        except OSError as error:
            raise UsageError(
                f"{figure} cannot be written: {error.strerror}", "name a file in a folder that is there"
            ) from None
    if as_json or whole:
        body = result.whole() if whole else result.json()
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        _plainly(result)
    if result.refusals:
        raise click.exceptions.Exit(3)


def _plainly(result: Result) -> None:
    from solferino.words.tables import vocabulary

    told = [(k, getattr(result, k)) for k in ("observed", "expected", "ratio", "p")]
    if result.observed is not None:
        click.echo(" " + " · ".join(f"{k} {v:.4g}" for k, v in told if v is not None))
    if result.ratio_low is not None:
        high = "no upper limit" if result.ratio_high is None else f"{result.ratio_high:.3g}"
        click.echo(f" ratio between {result.ratio_low:.3g} and {high} (95 %)")
    if result.tipping:
        click.echo(f" vanishes if such events are {result.tipping:.3g} times likelier to be recorded than others")
    for member in result.family if len(result.family) <= 30 else ():
        allowed = "" if member.p_family is None else f", p = {member.p_family:.2g} after the search"
        click.echo(f"   {member.name}: {member.observed:g} where chance gives {member.expected:.4g}{allowed}")
    if result.read:
        click.echo(f" read: {result.read}")
    for why, n in result.dropped.items():
        click.echo(f" {n} left out: {why}")
    if result.null:
        drawn = f"; {result.permutations} worlds, seed {result.seed}" if result.permutations else ""
        click.echo(f" chance: {result.null}{drawn}")
    for refusal in result.refusals:
        facts = ", ".join(f"{k}: {v}" for k, v in refusal.facts.items())
        click.echo(f" refused: {refusal.code} ({facts})\n   {vocabulary('refusal')[refusal.code]}")
    click.echo(f" may be written: {result.sentence}.")
