"""`solferino dispose`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("dispose")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("sha256")
@click.option("--basis", required=True, help="On what ground: consent withdrawn, a retention date, an order.")
@click.option("--derived", is_flag=True, help="Erase what came of it too: its members, its text, copies made of it.")
@click.option("--by", required=True, help="Who answers for it. Both are written to the custody log, for good.")
def command(case: Path, sha256: str, basis: str, by: str, derived: bool) -> None:
    """Erase the exhibit SHA256 from CASE: from its vault and from its files.

    The log keeps that it was there, who erased it and why; verify says so instead of calling it missing. Copies
    elsewhere, back-ups and earlier releases are not reached.
    """
    from solferino.pipeline.dispose import dispose_of

    found = dispose_of(case, sha256, basis=basis, by=by, derived=derived)
    for told in found.told:
        click.echo(f" {told}")
    for path in found.files:
        click.echo(f"   erased  {path}")
    for sha256 in found.left:
        click.echo(f"   left    {sha256}: came of it, and is still held; --derived erases it too")
    for file in found.described:
        click.echo(f'   next    {file} pins it: describe it as kind = "citation", or take it out of the case')
