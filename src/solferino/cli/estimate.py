"""`solferino estimate`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("estimate")
@click.argument("file", type=click.Path(path_type=Path), metavar="OVERLAP")
@click.option(
    "--stratum", default="", metavar="COLUMN", help="Column of strata; `stratum` by default, if there is one."
)
@click.option("--leave-out", multiple=True, metavar="COLUMN", help="Column that is no list; may be said again.")
@click.option(
    "--link-error", type=click.FloatRange(0, 0.5), help="Part of true links that linking missed, such as 0.1."
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of all that is drawn.")
@click.option("--resamples", default=1000, show_default=True, type=click.IntRange(100, 100_000),
              help="Resamples behind the interval of the stepwise model.")  # fmt: skip
@click.option("--figure", type=click.Path(path_type=Path), help="Write the intervals of all methods, as SVG.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value.")
@click.option("--whole", is_flag=True, help="As --json, with overlaps, checks and strata beside.")
def command(
    file: Path, stratum: str, leave_out: tuple[str, ...], link_error: float | None, seed: int, resamples: int,
    figure: Path | None, as_json: bool, whole: bool,
) -> int:  # fmt: skip
    """Estimate how many no list recorded from a table of several lists, or refuse with the reason.

    OVERLAP has a column of 0 and 1 for every list, `count`, and a row for each pattern (CSV or Parquet). The table is
    taken as linked without error unless --link-error says otherwise. Exits 3 where nothing can be estimated. What all
    this means, in ten minutes: docs/undercount.md
    """
    from solferino.undercount.plain import read_overlap
    from solferino.undercount.report import report, strata

    tables = read_overlap(file, stratum=stratum, leave_out=leave_out, link_error=link_error)
    if len(tables) == 1:
        found = report(tables[0], seed=seed, draws=resamples)
    else:
        found = strata(tables, seed=seed, draws=resamples)
    if figure is not None:
        from solferino.draw.intervals import intervals
        from solferino.linkage.written import write_text

        write_text(figure, intervals(found.json()))
    if as_json or whole:
        click.echo(json.dumps(found.json(whole=whole), ensure_ascii=False, indent=1))
    else:
        click.echo(f" {found.table.n} documented on {len(found.table.lists)} lists, {found.table.multi} on two or more")
        for one in found.refusals:
            where = f" ({one.facts['stratum']})" if one.facts.get("stratum") else ""
            click.echo(f" refused  {one.code}{where}: {one.meaning}", err=True)
        for m in found.methods:
            ends = "" if m.low is None else f"  {m.low:.0f} to {'…' if m.high is None else f'{m.high:.0f}'}"
            said = "" if m.estimate is None else f"{m.estimate:.0f}"
            click.echo(f" {m.name:<20} {said:>9}{ends}")
        click.echo(f" {found.json()['sentence']}")
    return 3 if found.refused else 0
