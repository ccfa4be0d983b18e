"""`solferino why`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from solferino.words.trace import Trace


@click.command("why")
@click.argument("words", nargs=-1, required=True, metavar="[CASE] ID")
@click.option("--json", "as_json", is_flag=True, help="Print the trail as one JSON value.")
@click.option("--depth", type=click.IntRange(1, 20), default=6, show_default=True, help="How far down to print.")
def command(words: tuple[str, ...], as_json: bool, depth: int) -> None:
    """Show the trail of ID in CASE (here, if left out), down to the bytes.

    ID is a claim, a sentence (statement.md:14), an incident, a report or other row (source/row), a draft (S/2014/348),
    a source or a sha256.
    """
    import solferino as sol

    if len(words) > 2:
        raise click.UsageError("give a case and one id; quote an id that holds spaces")
    case, name = (Path(words[0]), words[1]) if len(words) == 2 else (Path(), words[0])
    trace = sol.open(case).why(name)
    if as_json:
        click.echo(json.dumps(trace.json(), ensure_ascii=False, indent=1))
    else:
        _print(trace, "", depth, set())


def _print(trace: Trace, indent: str, depth: int, seen: set[str]) -> None:
    """Print a trail; what stands under a source is printed once."""
    again = trace.kind == "source" and trace.id in seen
    text = "as above" if again else trace.text
    name = f" {click.style(trace.id, bold=True)}" if trace.id else ""
    click.echo(f"{indent}{click.style(trace.kind, dim=True)}{name}  {text}")
    if trace.kind == "source":
        seen.add(trace.id)
    if depth > 1 and not again:
        for child in trace.children:
            _print(child, indent + "  ", depth - 1, seen)
