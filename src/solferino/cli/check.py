"""`solferino check`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("check")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value, and nothing else.")
def command(case: Path, as_json: bool) -> int:
    """Judge the claims and the statement of CASE over its last build; write nothing.

    Exits 5 where sources changed since that build.
    """
    import solferino as sol
    from solferino.cli import show

    build = sol.open(case).check(tell=None if as_json else show.stage)
    if as_json:
        click.echo(json.dumps(build.json(), ensure_ascii=False, indent=1))
    else:
        show.build(build, exit_=build.exit)
    return build.exit
