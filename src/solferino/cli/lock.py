"""`solferino lock`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("lock")
@click.argument("case", type=click.Path(path_type=Path), default=".")
def command(case: Path) -> None:
    """Close what is sealed in CASE: the key leaves this machine's session, with all that was derived in clear."""
    from solferino.pipeline.unlock import lock

    click.echo(f" locked    {case}" if lock(case) else f" locked    {case} (it was not open)")
