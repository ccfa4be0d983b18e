"""`solferino link`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("link")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="Write which incident each report is of (CSV, Parquet).")
@click.option("--links", type=click.Path(path_type=Path), help="Write every scored pair (CSV or Parquet).")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON value.")
def command(file: Path, to: Path | None, links: Path | None, as_json: bool) -> None:
    """Link the reports of a plain CSV or Parquet FILE into incidents; no case needed.

    Only report_id and one of date, date_from must be there. The number of incidents is a range:
    lenient, base and strict linking.
    """
    from solferino.linkage.table import link_table

    found = link_table(file, to=to, links=links)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for row in found["rejected"]:
        click.echo(f" rejected  row {row['row']}: {row['reason']}", err=True)
    low, base, high = (found["incidents"][k] for k in ("low", "base", "high"))
    click.echo(f" {found['reports']} reports, {len(found['rejected'])} rejected, {found['links']} scored pairs")
    click.echo(f" {low} to {high} incidents, {base} as linked; {found['seconds']:.1f} s, {found['peak_mb']:.0f} MB")
