"""`solferino publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from solferino.case import Published


@click.command("publish")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder: a new one, or a dossier.")
@click.option("--dry-run", is_flag=True, help="Say what would be public that is not yet, and write nothing there.")
@click.option("--pdf/--no-pdf", default=None, help="Insist on statement.pdf, or leave it out; else where possible.")
def command(case: Path, to: Path, dry_run: bool, pdf: bool | None) -> int:
    """Check the approvals of CASE, build it, and write its public dossier to a folder.

    Every role that case.toml names must have approved this very text; an edit undoes approvals.
    What is public that was not in the release before is said first. Exits 3 where an approval lacks.
    """
    import solferino as sol

    opened = sol.open(case)
    if dry_run:
        found = opened.preview(to)
        _public(found)
        _lacking(found)
        return 3 if found.missing else 0
    found = opened.publish(to, pdf={None: "where possible", True: "always", False: "never"}[pdf])  # type: ignore[arg-type]
    if found.missing:
        _lacking(found)
        return 3
    _public(found)
    if found.left_out:
        from solferino.dossier.pdf import MISSING

        click.echo(f" no PDF: {found.left_out}. {MISSING}", err=True)
    click.echo(f" published to {to}\n root         {found.root}")
    click.echo(f" tell readers this root by another road: solferino verify {to} --root …")
    return 0


def _public(found: Published) -> None:
    for line in found.public:
        click.echo(f" public   {line}")


def _lacking(found: Published) -> None:
    if found.missing:
        value = f'{{"role": …, "text": "{found.text}"}}'
        click.echo(f" not published: {', '.join(found.missing)} must approve this text first", err=True)
        click.echo(f"   each by a line of decisions.jsonl with act approve and value {value}", err=True)
