"""`solferino publish`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("publish")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder: a new one, or a dossier.")
def command(case: Path, to: Path) -> int:
    """Check the approvals of CASE, build it, and write its public dossier to a folder.

    Every role that case.toml names must have approved this very text; an edit undoes approvals.
    Exits 3 where one lacks.
    """
    import solferino as sol

    published = sol.open(case).publish(to)
    if published.missing:
        value = f'{{"role": …, "text": "{published.text}"}}'
        click.echo(f" not published: {', '.join(published.missing)} must approve this text first", err=True)
        click.echo(f"   each by a line of decisions.jsonl with act approve and value {value}", err=True)
        return 3
    click.echo(f" published to {to}\n root         {published.root}")
    click.echo(f" tell readers this root by another road: solferino verify {to} --root …")
    return 0
