"""`solferino log`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from solferino.vault import Vault


@click.command("log")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("act", default="")
@click.option("--about", multiple=True, metavar="SHA256", help="An exhibit, or 12 of its digits; may be repeated.")
@click.option("--by", envvar="SOLFERINO_BY", show_envvar=True, default="", metavar="NAME", help="Who did it.")
@click.option("--with", "other", default="", metavar="NAME", help="Of a transfer: who gave it, or got it.")
@click.option("--url", default="", help="Of an attempt or a search: where.")
@click.option("--key", default="", metavar="KEY", help="Of key-add and key-retire: the public key, or its file.")
@click.option("--basis", default="", metavar="TEXT", help="On what ground, or for what purpose.")
@click.option("--note", default="", metavar="TEXT", help="What was done, asked or found.")
@click.option(
    "--sealed", type=click.Path(path_type=Path), metavar="FILE",
    help="Words that would endanger somebody, from a FILE or -: kept encrypted for the custodians of case.toml.",
)  # fmt: skip
@click.option("--open", "words", default="", metavar="SHA256", help="Show sealed words of a record; CASE is unlocked.")
def command(
    case: Path, act: str, about: tuple[str, ...], by: str, other: str, url: str, key: str, basis: str, note: str,
    sealed: Path | None, words: str,
) -> int:  # fmt: skip
    """Show the custody log of CASE; with an ACT, enter what a person did, for good.

    \b
    access         somebody read or was shown an exhibit, outside the workbench
    transfer-out   an exhibit was handed over; transfer-in: it was taken over
    attempt        something was to be preserved, and could not be had
    search-none    something was looked for, and not found
    fixity         every byte is read again now, and the result written down
    key-add        a key may sign for the vault from here on, by the word of this machine's; key-retire: no longer.
                   Without --key, make a key for this machine, and print it for a machine whose key stands

    All that is entered is the word of who enters it. Nothing is ever taken out again.
    """
    from solferino.vault import Vault
    from solferino.vault.custody import demand, enter, entries, vault_of, whole
    from solferino.vault.printable import printable

    vault = Vault.open(vault_of(case))
    named = tuple(whole(vault, each) for each in about)
    if words:
        from solferino.pipeline.sealed_words import open_words

        for line in open_words(case, vault, words).splitlines():
            click.echo(printable(line))
        return 0
    if not act:
        for line in entries(vault, named):
            click.echo(line)
        click.echo(
            " times are the claims of the machines that wrote them; solferino verify says what is proved", err=True
        )
        return 0
    if act in ("key-add", "key-retire"):
        return _keys(vault, act, key, by=by, note=note)
    src: dict[str, str | int | bool] = {name: value for name, value in (("with", other), ("url", url)) if value}
    held = None
    if sealed is not None:
        from solferino.pipeline.sealed_words import keep_words

        demand(act, about=named, by=by, note=note, sealed=True)
        held, told = keep_words(case, vault, sealed, by=by)
        src |= told
    seq, sound = enter(vault, act, about=named, by=by, basis=basis, note=note, src=src, sealed=held)
    click.echo(f" entered   record {seq}: {act}")
    if not sound:
        click.echo(f" the vault does not stand: solferino verify {case} names what is altered or missing", err=True)
    return 0 if sound else 4


def _keys(vault: Vault, act: str, key: str, *, by: str, note: str) -> int:
    from solferino.cli.passphrase import passphrase_of
    from solferino.cli.vkey import vkey_text
    from solferino.vault.signing import KEY, change_key, own_key, sign
    from solferino.vault.state import recall
    from solferino.vault.vkey import read_vkey

    new = recall(vault.id, KEY) is None
    if act == "key-add" and not key:
        if not list(vault.log().keys.active()):
            own = sign(vault, ask=lambda: passphrase_of(None, twice=new), actor=by)
            click.echo(
                f" key       {own}\n           the first: it signed the newest checkpoint, and may sign from here on"
            )
            return 0
        own = own_key(vault, ask=lambda: passphrase_of(None, twice=new))
        click.echo(f" key       {own}\n           where a key stands already: solferino log CASE key-add --key '{own}'")
        return 0
    told = read_vkey(vkey_text(key))
    seq = change_key(vault, act, told, ask=lambda: passphrase_of(None, twice=False), actor=by, note=note)
    click.echo(f" entered   record {seq}: {act} {told.name} (key {told.id.hex()})")
    return 0
