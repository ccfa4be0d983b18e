"""`solferino init`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the case is about.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the statement speaks; today if left out.")
def command(folder: Path, title: str, as_of: datetime | None) -> None:
    """Make a new case in FOLDER: case.toml, statement.md, and room for sources and claims."""
    import solferino as sol

    sol.init(folder, title=title, as_of=as_of.date() if as_of else None)
    click.echo(f" {folder} is a case; write {folder / 'statement.md'}, add sources with solferino add {folder} FILE")
