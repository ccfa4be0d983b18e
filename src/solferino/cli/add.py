"""`solferino add`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from solferino.pipeline.add import Added
    from solferino.vault.intake import Taken


@click.command("add")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--table", default="", help="The table its rows belong to, where the guess would be wrong.")
@click.option("--title", default="", help="What the source is.")
@click.option("--url", default="", help="The web address it was got from, as it is known; the log keeps it.")
@click.option(
    "--by", envvar="SOLFERINO_BY", show_envvar=True, default="", metavar="NAME", help="Who adds it; the log keeps it."
)
@click.option(
    "--basis", default="", help="On what ground, or for what purpose, it is kept; the log keeps it, in clear."
)
@click.option("--note", default="", help="What should be known of it; the log keeps it, in clear.")
@click.option("--as", "name", default="", help="The id of the source, where the file's name is not to be it.")
@click.option("--sealed", is_flag=True, help="Keep it encrypted for the custodians of case.toml; wants --as ID.")
@click.option("--members", is_flag=True, help="Bring out the records of a web archive, the messages of a box of mail.")
@click.option("--dry-run", is_flag=True, help="Show what would be pinned and how it would be read; write nothing.")
def command(
    case: Path,
    paths: tuple[str, ...],
    table: str,
    title: str,
    url: str,
    by: str,
    basis: str,
    note: str,
    name: str,
    sealed: bool,
    members: bool,
    dry_run: bool,
) -> None:
    """Preserve each PATH (a file, or law:NAME for facts of the package) in CASE, pin its hash, draft its description.

    A bag (a folder with bagit.txt) is checked and preserved whole, manifests included; nothing is drafted for it.
    What an archive, a message, a web archive, a PDF or a picture holds is preserved beside it, each piece bound to
    the file it came from. Of a folder every file is preserved, and none described.

    A file already described is pinned anew; nothing else changes a pin. With --as ID a citation of that id gives
    way to the file.
    """
    from solferino.pipeline.add import add, add_folder
    from solferino.pipeline.add_sealed import add_sealed
    from solferino.vault.bag import is_bag
    from solferino.vault.printable import printable

    if name and len(paths) > 1:
        raise click.UsageError("--as names one source: give one PATH with it")
    if url and len(paths) > 1:
        raise click.UsageError("--url is about one source: give one PATH with it")
    if url and sealed:
        raise click.UsageError("--url stands in the log in clear: write it into what is sealed")
    if members and sealed:
        raise click.UsageError("--members writes what the file holds in clear: a sealed file stays whole")
    if (basis or note) and sealed:
        raise click.UsageError("--basis and --note stand in the log in clear: write them into what is sealed")
    for path in paths:
        if is_bag(Path(path)):
            _bag(case, path, sealed=sealed, dry_run=dry_run, by=by, basis=basis, note=note)
            continue
        if Path(path).is_dir():
            if table or title or url or name or sealed:
                raise click.UsageError(
                    f"{path} is a folder: --table, --title, --url, --as and --sealed are about one file"
                )
            click.echo(f" {'would preserve' if dry_run else 'preserved'} {path}")
            _show(add_folder(case, Path(path), dry_run=dry_run, members=members, by=by, basis=basis, note=note))
            continue
        if sealed:
            added = add_sealed(case, Path(path), name=name, table=table, title=title, dry_run=dry_run, by=by)
        else:
            added = add(case, path, table=table, title=title, url=url, name=name, members=members, by=by,
                        basis=basis, note=note, dry_run=dry_run)  # fmt: skip
        verb = "would pin" if dry_run else "pinned anew" if added.repinned else "pinned"
        verb = "already pinned" if added.again else verb
        click.echo(f" {verb} {path}\n   sha256  {added.sha256}\n   size    {added.size} bytes\n   in      {added.file}")
        if sealed and not dry_run:
            click.echo(f"   sealed  the plain file is still at {path}: keep it safe, or destroy it")
        if added.since is not None:
            click.echo(f"   held    since record {added.since}; what is said of it now is not in the log")
        if added.repinned:
            click.echo(f"   before  {added.repinned}")
        if added.known:
            click.echo(f"   known   as {added.known}")
            if added.document and not added.table:
                click.echo("   reads   nothing of it; --table reports --as ID proposes what it tells as reports")
        if added.again:
            click.echo("   since   nothing is new: these very bytes were pinned before")
        for word, line in zip(("since", *[""] * len(added.changes)), added.changes, strict=False):
            click.echo(f"   {word:<7} {line}")
        if added.proposed is not None:
            click.echo(
                f"   reads   {added.proposed} accounts by rules, none of them let in before a person reads it over"
                f"\n   next    look at each in {added.file}, and take the mark before its span away"
            )
        elif added.table:
            click.echo(
                f"   table   {added.table}, {'mapped' if added.known else 'guessed'}: "
                + ", ".join(f"{a} = {b!r}" for a, b in added.mapped)
            )
            if added.unmapped:
                click.echo(f"   unread  {printable(', '.join(added.unmapped), 1000)}")
        for row in added.sample[:3]:
            click.echo("   | " + " | ".join(printable(cell[:20]) for cell in row[:6]))
        if added.records or added.troubles:
            click.echo(f"   reads   {added.records} records, {len(added.troubles)} rejected or wrong")
        for trouble in alike(added.troubles)[:5]:
            click.echo(f"   !       {printable(trouble, 1000)}")
        if not added.table or added.taken.made or added.taken.troubles:
            _show(added.taken)
        if not (added.table or added.records or added.repinned or path.startswith("law:")):
            click.echo(f"   next    {_next(added)}")


def alike(troubles: Sequence[str]) -> list[str]:
    """Return what is wrong with rows, each kind of trouble once, with how many more rows have it."""
    found: dict[str, list[str]] = {}
    for trouble in troubles:
        m = re.match(r"row \d+ (.+)", trouble, re.DOTALL)
        found.setdefault(m[1] if m else trouble, []).append(trouble)
    return [t[0] + (f" (and {len(t) - 1} more such)" if len(t) > 1 else "") for t in found.values()]


def _bag(case: Path, path: str, *, sealed: bool, dry_run: bool, **said: str) -> None:
    """Preserve a bag whole and say what it held."""
    from solferino.pipeline.add_bag import add_bag

    if sealed:
        raise click.UsageError("a bag is kept whole and in clear: seal what it holds file by file")
    found = add_bag(case, Path(path), dry_run=dry_run, **said)
    for warning in found.warnings:
        click.echo(f" warning   {warning}", err=True)
    told = "would preserve" if dry_run else f"preserved, {found.new} of them new,"
    click.echo(f" {told} {found.exhibits} exhibits and {found.others} other files of the bag {path}")
    click.echo(f"   root    {found.root or 'none: the bag has no tag manifest of SHA-256'}")
    click.echo(f"   next    describe what speaks for something: solferino add {case} {path}/data/…")


def _show(taken: Taken) -> None:
    from solferino.vault.printable import printable

    if taken.why:
        click.echo(f"   is      {taken.kind or 'kept whole'}: {printable(taken.why, 400)}")
    for made in taken.made:
        click.echo(f"   holds   {printable(made, 400)}")
    for trouble in taken.troubles[:20]:
        click.echo(f"   !       {printable(trouble, 400)}")
    if len(taken.troubles) > 20:
        click.echo(f"   !       and {len(taken.troubles) - 20} more; the log has all of them")


def _next(added: Added) -> str:
    """Return what to do where no table is read."""
    if added.document:
        return f"cite its words where somebody says them: [X said that …](source:{added.source_id})"
    return "it is preserved, and read into no table: write [[read]] into its description, or give --table"
