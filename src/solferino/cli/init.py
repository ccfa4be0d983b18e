"""`solferino init`."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the case is about.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the statement speaks; else its dateline, or today."
)
@click.option("--from", "text", type=click.Path(path_type=Path), help="A statement: .txt, .md, .html, .docx or .pdf.")
@click.option("--language", default="en", show_default=True, help="Its language; the rules read English.")
@click.option("--reader", default="rules", show_default=True, help="What reads the text into atoms.")
@click.option("--json", "as_json", is_flag=True, help="With --from: print the atoms as one JSON value.")
def command(
    folder: Path, title: str, as_of: datetime | None, text: Path | None, language: str, reader: str, as_json: bool
) -> None:
    """Make a new case in FOLDER: case.toml, statement.md, and room for sources and claims.

    With --from, the statement is read into atoms, and a statement.md with links and a stub for each claim are
    proposed. Nothing is claimed by that: every stub is insufficient until a person fills it in.
    """
    day = as_of.date() if as_of else None
    if text is None:
        import solferino as sol

        if as_json:
            raise click.UsageError("--json prints the atoms of a text: give it with --from")
        sol.init(folder, title=title, as_of=day)
        click.echo(
            f" {folder} is a case; write {folder / 'statement.md'}, add sources with solferino add {folder} FILE"
        )
        return
    from solferino.pipeline.propose import RECEIVED, propose

    made = propose(folder, text, title=title, as_of=day, language=language, by=reader)
    if as_json:
        value = {"atoms": [a.json() for a in made.atoms], "text": RECEIVED}
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return
    for kind, n in sorted(Counter(a.kind for a in made.atoms).items()):
        click.echo(f" {kind:15} {n}")
    if text.suffix.casefold() == ".pdf" and re.search(r"[\u0590-\u08ff]", made.plain):
        click.echo(
            " note: a PDF does not tell in what order words run from right to left; take a .docx or .html if you can"
        )
    click.echo(f" {folder} is a case, proposed from {text.name}; nothing in it is claimed yet")
    click.echo(
        f" read {folder / 'statement.md'} against {folder / RECEIVED}, then fill in {folder / 'claims/proposed.toml'}"
    )
