"""`solferino link`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("link")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="Write which incident each report is of (CSV, Parquet).")
@click.option("--links", type=click.Path(path_type=Path), help="Write every scored pair: same, family, apart.")
@click.option("--model", type=click.Choice(["incident", "person"]), default="incident", help="What reports are about.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "exact", "local", "spark"]),
    default="auto",
    help="auto: weights are learned from 2000 reports on; exact: shipped ones; local, spark: always learned.",
)
@click.option("--explain", nargs=2, metavar="A B", help="Say why two reports are one event, or not, and write nothing.")
@click.option("--splink", type=click.Path(path_type=Path, file_okay=False), help="Write the learned model for Splink.")
@click.option(
    "--weights",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Learned weights: used where this file holds them, else learned and kept in it.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was found is kept in this file; run again with more reports, only what they touch is done again.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="People's decisions about these reports, as in the decisions.jsonl of a case.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON value.")
def command(
    files: tuple[Path, ...], to: Path | None, links: Path | None, model: str, engine: str,
    explain: tuple[str, str] | None, splink: Path | None, weights: Path | None, decisions: Path | None,
    state: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Link the reports of plain CSV or Parquet FILEs into incidents; no case needed.

    Only report_id and one of date, date_from must be there. The number of incidents is a range:
    lenient, base and strict linking.

    With --model person rows are records of persons: name, father, sex and born (or born_min, born_max; age) are
    compared beside day and place; two of one source marked deduplicated are two persons. Where every row has lat and
    lon, records near each other are compared; where one has not, all are, over whole lists, by names and what else both
    tell (told, where it is a column, says what the day is of). What is learned (--weights, --state, --splink,
    --engine spark) compares by points alone.
    """
    if explain and state:
        raise click.UsageError("--explain links anew, and asks no --state: leave one of them out")
    if explain:
        from solferino.linkage.explained import explain_pair

        said = explain_pair(files, *explain, model=model, engine=engine, weights=weights, decisions=decisions)
        click.echo(json.dumps(said, ensure_ascii=False, indent=1) if as_json else "\n".join(said["sentences"]))
        return
    from solferino.linkage.table import link_table

    found = link_table(
        files,
        to=to,
        links=links,
        splink=splink,
        model=model,
        engine=engine,
        weights=weights,
        decisions=decisions,
        state=state,
    )
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for row in found["rejected"]:
        click.echo(f" rejected  row {row['row']}: {row['reason']}", err=True)
    for note in found.get("notes", ()):
        click.echo(f" note  {note}", err=True)
    if "grown" in found:
        click.echo(f" {found['grown']['touched']} reports compared again, {found['grown']['redone']} joined again")
    low, base, high = (found["incidents"][k] for k in ("low", "base", "high"))
    click.echo(f" {found['reports']} reports, {len(found['rejected'])} rejected, {found['links']} scored pairs")
    click.echo(f" {low} to {high} {model}s, {base} as linked; {found['seconds']:.1f} s, {found['peak_mb']:.0f} MB")
