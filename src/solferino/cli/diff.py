"""`solferino diff`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("diff")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the differences as one JSON value.")
def command(a: Path, b: Path, as_json: bool) -> int:
    """Show what changed between two builds, verdicts that moved first, each with the input that did it.

    A and B are cases that were built, dossiers, or files of build --json.
    Exits 0 where nothing changed, 1 where something did.
    """
    from solferino.pipeline.diff import diff

    found = diff(a, b)
    if as_json:
        click.echo(json.dumps([c.json() for c in found], ensure_ascii=False, indent=1))
        return int(bool(found))
    for change in found:
        mark = click.style("moved", bold=True) if change.moved else "     "
        click.echo(f" {mark} {change.what:<8} {change.id}")
        click.echo(f"         - {change.before or 'nothing'}\n         + {change.after or 'nothing'}")
        if change.because:
            click.echo(f"         because {change.because}")
    moved = sum(c.moved for c in found)
    told = f" {len(found)} difference{'s' * (len(found) > 1)}, {moved} verdict{'s' * (moved != 1)} moved"
    click.echo(told if found else " no difference")
    return int(bool(found))
