"""`solferino build`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("build")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value, and nothing else.")
@click.option("--locked", is_flag=True, help="Trust nothing derived, and exit 5 where case.lock would change.")
def command(case: Path, as_json: bool, locked: bool) -> int:
    """Preserve, read, record and check CASE, then write its dossier to build/dossier.

    Prints what ran and why, the verdict of each claim, and each sentence that does not stand.
    """
    import solferino as sol
    from solferino.cli import show
    from solferino.pipeline.sealed import build_folder

    build = sol.open(case).build(locked=locked, tell=None if as_json else show.stage)
    if as_json:
        click.echo(json.dumps(build.json(), ensure_ascii=False, indent=1))
    else:
        show.build(build, exit_=build.exit)
        click.echo(f"\n dossier    {build_folder(case) / 'dossier' / 'index.html'}\n root       {build.root}")
    return build.exit
