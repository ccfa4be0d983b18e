"""`solferino check`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("check")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--mutate", is_flag=True, help="Change each sentence one word at a time; list changes nothing notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value, and nothing else.")
def command(case: Path, mutate: bool, as_json: bool) -> int:
    """Judge the claims and the statement of CASE over its last build; write nothing.

    Exits 5 where sources changed since that build. With --mutate a change that nothing notices counts like a
    sentence that does not stand: the exit code is 1 at least.
    """
    import solferino as sol
    from solferino.cli import show
    from solferino.words.errors import worst_exit

    opened = sol.open(case)
    build = opened.check(tell=None if as_json else show.stage)
    tried = opened.mutate(build) if mutate else None
    if as_json:
        body = build.json() | ({"mutants": tried.json()} if tried else {})
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        show.build(build, exit_=build.exit)
        if tried:
            show.mutants(tried)
    return worst_exit([build.exit, 1]) if tried and tried.survivors else build.exit
