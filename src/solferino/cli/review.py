"""`solferino review`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from solferino.cli.team import review_as_team, team_options


@click.command("review")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; 0 takes a free one.")
@click.option("--by", default="", help="The name that signs decisions; else your name on this machine.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@team_options
def command(case: Path, port: int, by: str, no_browser: bool, **team: Any) -> None:
    """Open the workbench over the last build of CASE, on this machine alone.

    Pairs to link, incidents to grade, attributions to judge, rejected rows to repair, sentences to back: each decision
    becomes a line of decisions.jsonl, and what it touches is built again. Needs the extra "bench". Ends with Ctrl-C.

    With --database several people decide, each with an account: docs/how-to/review-team.md. Needs the extra "team" too.
    """
    import getpass

    import solferino as sol
    from solferino.words.errors import MachineError, UsageError

    root = sol.open(case).root
    name = by.strip() or getpass.getuser()
    if not name.isprintable() or len(name) > 80:
        raise UsageError("a name is one line of at most 80 characters", "solferino review CASE --by NAME")
    if review_as_team(root, port=port, **team):
        return
    try:
        from solferino.workbench.serve import serve
    except ModuleNotFoundError as error:
        raise MachineError(f"{error.name} is not installed", 'pip install "solferino[bench]"') from None
    serve(root, port=port, by=name, show=None if no_browser else click.launch, tell=click.echo)
