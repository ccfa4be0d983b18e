"""`solferino write`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("write")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--table", default="reports", show_default=True, help="Which table of the dossier.")
@click.option("--as", "form", required=True, metavar="FORMAT",
              help="csv, xlsx, jsonl, parquet, geojson, hxl, ftm (FollowTheMoney), bayanat or uwazi.")  # fmt: skip
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The file; it may not exist yet.")
def command(case: Path, table: str, form: str, to: Path) -> None:
    """Write a table of CASE as it was last built, in a format that another program reads.

    Only what the dossier may publish leaves: columns that are allowed, rows that are not withheld, points coarsened.
    Beside FILE stands FILE.toml, the [[read]] that gives the same records again.
    """
    from solferino.dossier.exported import export

    done = export(case, table=table, form=form, to=to)
    click.echo(f" wrote {done.path}\n   rows    {done.rows}\n   columns {', '.join(done.columns)}")
    click.echo(f"   read    by {done.description}")
