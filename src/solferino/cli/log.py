"""`solferino log`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("log")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("act", default="")
@click.option("--about", multiple=True, metavar="SHA256", help="An exhibit; may be repeated.")
@click.option("--by", envvar="SOLFERINO_BY", show_envvar=True, default="", metavar="NAME", help="Who did it.")
@click.option("--with", "other", default="", metavar="NAME", help="Of a transfer: who gave it, or got it.")
@click.option("--url", default="", help="Of an attempt or a search: where.")
@click.option("--basis", default="", metavar="TEXT", help="On what ground, or for what purpose.")
@click.option("--note", default="", metavar="TEXT", help="What was done, asked or found.")
def command(
    case: Path, act: str, about: tuple[str, ...], by: str, other: str, url: str, basis: str, note: str
) -> int:  # fmt: skip
    """Show the custody log of CASE; with an ACT, enter what a person did, for good.

    \b
    access         somebody read or was shown an exhibit, outside the workbench
    transfer-out   an exhibit was handed over; transfer-in: it was taken over
    attempt        something was to be preserved, and could not be had
    search-none    something was looked for, and not found
    fixity         every byte is read again now, and the result written down

    All that is entered is the word of who enters it. Nothing is ever taken out again.
    """
    from solferino.vault import Vault
    from solferino.vault.custody import enter, entries, vault_of

    vault, named = Vault.open(vault_of(case)), tuple(each.removeprefix("sha256:") for each in about)
    if not act:
        for line in entries(vault, named):
            click.echo(line)
        click.echo(
            " times are the claims of the machines that wrote them; solferino verify says what is proved", err=True
        )
        return 0
    src = {key: value for key, value in (("with", other), ("url", url)) if value}
    seq, sound = enter(vault, act, about=named, by=by, basis=basis, note=note, src=src)
    click.echo(f" entered   record {seq}: {act}")
    if not sound:
        click.echo(f" the vault does not stand: solferino verify {case} names what is altered or missing", err=True)
    return 0 if sound else 4
