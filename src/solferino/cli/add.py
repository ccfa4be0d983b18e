"""`solferino add`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("add")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--table", default="", help="The table its rows belong to, where the guess would be wrong.")
@click.option("--title", default="", help="What the source is.")
@click.option("--dry-run", is_flag=True, help="Show what would be pinned and how it would be read; write nothing.")
def command(case: Path, paths: tuple[str, ...], table: str, title: str, dry_run: bool) -> None:
    """Preserve each PATH (a file, or law:NAME for facts of the package) in CASE, pin its hash, draft its description.

    A file already described is pinned anew; nothing else changes a pin.
    """
    from solferino.pipeline.add import add

    for path in paths:
        added = add(case, path, table=table, title=title, dry_run=dry_run)
        verb = "would pin" if dry_run else "pinned anew" if added.repinned else "pinned"
        click.echo(f" {verb} {path}\n   sha256  {added.sha256}\n   size    {added.size} bytes\n   in      {added.file}")
        if added.repinned:
            click.echo(f"   before  {added.repinned}")
        if added.table:
            click.echo(f"   table   {added.table}, guessed: " + ", ".join(f"{a} = {b!r}" for a, b in added.mapped))
            if added.unmapped:
                click.echo(f"   unread  {', '.join(added.unmapped)}")
        for row in added.sample[:3]:
            click.echo("   | " + " | ".join(cell[:20] for cell in row[:6]))
        if added.records or added.troubles:
            click.echo(f"   reads   {added.records} records, {len(added.troubles)} rejected or wrong")
        for trouble in added.troubles[:5]:
            click.echo(f"   !       {trouble}")
        if not added.table and not path.startswith("law:"):
            click.echo(
                "   it is preserved, and read into no table: write [[read]] into its description, or give --table"
            )
